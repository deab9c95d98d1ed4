"use client";

import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { fieldClasses } from "@/components/ui/input";
import { useHydrated } from "@/components/ui/use-hydrated";
import { cn } from "@/lib/ui/cn";

/** The browser's own select: the right one in forms and on phones. Takes no choice before the page's scripts could hear of it. */
export function NativeSelect({ className, children, ...props }: ComponentProps<"select">) {
  const isHydrated = useHydrated();
  return (
    <span className={cn("relative block", className)}>
      <select className={cn(fieldClasses, "h-8 appearance-none pr-8 pl-2.5")} inert={!isHydrated} {...props}>
        {children}
      </select>
      <ChevronDown className="pointer-events-none absolute top-2 right-2.5 size-4 text-muted-foreground" aria-hidden />
    </span>
  );
}
