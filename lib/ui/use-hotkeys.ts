"use client";

import { useEffect, useEffectEvent } from "react";
import { advanceHotkeys, type HotkeyProgress, keyName } from "@/lib/ui/hotkey-sequence";

type Options = { isEnabled?: boolean };

/**
 * Listens on the document for hotkeys: `{ "g h": goHome, "mod+k": openPalette, j: nextRow }`.
 * Silent while the person types in a field or a dialog is open, except for keys with "mod" and Escape.
 */
export function useHotkeys(handlers: Record<string, (event: KeyboardEvent) => void>, { isEnabled = true }: Options = {}): void {
  const getHotkeys = useEffectEvent(() => Object.keys(handlers));
  const run = useEffectEvent((hotkey: string, event: KeyboardEvent) => handlers[hotkey]?.(event));

  useEffect(() => {
    if (!isEnabled) return;
    let progress: HotkeyProgress = { pressed: [], atMs: 0 };

    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || MODIFIERS.has(event.key)) return;
      const name = keyName(event);
      if (!name.startsWith("mod+") && name !== "escape" && isBusyElsewhere(event.target)) return;

      const step = advanceHotkeys(getHotkeys(), progress, { name, atMs: event.timeStamp });
      progress = step.progress;
      if (step.matched === undefined) return;
      event.preventDefault();
      run(step.matched, event);
    };

    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [isEnabled]);
}

const MODIFIERS = new Set(["Shift", "Control", "Alt", "Meta"]);

function isBusyElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select")) return true;
  return target.closest("[role=dialog], [role=alertdialog], [role=menu], [role=listbox]") !== null;
}
