"use client";

import { Minus, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { CardValueView } from "@/app/dashboard/settings/audience/card-value";
import { industryLabel } from "@/app/dashboard/settings/audience/industry-label";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { CardDiff } from "@/lib/domain/discovery";
import { INDUSTRIES } from "@/lib/domain/industries";

type CardDiffViewProps = {
  diff: CardDiff;
  /** Which of the two stands in the card now. */
  stands: "current" | "proposed" | "other";
  isPending: boolean;
  /** Null for who may only look. */
  onKeep: (() => void) | null;
  onTake: (() => void) | null;
};

/** How what was found now differs from what is in force, and the choice between them. Nothing of it is in force before the person confirms. */
export function CardDiffView({ diff, stands, isPending, onKeep, onTake }: CardDiffViewProps) {
  if (diff.state === "new" || diff.state === "same" || diff.current === null) return null;
  return (
    <div className="grid gap-3 rounded-md border bg-muted/40 p-3">
      <p className="text-xs font-medium">
        {diff.state === "kept"
          ? "You changed this yourself, so yours stays. The website says something else now."
          : "The website says something else now."}
      </p>
      <Changes added={diff.added} removed={diff.removed} />
      <div className="grid gap-3 sm:grid-cols-2">
        <Side title="In force now" isChosen={stands === "current"} onChoose={onKeep} choose="Keep this" isPending={isPending}>
          <CardValueView card={diff.card} value={diff.current.value} />
        </Side>
        <Side title="Found this time" isChosen={stands === "proposed"} onChoose={onTake} choose="Take this" isPending={isPending}>
          <CardValueView card={diff.card} value={diff.proposed.value} />
        </Side>
      </div>
    </div>
  );
}

type SideProps = {
  title: string;
  isChosen: boolean;
  choose: string;
  onChoose: (() => void) | null;
  isPending: boolean;
  children: ReactNode;
};

function Side({ title, isChosen, choose, onChoose, isPending, children }: SideProps) {
  return (
    <div className="grid content-start gap-2">
      <div className="flex min-h-7 items-center justify-between gap-2 text-xs text-muted-foreground">
        {title}
        {isChosen ? (
          <Badge tone="success">Chosen</Badge>
        ) : onChoose ? (
          <Button variant="outline" size="sm" isPending={isPending} onClick={onChoose}>
            {choose}
          </Button>
        ) : null}
      </div>
      {children}
    </div>
  );
}

function Changes({ added, removed }: { added: readonly string[]; removed: readonly string[] }) {
  if (added.length === 0 && removed.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1.5">
      {added.map((entry) => (
        <li key={`+${entry}`}>
          <Badge tone="success" className="shrink whitespace-normal">
            <Plus aria-label="added" />
            {entryText(entry)}
          </Badge>
        </li>
      ))}
      {removed.map((entry) => (
        <li key={`-${entry}`}>
          <Badge tone="danger" className="shrink whitespace-normal">
            <Minus aria-label="gone" />
            {entryText(entry)}
          </Badge>
        </li>
      ))}
    </ul>
  );
}

function entryText(entry: string): string {
  return (INDUSTRIES as readonly string[]).includes(entry) ? industryLabel(entry) : entry;
}
