"use client";

import { Check, ChevronRight, ExternalLink, Pencil } from "lucide-react";
import { type ReactNode, useState } from "react";
import { CardEditor } from "@/app/dashboard/settings/audience/card-editor";
import { CardValueView } from "@/app/dashboard/settings/audience/card-value";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Collapsible, CollapsibleContent, CollapsibleTrigger } from "@/components/ui/collapsible";
import { CARD_LABELS, type CardName, type CardValue, type IcpCard, type IcpEvidence } from "@/lib/domain/icp";
import { formatCountOf, formatPercent } from "@/lib/ui/format-number";

type IcpCardViewProps<Name extends CardName> = {
  name: Name;
  card: IcpCard<Name>;
  isEditing: boolean;
  /** Null for who may only look. */
  edit: { isPending: boolean; onOpen: () => void; onClose: () => void; onSave: (value: CardValue<Name>) => void } | null;
  /** Absent where the profile is in force as a whole. */
  confirm?: { isPending: boolean; onToggle: (isConfirmed: boolean) => void } | undefined;
  /** How it differs from what is in force. */
  children?: ReactNode;
  /** Whether `children` show the value already. */
  isValueShown?: boolean;
};

/** One card of the profile: what it holds, how sure that is, what it rests on, and the person's own hand. */
export function IcpCardView<Name extends CardName>({
  name,
  card,
  isEditing,
  edit,
  confirm,
  children,
  isValueShown = false,
}: IcpCardViewProps<Name>) {
  return (
    <Card id={`card-${name}`} tabIndex={-1} aria-label={CARD_LABELS[name]} className="scroll-mt-20 scroll-mb-24 focus-visible:border-ring">
      <CardHeader>
        <CardTitle className="flex flex-wrap items-center gap-x-2 gap-y-1">
          {CARD_LABELS[name]}
          <ConfidenceBadge card={card} />
        </CardTitle>
        {edit && !isEditing ? (
          <div className="flex gap-1.5">
            <Button variant="ghost" size="sm" aria-label={`Edit: ${CARD_LABELS[name]}`} onClick={edit.onOpen}>
              <Pencil />
              Edit
            </Button>
            {confirm ? (
              <Button
                variant={card.isConfirmed ? "secondary" : "outline"}
                size="sm"
                aria-pressed={card.isConfirmed}
                aria-label={`${card.isConfirmed ? "Confirmed" : "Confirm"}: ${CARD_LABELS[name]}`}
                isPending={confirm.isPending}
                onClick={() => confirm.onToggle(!card.isConfirmed)}
              >
                <Check className={card.isConfirmed ? "text-success" : undefined} />
                {card.isConfirmed ? "Confirmed" : "Confirm"}
              </Button>
            ) : null}
          </div>
        ) : null}
      </CardHeader>
      <CardContent className="grid gap-3">
        {isEditing && edit ? (
          <CardEditor<Name>
            card={name}
            value={card.value as CardValue<Name>}
            isPending={edit.isPending}
            onSave={edit.onSave}
            onCancel={edit.onClose}
          />
        ) : isValueShown ? null : (
          <CardValueView<Name> card={name} value={card.value as CardValue<Name>} />
        )}
        {children}
        {card.reason === "" ? null : <p className="text-xs text-pretty text-muted-foreground">{card.reason}</p>}
        <EvidenceList evidence={card.evidence} />
      </CardContent>
    </Card>
  );
}

const LIKELY = 0.75;
const DOUBTFUL = 0.5;

function ConfidenceBadge({ card }: { card: IcpCard }) {
  if (card.isEdited || card.by === "person") return <Badge tone="primary">Yours</Badge>;
  if (card.confidence === 0) return <Badge tone="warning">Not known</Badge>;
  const tone = card.confidence >= LIKELY ? "success" : card.confidence >= DOUBTFUL ? "neutral" : "warning";
  return (
    <Badge tone={tone} title={card.by === "model" ? "Worked out by AI from what it read" : "Worked out by rules from what was read"}>
      {formatPercent(card.confidence, 0)} sure
    </Badge>
  );
}

const SOURCES: Record<IcpEvidence["source"], string> = { website: "Your website", provider: "A data provider", person: "You" };

/** Where it was found, word for word. */
function EvidenceList({ evidence }: { evidence: readonly IcpEvidence[] }) {
  const [isOpen, setIsOpen] = useState(false);
  if (evidence.length === 0) return null;
  return (
    <Collapsible open={isOpen} onOpenChange={setIsOpen}>
      <CollapsibleTrigger className="flex items-center gap-1 rounded-sm text-xs font-medium text-link hover:underline">
        <ChevronRight className={isOpen ? "size-3.5 rotate-90 transition-transform" : "size-3.5 transition-transform"} aria-hidden />
        Where this comes from: {formatCountOf(evidence.length, "source")}
      </CollapsibleTrigger>
      <CollapsibleContent>
        <ul className="mt-2 grid gap-2 border-l pl-3 text-xs">
          {evidence.map(({ source, url, quote }) => (
            <li key={`${url}\n${quote}`} className="grid gap-0.5">
              {quote === "" ? null : <q className="text-pretty break-words">{quote}</q>}
              <span className="text-muted-foreground">
                {url === null ? (
                  SOURCES[source]
                ) : (
                  <a
                    href={url}
                    target="_blank"
                    rel="noreferrer nofollow"
                    className="inline-flex max-w-full items-center gap-1 text-link hover:underline"
                  >
                    <span className="truncate">{shortUrl(url)}</span>
                    <ExternalLink className="size-3 shrink-0" aria-label="opens in a new tab" />
                  </a>
                )}
              </span>
            </li>
          ))}
        </ul>
      </CollapsibleContent>
    </Collapsible>
  );
}

function shortUrl(url: string): string {
  return url.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");
}
