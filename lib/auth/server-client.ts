import "server-only";
import { createServerClient, type SetAllCookies } from "@supabase/ssr";
import type { SupabaseClient } from "@supabase/supabase-js";
import { cookies } from "next/headers";
import { createAuthDeadline } from "@/lib/auth/auth-deadline";
import { sessionCookieOptions } from "@/lib/auth/session-cookie";
import { env } from "@/lib/env";

/** The sign-in service on behalf of whoever sent this request. A new one for each request; never share it. */
export async function createAuthClient(deadline = createAuthDeadline()): Promise<SupabaseClient> {
  const { APP_URL, SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = env();
  const store = await cookies();
  const setAll: SetAllCookies = (changed) => {
    try {
      for (const { name, value, options } of changed) store.set(name, value, options);
    } catch {
      // A page cannot set cookies, only actions and route handlers can; middleware.ts has renewed the session before the page ran.
    }
  };
  return createServerClient(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, {
    global: { fetch: deadline.fetch },
    cookieOptions: sessionCookieOptions(APP_URL),
    cookies: { getAll: () => store.getAll(), setAll },
  });
}
