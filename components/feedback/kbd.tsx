import { cn } from "@/lib/ui/cn";

const NAMES: Record<string, string> = { mod: "⌘/Ctrl", alt: "Alt", enter: "Enter", escape: "Esc", space: "Space" };

/** A hotkey as it is typed: `keys` in the spelling of `useHotkeys`, such as "mod+k" or "g h". */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  return (
    <kbd className={cn("inline-flex items-center gap-0.5 font-sans", className)}>
      {keys.split(/[\s+]/).map((key, position) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a sequence may hold a key twice and never changes
        <span key={position} className="grid h-4.5 min-w-4.5 place-content-center rounded-sm border bg-muted px-1 text-[0.6875rem] leading-none text-muted-foreground">
          {NAMES[key] ?? key.toUpperCase()}
        </span>
      ))}
    </kbd>
  );
}
