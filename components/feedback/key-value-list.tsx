import type { ReactNode } from "react";
import { cn } from "@/lib/ui/cn";

type KeyValueListProps = {
  /** An absent value shows as "–", so that a missing fact is visible as missing. */
  items: readonly { label: string; value: ReactNode }[];
  className?: string;
};

export function KeyValueList({ items, className }: KeyValueListProps) {
  return (
    <dl className={cn("grid grid-cols-[minmax(7rem,auto)_1fr] gap-x-4 gap-y-2", className)}>
      {items.map(({ label, value }) => (
        <div key={label} className="contents">
          <dt className="text-muted-foreground">{label}</dt>
          <dd className="min-w-0 break-words">{value === null || value === undefined || value === "" ? "–" : value}</dd>
        </div>
      ))}
    </dl>
  );
}
