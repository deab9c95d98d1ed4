"use client";

import { Check, CircleDashed, LoaderCircle, Minus, X } from "lucide-react";
import { useAction } from "next-safe-action/hooks";
import type { ReactNode } from "react";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { cancelDiscoveryAction } from "@/app/dashboard/settings/audience/actions";
import { CardValueView } from "@/app/dashboard/settings/audience/card-value";
import { useDiscoveryRefresh } from "@/app/dashboard/settings/audience/use-discovery-refresh";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";
import { type DiscoveryProgress, type PortfolioRow, STEP_LABELS, type StepProgress } from "@/lib/domain/discovery";
import { CARD_LABELS, CARD_NAMES, type CardName, type CardValue } from "@/lib/domain/icp";
import { cn } from "@/lib/ui/cn";
import { formatCountOf, formatPercent } from "@/lib/ui/format-number";

type DiscoveryMonitorProps = {
  clientId: string;
  progress: DiscoveryProgress;
  mayChange: boolean;
  /** What to do once it is through. */
  next?: ReactNode;
};

/** A discovery while it runs and after: each step, and what is known so far. It goes on when the page is closed. */
export function DiscoveryMonitor({ clientId, progress, mayChange, next }: DiscoveryMonitorProps) {
  const isMoving = progress.status === "queued" || progress.status === "running";
  useDiscoveryRefresh(clientId, isMoving);
  const cancel = useAction(cancelDiscoveryAction, { onError: (failure) => toast.error(actionErrorText(failure)) });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Card>
        <CardHeader>
          <CardTitle className="min-w-0 truncate">{progress.websiteUrl ? siteName(progress.websiteUrl) : "What you told us"}</CardTitle>
          <p role="status" className="text-muted-foreground">
            {isMoving ? movingText(progress) : `${progress.percent}%`}
          </p>
          <Progress label="Reading your website" value={progress.percent} tone={progress.status === "failed" ? "danger" : "primary"} />
        </CardHeader>
        <ol className="grid gap-x-6 p-4 sm:grid-cols-2">
          {progress.steps.map((step) => (
            <StepRow key={step.step} step={step} />
          ))}
        </ol>
        {isMoving || next ? (
          <div className="flex min-h-14 flex-wrap items-center justify-between gap-2 border-t px-4 py-3">
            {isMoving ? (
              <>
                <p className="text-xs text-muted-foreground">You can leave this page; it goes on.</p>
                {mayChange ? (
                  <Button
                    variant="outline"
                    size="sm"
                    isPending={cancel.isExecuting}
                    onClick={() => cancel.execute({ discoveryId: progress.id })}
                  >
                    Stop
                  </Button>
                ) : null}
              </>
            ) : (
              next
            )}
          </div>
        ) : null}
      </Card>
      {progress.warnings.map((warning) => (
        <Alert key={warning} tone="warning">
          {warning}
        </Alert>
      ))}
      <PartialResults progress={progress} />
    </div>
  );
}

function movingText({ steps, percent }: DiscoveryProgress): string {
  const current = steps.find(({ status }) => status === "running");
  if (current) return `${STEP_LABELS[current.step]}…`;
  return percent === 0 ? "Starting…" : "One moment…";
}

const STEP_ICONS: Record<StepProgress["status"], ReactNode> = {
  waiting: <CircleDashed className="text-muted-foreground" aria-label="Waiting" />,
  running: <LoaderCircle className="animate-spin text-link" aria-label="Running" />,
  done: <Check className="text-success" aria-label="Done" />,
  skipped: <Minus className="text-muted-foreground" aria-label="Not needed" />,
  failed: <X className="text-danger" aria-label="Failed" />,
};

function StepRow({ step: { step, status, by, found } }: { step: StepProgress }) {
  return (
    <li className="flex items-start gap-2.5 py-1.5 [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0">
      {STEP_ICONS[status]}
      <div className="min-w-0">
        <p className={cn(status === "running" ? "font-medium" : status === "waiting" && "text-muted-foreground")}>{STEP_LABELS[step]}</p>
        {found ? (
          <p className="text-xs text-pretty text-muted-foreground">
            {found}
            {by === "model" ? " · by AI" : ""}
          </p>
        ) : null}
      </div>
    </li>
  );
}

/** Whatever is known already, as it arrives. */
function PartialResults({ progress: { partial, portfolio } }: { progress: DiscoveryProgress }) {
  const known = CARD_NAMES.filter((name) => (partial[name]?.confidence ?? 0) > 0);
  if (known.length === 0 && portfolio.length === 0) return null;
  return (
    <div className="-mb-4 gap-4 sm:columns-2 [&>*]:mb-4 [&>*]:break-inside-avoid">
      {portfolio.length > 0 ? <PortfolioCard portfolio={portfolio} /> : null}
      {known.map((name) => (
        <PartialCard key={name} name={name} partial={partial} />
      ))}
    </div>
  );
}

function PartialCard<Name extends CardName>({ name, partial }: { name: Name; partial: DiscoveryProgress["partial"] }) {
  const card = partial[name];
  if (!card) return null;
  return (
    <Card className="animate-in fade-in-0">
      <CardContent className="grid gap-2">
        <p className="flex items-baseline justify-between gap-2 text-xs font-medium text-muted-foreground">
          {CARD_LABELS[name]}
          <span className="font-normal">{formatPercent(card.confidence, 0)} sure</span>
        </p>
        <CardValueView card={name} value={card.value as CardValue<Name>} />
      </CardContent>
    </Card>
  );
}

const SHOWN_CLIENTS = 12;

function PortfolioCard({ portfolio }: { portfolio: readonly PortfolioRow[] }) {
  return (
    <Card className="animate-in fade-in-0">
      <CardContent className="grid gap-2">
        <p className="text-xs font-medium text-muted-foreground">Clients you show</p>
        <ul className="flex flex-wrap gap-1.5">
          {portfolio.slice(0, SHOWN_CLIENTS).map(({ id, name }) => (
            <li key={id} className="max-w-full">
              <Badge tone="outline" className="max-w-full shrink whitespace-normal">
                {name}
              </Badge>
            </li>
          ))}
        </ul>
        {portfolio.length > SHOWN_CLIENTS ? (
          <p className="text-xs text-muted-foreground">And {formatCountOf(portfolio.length - SHOWN_CLIENTS, "more", "more")}.</p>
        ) : null}
      </CardContent>
    </Card>
  );
}

function siteName(url: string): string {
  return url.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");
}
