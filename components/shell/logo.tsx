/** The product's name with its mark, or the mark alone. */
export function Logo({ isMark = false }: { isMark?: boolean }) {
  return (
    <span className="inline-flex items-center gap-2">
      <svg viewBox="0 0 24 24" className="size-5.5 shrink-0" aria-hidden focusable="false">
        <rect width="24" height="24" rx="6" className="fill-primary" />
        <path d="M6.5 16.5 12 6.5l5.5 10M9 13h6" fill="none" stroke="white" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
      </svg>
      {isMark ? null : <span className="text-base font-semibold tracking-tight text-foreground">Agency OS</span>}
    </span>
  );
}
