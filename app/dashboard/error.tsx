"use client";

import { ErrorState } from "@/components/feedback/error-state";

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void };

/** Any page of the dashboard that has no words of its own for a failure. The frame stays, the emergency stop with it. */
export default function DashboardError({ error, retry }: ErrorPageProps) {
  return (
    <ErrorState
      message="This page could not be loaded. Nothing was lost; outreach goes on as planned. Try again in a moment."
      reference={error.digest}
      onRetry={retry}
    />
  );
}
