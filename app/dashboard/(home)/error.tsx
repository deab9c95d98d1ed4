"use client";

import { ErrorState } from "@/components/feedback/error-state";

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void };

export default function HomeError({ error, retry }: ErrorPageProps) {
  return (
    <ErrorState
      title="Your numbers did not load"
      message="Outreach goes on as planned; only this page failed. Try again in a moment."
      reference={error.digest}
      onRetry={retry}
    />
  );
}
