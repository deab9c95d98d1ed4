"use client";

import { HoverCard } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/ui/cn";

/** One line of a score: what it is about, the points given, the most possible, and why. */
export type ReceiptRow = { label: string; points: number; max: number; reason: string };

type ReceiptProps = {
  title: string;
  rows: readonly ReceiptRow[];
  total: number;
  max: number;
  /** Under the line: which weights were used, when it was computed. */
  note?: ReactNode;
  className?: string;
};

/** How a score came about, line by line. */
export function Receipt({ title, rows, total, max, note, className }: ReceiptProps) {
  return (
    <div className={cn("grid gap-2.5", className)}>
      <p className="flex items-baseline justify-between font-medium">
        {title}
        <span>
          {total}
          <span className="text-muted-foreground"> / {max}</span>
        </span>
      </p>
      <ul className="grid gap-2">
        {rows.map((row) => (
          <li key={row.label} className="grid gap-0.5">
            <span className="flex items-baseline justify-between gap-3">
              <span>{row.label}</span>
              <span className="whitespace-nowrap">
                {row.points}
                <span className="text-muted-foreground"> / {row.max}</span>
              </span>
            </span>
            <span aria-hidden className="h-1 overflow-hidden rounded-full bg-muted">
              <span className="block h-full rounded-full bg-primary" style={{ width: `${barPercent(row)}%` }} />
            </span>
            <span className="text-xs text-pretty text-muted-foreground">{row.reason}</span>
          </li>
        ))}
      </ul>
      {note ? <div className="border-t pt-2 text-xs text-muted-foreground">{note}</div> : null}
    </div>
  );
}

/** Shows a receipt on hover and on keyboard focus of `children`, which is wrapped in a button. */
export function ReceiptPopover({ children, ...receipt }: Omit<ReceiptProps, "className"> & { children: ReactNode }) {
  return (
    <HoverCard.Root openDelay={150} closeDelay={100}>
      <HoverCard.Trigger asChild>
        <button type="button" className="rounded-full" onClick={(event) => event.preventDefault()}>
          {children}
        </button>
      </HoverCard.Trigger>
      <HoverCard.Portal>
        <HoverCard.Content
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-h-(--radix-hover-card-content-available-height) w-80 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-lg border bg-popover p-3 text-sm text-popover-foreground shadow-lg data-[state=open]:animate-in data-[state=open]:fade-in-0"
        >
          <Receipt {...receipt} />
        </HoverCard.Content>
      </HoverCard.Portal>
    </HoverCard.Root>
  );
}

function barPercent({ points, max }: ReceiptRow): number {
  return max <= 0 ? 0 : Math.min(100, Math.max(0, (points / max) * 100));
}
