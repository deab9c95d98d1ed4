"use client";

import type { CardName } from "@/lib/domain/icp";
import { useHotkeys } from "@/lib/ui/use-hotkeys";

type CardKeysOptions = {
  isEnabled: boolean;
  onEdit: (card: CardName) => void;
  /** Absent where nothing is confirmed card by card. */
  onConfirm?: (card: CardName) => void;
};

/** j and k go from card to card; e and c edit and confirm the one that has the focus. */
export function useCardKeys(names: readonly CardName[], { isEnabled, onEdit, onConfirm }: CardKeysOptions): void {
  const focused = () => names.findIndex((name) => document.getElementById(`card-${name}`)?.contains(document.activeElement));
  const go = (step: 1 | -1) => {
    const from = focused();
    const to = from === -1 ? 0 : Math.min(names.length - 1, Math.max(0, from + step));
    const card = document.getElementById(`card-${names[to]}`);
    card?.focus({ preventScroll: true });
    card?.scrollIntoView({ block: "nearest" });
  };
  const act = (work: (card: CardName) => void) => {
    const name = names[focused()];
    if (name) work(name);
  };
  useHotkeys({ j: () => go(1), k: () => go(-1), e: () => act(onEdit), ...(onConfirm && { c: () => act(onConfirm) }) }, { isEnabled });
}
