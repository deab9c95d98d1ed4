"use client";

import type { SupabaseClient } from "@supabase/supabase-js";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { createAuthBrowserClient, type PublicConfig } from "@/lib/auth/browser-client";

const PublicConfigContext = createContext<PublicConfig | null>(null);

export function PublicConfigProvider({ value, children }: { value: PublicConfig; children: ReactNode }) {
  return <PublicConfigContext value={value}>{children}</PublicConfigContext>;
}

/** What the server tells the browser about its surroundings. Throws outside of Providers. */
export function usePublicConfig(): PublicConfig {
  const config = useContext(PublicConfigContext);
  if (!config) throw new Error("usePublicConfig needs Providers above it");
  return config;
}

/** Makes the browser's Supabase client when called (in an effect or a handler, never while rendering). */
export function useCreateSupabase(): () => SupabaseClient {
  const config = usePublicConfig();
  return useMemo(() => () => createAuthBrowserClient(config), [config]);
}
