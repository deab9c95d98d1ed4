"use client";

import { ErrorState } from "@/components/feedback/error-state";

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void };

export default function LeadsError({ error, retry }: ErrorPageProps) {
  return (
    <ErrorState
      title="The leads did not load"
      message="Nothing was lost, and outreach goes on as planned. Try again; if it stays, clear the filters."
      reference={error.digest}
      onRetry={retry}
    />
  );
}
