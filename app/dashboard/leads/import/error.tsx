"use client";

import { ErrorState } from "@/components/feedback/error-state";

export default function ImportLeadsError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <ErrorState
      title="The import page did not load"
      message="An import that is running goes on meanwhile. Try again in a moment."
      reference={error.digest}
      onRetry={retry}
    />
  );
}
