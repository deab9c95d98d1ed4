import type { ReactNode } from "react";
import { RelativeTime } from "@/components/feedback/relative-time";
import type { StatusTone } from "@/components/feedback/status-badge";
import { cn } from "@/lib/ui/cn";
import { formatClockTime, formatDayHeading } from "@/lib/ui/format-time";

/** One thing that happened, or will. */
export type TimelineItem = {
  id: string;
  at: Date;
  /** A lucide icon element. */
  icon: ReactNode;
  title: ReactNode;
  /** Why it happened, in a line. */
  detail?: ReactNode;
  /** Who or what did it: "AI", "Dana", "System". */
  actor?: string;
  tone?: StatusTone;
};

type TimelineProps = { items: readonly TimelineItem[]; now: Date; timeZone: string; className?: string };

const TONES: Record<StatusTone, string> = {
  neutral: "bg-muted text-muted-foreground",
  primary: "bg-primary/12 text-link",
  success: "bg-success/12 text-success",
  warning: "bg-warning/14 text-warning",
  danger: "bg-danger/12 text-danger",
  info: "bg-info/12 text-info",
};

/** What happened, grouped by the agency's calendar day, in the order given (newest first by custom). */
export function Timeline({ items, now, timeZone, className }: TimelineProps) {
  return (
    <div className={cn("grid gap-5", className)}>
      {groupByDay(items, now, timeZone).map(({ heading, dayItems }) => (
        <section key={`${heading} ${dayItems[0]?.id}`} aria-label={heading} className="grid gap-1">
          <h3 className="mb-1 text-xs font-medium text-muted-foreground">{heading}</h3>
          <ol className="grid">
            {dayItems.map((item) => (
              <li
                key={item.id}
                className="relative flex gap-3 pb-4 last:pb-0 before:absolute before:top-7 before:bottom-0 before:left-3 before:w-px before:bg-border last:before:hidden"
              >
                <span
                  aria-hidden
                  className={cn("grid size-6 shrink-0 place-content-center rounded-full [&_svg]:size-3.5", TONES[item.tone ?? "neutral"])}
                >
                  {item.icon}
                </span>
                <div className="grid min-w-0 flex-1 gap-0.5 pt-0.5">
                  <div className="flex flex-wrap items-baseline justify-between gap-x-3">
                    <span className="min-w-0 break-words">{item.title}</span>
                    <span className="text-xs whitespace-nowrap text-muted-foreground">
                      {item.actor ? `${item.actor} · ` : ""}
                      {heading === "Today" ? (
                        <RelativeTime at={item.at} now={now} timeZone={timeZone} />
                      ) : (
                        <time dateTime={item.at.toISOString()}>{formatClockTime(item.at, timeZone)}</time>
                      )}
                    </span>
                  </div>
                  {item.detail ? <div className="text-xs break-words text-muted-foreground">{item.detail}</div> : null}
                </div>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function groupByDay(items: readonly TimelineItem[], now: Date, timeZone: string): { heading: string; dayItems: TimelineItem[] }[] {
  const groups: { heading: string; dayItems: TimelineItem[] }[] = [];
  for (const item of items) {
    const heading = formatDayHeading(item.at, now, timeZone);
    const last = groups.at(-1);
    if (last?.heading === heading) last.dayItems.push(item);
    else groups.push({ heading, dayItems: [item] });
  }
  return groups;
}
