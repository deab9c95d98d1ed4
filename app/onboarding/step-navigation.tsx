"use client";

import { Check } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { ONBOARDING_LABELS, ONBOARDING_STEPS, type OnboardingStep } from "@/lib/domain/onboarding";
import { cn } from "@/lib/ui/cn";

/** The six steps with what is done of them; one may go to any. On a phone only their numbers, with the name of the current one. */
export function StepNavigation({ done }: { done: readonly OnboardingStep[] }) {
  const pathname = usePathname();
  const current = ONBOARDING_STEPS.findIndex((step) => pathname.startsWith(`/onboarding/${step}`));
  const currentStep = ONBOARDING_STEPS[current];
  return (
    <nav aria-label="Steps of the set-up" className="lg:sticky lg:top-20 lg:self-start">
      <ol className="flex gap-1.5 lg:grid lg:gap-0.5">
        {ONBOARDING_STEPS.map((step, position) => (
          <li key={step} className="flex-1 lg:flex-none">
            <Link
              href={`/onboarding/${step}` as Route}
              aria-current={position === current ? "step" : undefined}
              className="group flex h-9 items-center justify-center gap-2.5 rounded-md font-medium text-muted-foreground hover:bg-accent hover:text-foreground aria-[current=step]:bg-accent aria-[current=step]:text-foreground lg:justify-start lg:px-2"
            >
              <span
                aria-hidden
                className={cn(
                  "grid size-5.5 shrink-0 place-content-center rounded-full border text-xs",
                  done.includes(step)
                    ? "border-success/40 bg-success/12 text-success"
                    : "group-aria-[current=step]:border-primary group-aria-[current=step]:text-link",
                )}
              >
                {done.includes(step) ? <Check className="size-3.5" strokeWidth={2.5} /> : position + 1}
              </span>
              <span className="sr-only lg:not-sr-only">{ONBOARDING_LABELS[step]}</span>
              {done.includes(step) ? <span className="sr-only">, done</span> : null}
            </Link>
          </li>
        ))}
      </ol>
      {currentStep ? (
        <p aria-hidden className="mt-2 text-xs text-muted-foreground lg:hidden">
          Step {current + 1} of {ONBOARDING_STEPS.length}: {ONBOARDING_LABELS[currentStep]}
        </p>
      ) : null}
    </nav>
  );
}
