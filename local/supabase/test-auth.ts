import { randomUUID } from "node:crypto";
import { createServerClient } from "@supabase/ssr";
import type { SupabaseClient } from "@supabase/supabase-js";
import { expect } from "vitest";
import { PUBLISHABLE_KEY, type TestSupabase } from "./test-supabase";

export const PASSWORD = "correct horse battery";

export function newEmail(): string {
  return `${randomUUID()}@example.com`;
}

export function sessionIdOf(accessToken: string): unknown {
  return JSON.parse(Buffer.from(accessToken.split(".")[1] ?? "", "base64url").toString()).session_id;
}

/** Follows a link of a mail and says where it leads. */
export async function follow(link: URL): Promise<URL> {
  const response = await fetch(link, { redirect: "manual" });
  expect(response.status).toBe(303);
  return new URL(response.headers.get("location") ?? "");
}

/** What tests of Auth do over and over, against the stand-in that `get` gives at that moment. */
export function authHelpers(get: () => TestSupabase) {
  return { signedUp, signIn, refresh, cookieJar, post };

  async function signedUp() {
    const client = get().client();
    const email = newEmail();
    const { data, error } = await client.auth.signUp({ email, password: PASSWORD });
    if (error || !data.session || !data.user) throw new Error("sign-up failed", { cause: error });
    return { client, email, session: data.session, userId: data.user.id };
  }

  async function signIn(email: string, password: string) {
    const client = get().client();
    const { data, error } = await client.auth.signInWithPassword({ email, password });
    if (error) throw error;
    return { client, session: data.session };
  }

  async function refresh(refresh_token: string | undefined) {
    const { data, error } = await get()
      .client()
      .auth.refreshSession({ refresh_token: refresh_token ?? "" });
    return { session: data.session, error };
  }

  /** A server client of @supabase/ssr over a jar that stands for one browser's cookies. */
  function cookieJar(initial: Record<string, string> = {}): { client: SupabaseClient; cookies: Map<string, string> } {
    const cookies = new Map(Object.entries(initial));
    const client = createServerClient(get().url, PUBLISHABLE_KEY, {
      cookies: {
        getAll: () => [...cookies].map(([name, value]) => ({ name, value })),
        setAll: (changed) => {
          for (const { name, value, options } of changed) {
            if (options.maxAge === 0) cookies.delete(name);
            else cookies.set(name, value);
          }
        },
      },
    });
    return { client, cookies };
  }

  async function post(path: string, body: unknown, bearer = PUBLISHABLE_KEY) {
    const response = await fetch(`${get().url}/auth/v1${path}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { apikey: PUBLISHABLE_KEY, authorization: `Bearer ${bearer}` },
    });
    return { status: response.status, body: await response.json() };
  }
}
