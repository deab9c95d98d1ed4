import { cn } from "@/lib/ui/cn";

/** Initials of a person or agency: decoration, not text, since the name stands beside it or in a label. */
export function Avatar({ name, className }: { name: string; className?: string }) {
  return (
    <span
      aria-hidden
      data-initials={initials(name)}
      className={cn("grid size-6 shrink-0 place-content-center rounded-full bg-primary/15 text-xs font-semibold text-link uppercase before:content-[attr(data-initials)]", className)}
    />
  );
}

function initials(name: string): string {
  const words = name.trim().split(/[\s@._-]+/).filter(Boolean);
  return `${words[0]?.[0] ?? "?"}${words.length > 1 ? (words[1]?.[0] ?? "") : ""}`;
}
