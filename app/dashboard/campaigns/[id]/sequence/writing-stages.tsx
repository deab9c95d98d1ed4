import { CircleCheck, CircleDashed, CircleMinus, LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { WRITING_STAGE_TEXTS, type WritingStage } from "@/lib/domain/campaign-writing";
import { cn } from "@/lib/ui/cn";

const ICONS: Readonly<Record<WritingStage["state"], ReactNode>> = {
  waiting: <CircleDashed className="text-muted-foreground" aria-hidden />,
  running: <LoaderCircle className="animate-spin text-link motion-reduce:animate-none" aria-hidden />,
  done: <CircleCheck className="text-success" aria-hidden />,
  skipped: <CircleMinus className="text-muted-foreground" aria-hidden />,
};
const STATE_TEXTS: Readonly<Record<WritingStage["state"], string>> = {
  waiting: "waits",
  running: "in progress",
  done: "done",
  skipped: "left out",
};

/** What a writing has done and has still to do, and whether rules or a model did it. */
export function WritingStages({ stages }: { stages: readonly WritingStage[] }) {
  return (
    <ol className="grid gap-2">
      {stages.map(({ stage, state, detail, by }) => (
        <li key={stage} className="flex items-start gap-2.5 [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0">
          {ICONS[state]}
          <span className="grid min-w-0 flex-1 gap-0.5">
            <span className={cn(state === "waiting" && "text-muted-foreground")}>
              {WRITING_STAGE_TEXTS[stage]}
              <span className="sr-only">: {STATE_TEXTS[state]}</span>
            </span>
            {detail ? <span className="text-xs text-pretty break-words text-muted-foreground">{detail}</span> : null}
          </span>
          {by ? <Badge tone={by === "model" ? "primary" : "neutral"}>{by === "model" ? "AI" : "Rules"}</Badge> : null}
        </li>
      ))}
    </ol>
  );
}
