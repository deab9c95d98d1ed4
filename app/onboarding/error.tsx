"use client";

import { ErrorState } from "@/components/feedback/error-state";

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void };

export default function OnboardingError({ error, retry }: ErrorPageProps) {
  return (
    <ErrorState
      title="This step did not load"
      message="What you have entered so far is kept. Try again in a moment, or go on with another step."
      reference={error.digest}
      onRetry={retry}
    />
  );
}
