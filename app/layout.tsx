import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Providers } from "@/app/providers";
import { NONCE_HEADER } from "@/lib/auth/request-headers";
import { SESSION_COOKIE_NAME } from "@/lib/auth/session-cookie";
import { env } from "@/lib/env";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Agency OS", template: "%s · Agency OS" },
  description: "Agency OS finds whom your agency sells to, reaches each one, and books the meetings.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fcfcfc" },
    { media: "(prefers-color-scheme: dark)", color: "#0c0c10" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get(NONCE_HEADER) ?? "";
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = env();
  return (
    <html lang="en-AU" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <body>
        <Providers
          nonce={nonce}
          publicConfig={{
            supabaseUrl: SUPABASE_URL,
            supabasePublishableKey: SUPABASE_PUBLISHABLE_KEY,
            sessionCookieName: SESSION_COOKIE_NAME,
          }}
        >
          {children}
        </Providers>
      </body>
    </html>
  );
}
