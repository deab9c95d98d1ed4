import type { ComponentProps } from "react";
import { cn } from "@/lib/ui/cn";

export const fieldClasses =
  "w-full min-w-0 rounded-md border border-input bg-card text-sm text-foreground shadow-xs placeholder:text-muted-foreground disabled:cursor-not-allowed disabled:opacity-50 aria-invalid:border-danger";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return (
    <input
      className={cn(
        fieldClasses,
        "h-8 px-2.5 file:mr-3 file:border-0 file:bg-transparent file:text-sm file:font-medium file:text-foreground",
        className,
      )}
      {...props}
    />
  );
}
