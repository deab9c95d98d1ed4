"use client";

import { ErrorState } from "@/components/feedback/error-state";

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void };

export default function LeadError({ error, retry }: ErrorPageProps) {
  return (
    <ErrorState
      title="This lead did not load"
      message="Nothing was changed, and outreach goes on as planned. Try again in a moment."
      reference={error.digest}
      onRetry={retry}
    />
  );
}
