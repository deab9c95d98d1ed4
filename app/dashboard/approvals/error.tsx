"use client";

import { ErrorState } from "@/components/feedback/error-state";

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void };

export default function ApprovalsError({ error, retry }: ErrorPageProps) {
  return (
    <ErrorState
      title="The queue did not load"
      message="Nothing was decided, and nothing goes out that nobody approved. Try again in a moment."
      reference={error.digest}
      onRetry={retry}
    />
  );
}
