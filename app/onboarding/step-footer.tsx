import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { type OnboardingStep, stepAfter } from "@/lib/domain/onboarding";

type StepFooterProps = {
  step: OnboardingStep;
  /** Nothing is left to do here, so going on skips nothing. */
  isDone: boolean;
  /** Beside the way on. */
  children?: ReactNode;
};

/** The way on from a step, done or skipped. */
export function StepFooter({ step, isDone, children }: StepFooterProps) {
  return (
    <footer className="mt-6 flex flex-wrap items-center justify-end gap-2">
      {children}
      <Button asChild variant={isDone ? "primary" : "ghost"}>
        <Link href={`/onboarding/${stepAfter(step)}` as Route}>{isDone ? "Continue" : "Skip for now"}</Link>
      </Button>
    </footer>
  );
}
