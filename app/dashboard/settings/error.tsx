"use client";

import { ErrorState } from "@/components/feedback/error-state";

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void };

export default function SettingsError({ error, retry }: ErrorPageProps) {
  return (
    <ErrorState
      title="These settings did not load"
      message="Nothing was changed. Try again; if it stays, send us the reference."
      reference={error.digest}
      onRetry={retry}
    />
  );
}
