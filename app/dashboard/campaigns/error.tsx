"use client";

import { ErrorState } from "@/components/feedback/error-state";

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void };

export default function CampaignsError({ error, retry }: ErrorPageProps) {
  return (
    <ErrorState
      title="The campaigns did not load"
      message="Running campaigns go on; only this page failed. Try again in a moment."
      reference={error.digest}
      onRetry={retry}
    />
  );
}
