"use client";

import { ErrorState } from "@/components/feedback/error-state";

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void };

export default function InboxError({ error, retry }: ErrorPageProps) {
  return (
    <ErrorState
      title="The inbox did not load"
      message="No message was lost: answers go on arriving and opt-outs are honoured. Try again in a moment."
      reference={error.digest}
      onRetry={retry}
    />
  );
}
