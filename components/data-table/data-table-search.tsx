"use client";

import { Search } from "lucide-react";
import { useRef } from "react";
import { Kbd } from "@/components/feedback/kbd";
import { Input } from "@/components/ui/input";
import { useHydrated } from "@/components/ui/use-hydrated";
import { useHotkeys } from "@/lib/ui/use-hotkeys";

type DataTableSearchProps = { value: string; placeholder: string; onChange: (value: string) => void };

/** Search box of a table; "/" jumps to it, Escape empties it. */
export function DataTableSearch({ value, placeholder, onChange }: DataTableSearchProps) {
  const input = useRef<HTMLInputElement>(null);
  const isHydrated = useHydrated();
  useHotkeys({ "/": () => input.current?.focus() });
  return (
    <div className="relative w-full sm:w-80">
      <Search className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted-foreground" aria-hidden />
      <Input
        ref={input}
        inert={!isHydrated}
        type="search"
        aria-label={placeholder}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          onChange("");
          event.currentTarget.blur();
        }}
        className="px-8 [&::-webkit-search-cancel-button]:hidden"
      />
      {value === "" ? <Kbd keys="/" className="pointer-events-none absolute top-1.75 right-2" /> : null}
    </div>
  );
}
