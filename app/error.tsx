"use client";

import { ErrorState } from "@/components/feedback/error-state";

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void };

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  return (
    <main className="grid min-h-[70dvh] place-content-center">
      <ErrorState
        title="Something went wrong on our side"
        message="Nothing you did caused this, and nothing was lost. Try again; if it stays, send us the reference."
        reference={error.digest}
        onRetry={retry}
      />
    </main>
  );
}
