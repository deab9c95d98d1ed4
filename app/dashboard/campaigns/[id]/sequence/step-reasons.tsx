import { Badge } from "@/components/ui/badge";
import { Tooltip, TooltipContent, TooltipTrigger } from "@/components/ui/tooltip";
import { STEP_WRITER_TEXTS } from "@/lib/domain/campaign-writing";
import type { StepWriter } from "@/lib/domain/campaigns";

/** What is known of a step beside what it says. */
export type StepNotes = {
  writtenBy: StepWriter;
  channelReason: string | null;
  gapReason: string | null;
  channel: string;
  delayDays: number;
};

export function StepWriterBadge({ writtenBy }: { writtenBy: StepWriter }) {
  const { label, meaning } = STEP_WRITER_TEXTS[writtenBy];
  return (
    <Tooltip>
      <TooltipTrigger asChild>
        {/* A button, so that the keyboard reaches what it means. */}
        <button type="button" className="rounded-full">
          <Badge tone={writtenBy === "model" ? "primary" : "neutral"}>{label}</Badge>
        </button>
      </TooltipTrigger>
      <TooltipContent>{meaning}</TooltipContent>
    </Tooltip>
  );
}

/** Why this channel and why then, as long as neither was changed. */
export function StepReasons({ notes, channel, delayDays }: { notes: StepNotes; channel: string; delayDays: number }) {
  const reasons = [
    { label: "Why this channel", reason: notes.channel === channel ? notes.channelReason : null },
    { label: "Why then", reason: notes.channel === channel && notes.delayDays === delayDays ? notes.gapReason : null },
  ].filter(({ reason }) => reason !== null);
  if (reasons.length === 0) return null;
  return (
    <dl className="mb-3 grid gap-x-6 gap-y-1 text-xs sm:grid-cols-2">
      {reasons.map(({ label, reason }) => (
        <div key={label}>
          <dt className="sr-only">{label}</dt>
          <dd className="text-pretty text-muted-foreground">{reason}</dd>
        </div>
      ))}
    </dl>
  );
}
