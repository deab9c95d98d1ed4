"use client";

import { useRef, useState } from "react";
import { useHotkeys } from "@/lib/ui/use-hotkeys";

type RowKeys = { count: number; onOpen: (index: number) => void; onToggle: (index: number) => void };

/** Moves through table rows with j and k (or the arrows, once inside), ticks with x and opens with Enter. */
export function useRowKeys({ count, onOpen, onToggle }: RowKeys) {
  const bodyRef = useRef<HTMLTableSectionElement>(null);
  const [wantedIndex, setActiveIndex] = useState(0);
  const activeIndex = Math.min(wantedIndex, Math.max(0, count - 1));

  const isInside = () => bodyRef.current?.contains(document.activeElement) ?? false;
  const isOnRow = () => document.activeElement instanceof HTMLTableRowElement && isInside();
  const focusRow = (index: number) => {
    const row = bodyRef.current?.rows[index];
    row?.focus();
    row?.scrollIntoView({ block: "nearest" });
  };
  const move = (step: 1 | -1) => {
    if (count === 0) return;
    focusRow(isInside() ? Math.min(count - 1, Math.max(0, activeIndex + step)) : activeIndex);
  };

  useHotkeys(
    {
      j: () => move(1),
      k: () => move(-1),
      x: () => isOnRow() && onToggle(activeIndex),
    },
    { isEnabled: count > 0 },
  );
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (!(event.target instanceof HTMLTableRowElement)) return;
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter") onOpen(activeIndex);
    else return;
    event.preventDefault();
  };

  return { activeIndex, setActiveIndex, bodyRef, onKeyDown };
}
