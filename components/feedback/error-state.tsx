"use client";

import { RotateCw, TriangleAlert } from "lucide-react";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/ui/cn";

type ErrorStateProps = {
  title?: string;
  /** What happened and what to do, in words for the person. */
  message: string;
  /** Reference for support (Next's error digest). */
  reference?: string | undefined;
  onRetry?: () => void | Promise<void>;
  className?: string;
};

export function ErrorState({ title = "This did not load", message, reference, onRetry, className }: ErrorStateProps) {
  const [isRetrying, startRetry] = useTransition();
  return (
    <div role="alert" className={cn("grid justify-items-center gap-2 px-4 py-12 text-center", className)}>
      <div aria-hidden className="mb-1 grid size-10 place-content-center rounded-full bg-danger/12 text-danger">
        <TriangleAlert className="size-5" />
      </div>
      <p className="text-base font-medium">{title}</p>
      <p className="max-w-md text-pretty text-muted-foreground">{message}</p>
      {reference ? (
        <p className="text-xs text-muted-foreground">
          Reference for support: <code className="font-mono">{reference}</code>
        </p>
      ) : null}
      {onRetry ? (
        <Button variant="outline" className="mt-2" isPending={isRetrying} onClick={() => startRetry(async () => onRetry())}>
          <RotateCw />
          Try again
        </Button>
      ) : null}
    </div>
  );
}
