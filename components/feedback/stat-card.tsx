import { ArrowDownRight, ArrowUpRight } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/ui/cn";

type StatCardProps = {
  label: string;
  value: ReactNode;
  /** What the number is made of ("52 of 1,000 contacted"), or what it compares with. */
  detail?: ReactNode;
  /** Change against the period before, already worded ("+12%"); `isGood` colours it. */
  change?: { text: string; direction: "up" | "down" | "flat"; isGood: boolean };
  /** Chips or links at the right of the label. */
  aside?: ReactNode;
  size?: "normal" | "hero";
  className?: string;
};

/** One figure with its meaning. */
export function StatCard({ label, value, detail, change, aside, size = "normal", className }: StatCardProps) {
  return (
    <div className={cn("grid content-start gap-1 rounded-lg border bg-card p-4", className)}>
      <div className="flex min-h-5 items-center justify-between gap-2">
        <p className="text-xs font-medium text-muted-foreground">{label}</p>
        {aside}
      </div>
      <p className={cn("font-semibold tracking-tight", size === "hero" ? "text-4xl" : "text-2xl")}>{value}</p>
      <div className="flex min-h-4 flex-wrap items-center gap-x-2 text-xs text-muted-foreground">
        {change ? (
          <span className={cn("inline-flex items-center gap-0.5 font-medium", changeTone(change))}>
            {change.direction === "up" ? <ArrowUpRight className="size-3.5" aria-hidden /> : null}
            {change.direction === "down" ? <ArrowDownRight className="size-3.5" aria-hidden /> : null}
            {change.text}
          </span>
        ) : null}
        {detail ? <span>{detail}</span> : null}
      </div>
    </div>
  );
}

function changeTone({ direction, isGood }: NonNullable<StatCardProps["change"]>): string {
  if (direction === "flat") return "text-muted-foreground";
  return isGood ? "text-success" : "text-danger";
}
