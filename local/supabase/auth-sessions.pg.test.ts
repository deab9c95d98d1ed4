import { createServerClient } from "@supabase/ssr";
import { decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authHelpers, newEmail, PASSWORD, sessionIdOf } from "./test-auth";
import { PUBLISHABLE_KEY, type TestSupabase, testSupabase } from "./test-supabase";

let supabase: TestSupabase;
const { refresh, signedUp, signIn } = authHelpers(() => supabase);

beforeAll(async () => {
  supabase = await testSupabase();
});
afterAll(() => supabase.close());

describe("sign-up and password", () => {
  test("sign-up gives a session and a user with its identity", async () => {
    const client = supabase.client();
    const email = newEmail();

    const { data, error } = await client.auth.signUp({
      email: email.toUpperCase(),
      password: PASSWORD,
      options: { data: { name: "Ada" } },
    });

    expect(error).toBeNull();
    expect(data.session?.refresh_token).toBeTruthy();
    expect(data.user).toMatchObject({
      email,
      role: "authenticated",
      aud: "authenticated",
      app_metadata: { provider: "email" },
      is_anonymous: false,
    });
    expect(data.user?.user_metadata).toMatchObject({ name: "Ada" });
    expect(data.user?.identities).toMatchObject([{ provider: "email", identity_data: { email } }]);
  });

  test("the access token carries hosted claims, is signed with ES256 and verified locally", async () => {
    const { client, session, userId } = await signedUp();
    const fetched: string[] = [];
    const watching = createServerClient(supabase.url, PUBLISHABLE_KEY, {
      cookies: { getAll: () => [], setAll: () => undefined },
      global: {
        fetch(input, init) {
          fetched.push(String(input));
          return fetch(input, init);
        },
      },
    });

    const { data, error } = await watching.auth.getClaims(session.access_token);

    expect(error).toBeNull();
    expect(decodeProtectedHeader(session.access_token)).toMatchObject({ alg: "ES256", kid: expect.any(String) });
    const { iat } = data?.claims ?? { iat: 0 };
    expect(data?.claims).toMatchObject({
      iss: `${supabase.url}/auth/v1`,
      sub: userId,
      aud: "authenticated",
      role: "authenticated",
      exp: iat + 3600,
      phone: "",
      aal: "aal1",
      amr: [{ method: "password" }],
      session_id: expect.any(String),
      is_anonymous: false,
    });
    expect(fetched.filter((url) => !url.endsWith("/.well-known/jwks.json"))).toEqual([]);
    expect((await client.auth.getUser()).data.user?.id).toBe(userId);
  });

  test("a forged token is refused", async () => {
    const { session } = await signedUp();
    const [header, body, signature = ""] = session.access_token.split(".");
    const other = (await signedUp()).session.access_token.split(".")[1];

    expect((await supabase.client().auth.getUser(`${header}.${other}.${signature}`)).error).toMatchObject({ status: 403, code: "bad_jwt" });
    expect((await supabase.client().auth.getUser(`${header}.${body}.${signature.slice(2)}AA`)).error).toMatchObject({ code: "bad_jwt" });
  });

  test.each([
    ["a wrong password", (email: string) => ({ email, password: "wrong password" })],
    ["an unknown address", () => ({ email: newEmail(), password: PASSWORD })],
  ])("%s: invalid_credentials", async (_, credentials) => {
    const { email } = await signedUp();
    const { error } = await supabase.client().auth.signInWithPassword(credentials(email));
    expect(error).toMatchObject({ status: 400, code: "invalid_credentials", message: "Invalid login credentials" });
  });

  test("a second sign-up with the address: user_already_exists, also when both come at once", async () => {
    const email = newEmail();
    const both = await Promise.all([1, 2].map(() => supabase.client().auth.signUp({ email, password: PASSWORD })));
    expect(both.map(({ error }) => error?.code ?? "ok").sort()).toEqual(["ok", "user_already_exists"]);
    expect((await supabase.client().auth.signUp({ email, password: PASSWORD })).error).toMatchObject({
      status: 422,
      code: "user_already_exists",
    });
  });

  test("a short password: weak_password; no address: validation_failed", async () => {
    const { error } = await supabase.client().auth.signUp({ email: newEmail(), password: "short" });
    expect(error).toMatchObject({ name: "AuthWeakPasswordError", status: 422, code: "weak_password", reasons: ["length"] });
    expect((await supabase.client().auth.signUp({ email: "nobody", password: PASSWORD })).error).toMatchObject({
      code: "validation_failed",
    });
  });

  test("a new password signs out other sessions; the old one no longer works; data is merged", async () => {
    const { client, email } = await signedUp();
    const { client: other } = await signIn(email, PASSWORD);

    expect((await client.auth.updateUser({ password: PASSWORD })).error).toMatchObject({ code: "same_password" });
    const { data } = await client.auth.updateUser({ password: "another password", data: { name: "Ada", team: null } });

    expect(data.user?.user_metadata).toMatchObject({ name: "Ada", email });
    expect(data.user?.user_metadata).not.toHaveProperty("team");
    expect((await client.auth.getUser()).error).toBeNull();
    expect((await other.auth.getUser()).error?.name).toBe("AuthSessionMissingError");
    expect((await supabase.client().auth.signInWithPassword({ email, password: PASSWORD })).error?.code).toBe("invalid_credentials");
    expect((await supabase.client().auth.signInWithPassword({ email, password: "another password" })).error).toBeNull();
  });
});

describe("refresh", () => {
  test("each refresh rotates the token; a client that lost the answer gets the same live token again", async () => {
    const { session } = await signedUp();
    const first = await refresh(session.refresh_token);
    const again = await refresh(session.refresh_token);

    expect(first.session?.refresh_token).not.toBe(session.refresh_token);
    expect(again.session?.refresh_token).toBe(first.session?.refresh_token);
    expect((await supabase.client().auth.getClaims(first.session?.access_token)).data?.claims.session_id).toBe(
      sessionIdOf(session.access_token),
    );
  });

  test("two refreshes at once leave one session with one live token", async () => {
    const { session } = await signedUp();
    const both = await Promise.all([refresh(session.refresh_token), refresh(session.refresh_token)]);
    expect(new Set(both.map((data) => data.session?.refresh_token)).size).toBe(1);
  });

  test("a token used twice over is still accepted for 10 s, for a tab that fell behind", async () => {
    const { session } = await signedUp();
    await refresh((await refresh(session.refresh_token)).session?.refresh_token);
    expect((await refresh(session.refresh_token)).error).toBeNull();
  });

  test("reuse after 10 s is refused and revokes the whole family, the live token included", async () => {
    const { session } = await signedUp();
    const second = await refresh(session.refresh_token);
    const third = await refresh(second.session?.refresh_token);
    await supabase.db.query("update auth.refresh_tokens set updated_at = updated_at - interval '11 seconds' where token = $1", [
      session.refresh_token,
    ]);

    expect((await refresh(session.refresh_token)).error).toMatchObject({ status: 400, code: "refresh_token_already_used" });
    expect((await refresh(third.session?.refresh_token)).error).toMatchObject({ code: "refresh_token_already_used" });
    expect((await refresh(second.session?.refresh_token)).error).toMatchObject({ code: "refresh_token_already_used" });
  });

  test("an unknown token: refresh_token_not_found", async () => {
    expect((await refresh("never-issued")).error).toMatchObject({ status: 400, code: "refresh_token_not_found" });
  });
});

describe("sign-out", () => {
  test.each([
    ["local", { own: false, other: true }],
    ["others", { own: true, other: false }],
    ["global", { own: false, other: false }],
  ] as const)("%s", async (scope, alive) => {
    const { session, email, client } = await signedUp();
    const { session: otherSession } = await signIn(email, PASSWORD);

    expect((await client.auth.signOut({ scope })).error).toBeNull();

    const isAlive = async (token: string) => (await supabase.client().auth.getUser(token)).error === null;
    expect({ own: await isAlive(session.access_token), other: await isAlive(otherSession.access_token) }).toEqual(alive);
    expect((await refresh(session.refresh_token)).error?.code).toBe(alive.own ? undefined : "refresh_token_not_found");
  });
});
