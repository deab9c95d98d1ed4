"use client";

import { useSyncExternalStore } from "react";
import { cn } from "@/lib/ui/cn";

const NAMES: Record<string, string> = { alt: "Alt", enter: "Enter", escape: "Esc", space: "Space" };

/** A hotkey as it is typed: `keys` in the spelling of `useHotkeys`, such as "mod+k" or "g h". */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  const isMac = useSyncExternalStore(neverChanges, hasCommandKey, () => false);
  const names = { ...NAMES, mod: isMac ? "⌘" : "Ctrl" };
  return (
    <kbd className={cn("inline-flex items-center gap-0.5 font-sans", className)}>
      {keys.split(/[\s+]/).map((key, position) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a sequence may hold a key twice and never changes
          key={position}
          className="grid h-4.5 min-w-4.5 place-content-center rounded-sm border bg-muted px-1 text-[0.6875rem] leading-none text-muted-foreground"
        >
          {names[key as keyof typeof names] ?? key.toUpperCase()}
        </span>
      ))}
    </kbd>
  );
}

const neverChanges = () => () => undefined;
const hasCommandKey = () => /mac|iphone|ipad/i.test(navigator.platform);
