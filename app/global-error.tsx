"use client";

import { ErrorState } from "@/components/feedback/error-state";
import "./globals.css";

/** Shown when the root layout itself fails: it brings its own document and needs none of the providers. */
export default function GlobalError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <html lang="en-AU">
      <body>
        <title>Something went wrong · Agency OS</title>
        <main className="grid min-h-dvh place-content-center">
          <ErrorState
            title="Agency OS could not start this page"
            message="Nothing was lost. Try again in a minute; if it stays, send us the reference."
            reference={error.digest}
            onRetry={retry}
          />
        </main>
      </body>
    </html>
  );
}
