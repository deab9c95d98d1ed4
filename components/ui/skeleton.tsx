import type { ComponentProps } from "react";
import { cn } from "@/lib/ui/cn";

/** Stands in for content that is on its way; give it the size of that content. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return <div aria-hidden className={cn("animate-pulse rounded-md bg-muted", className)} {...props} />;
}
