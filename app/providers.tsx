"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useState } from "react";
import { PublicConfigProvider } from "@/app/public-config";
import { Toaster } from "@/components/ui/toaster";
import { TooltipProvider } from "@/components/ui/tooltip";
import type { PublicConfig } from "@/lib/auth/browser-client";
import { rememberDocumentNonce } from "@/lib/ui/document-nonce";

type ProvidersProps = { nonce: string; publicConfig: PublicConfig; children: ReactNode };

/** What every page shares in the browser. */
export function Providers({ nonce, publicConfig, children }: ProvidersProps) {
  const [firstNonce] = useState(() => {
    rememberDocumentNonce(nonce);
    return nonce;
  });
  const [queryClient] = useState(() => new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, retry: 1 } } }));
  return (
    <PublicConfigProvider value={publicConfig}>
      <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={firstNonce}>
        <QueryClientProvider client={queryClient}>
          <NuqsAdapter>
            <TooltipProvider delayDuration={300}>{children}</TooltipProvider>
            <Toaster />
          </NuqsAdapter>
        </QueryClientProvider>
      </ThemeProvider>
    </PublicConfigProvider>
  );
}
