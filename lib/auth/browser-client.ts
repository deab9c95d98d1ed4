"use client";

import { createBrowserClient } from "@supabase/ssr";
import type { SupabaseClient } from "@supabase/supabase-js";

/** What the browser needs to know; the root layout hands it over, because one build serves any address. */
export type PublicConfig = { supabaseUrl: string; supabasePublishableKey: string; sessionCookieName: string };

/** The browser's Supabase client (one per page, kept by the library): for Realtime, and to complete sign-in links. */
export function createAuthBrowserClient({ supabaseUrl, supabasePublishableKey, sessionCookieName }: PublicConfig): SupabaseClient {
  return createBrowserClient(supabaseUrl, supabasePublishableKey, { cookieOptions: { name: sessionCookieName } });
}
