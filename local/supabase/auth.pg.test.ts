import { randomUUID } from "node:crypto";
import { createServerClient } from "@supabase/ssr";
import type { SupabaseClient } from "@supabase/supabase-js";
import { decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PUBLISHABLE_KEY, SECRET_KEY, SITE_URL, type TestSupabase, testSupabase } from "./test-supabase";

const PASSWORD = "correct horse battery";
let supabase: TestSupabase;

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

  test("an older token: accepted for 10 s, after that refused and its whole family revoked", async () => {
    const { session } = await signedUp();
    const second = await refresh(session.refresh_token);
    const third = await refresh(second.session?.refresh_token);
    expect((await refresh(session.refresh_token)).error).toBeNull();

    await supabase.db.query("update auth.refresh_tokens set updated_at = updated_at - interval '11 seconds' where token = $1", [
      session.refresh_token,
    ]);
    // What the window let through has used it up as a parent; only a token that is nobody's live parent is a replay.
    await supabase.db.query("update auth.refresh_tokens set revoked = true where parent = $1", [session.refresh_token]);

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

describe("links by mail", () => {
  test("recovery with PKCE: the link leads back with a code that only the asking browser can exchange", async () => {
    const { email } = await signedUp();
    const jar = cookieJar();
    const redirectTo = `${SITE_URL}/auth/callback?next=/reset`;
    expect((await jar.client.auth.resetPasswordForEmail(email, { redirectTo })).error).toBeNull();
    const mail = await supabase.nextMail(email);

    const target = await follow(mail.link);
    const code = target.searchParams.get("code") ?? "";
    expect(`${target.origin}${target.pathname}`).toBe(`${SITE_URL}/auth/callback`);
    expect(target.searchParams.get("next")).toBe("/reset");

    expect(
      (await cookieJar({ "sb-127-auth-token-code-verifier": jar.cookies.size ? '"wrong"' : "" }).client.auth.exchangeCodeForSession(code))
        .error,
    ).not.toBeNull();
    const { data, error } = await jar.client.auth.exchangeCodeForSession(code);
    expect(error).toBeNull();
    expect(data.session?.user.email).toBe(email);
    expect((await jar.client.auth.updateUser({ password: "a recovered password" })).error).toBeNull();
    expect((await supabase.client().auth.exchangeCodeForSession(code)).error).not.toBeNull();
    expect((await supabase.client().auth.signInWithPassword({ email, password: "a recovered password" })).error).toBeNull();
  });

  test("the cookies of @supabase/ssr carry the session to the next request", async () => {
    const { email } = await signedUp();
    const jar = cookieJar();
    await jar.client.auth.signInWithPassword({ email, password: PASSWORD });

    const nextRequest = cookieJar(Object.fromEntries(jar.cookies)).client;

    expect((await nextRequest.auth.getClaims()).data?.claims.email).toBe(email);
    expect((await nextRequest.auth.getUser()).data.user?.email).toBe(email);
  });

  test("a wrong verifier: bad_code_verifier, and the right one still works", async () => {
    const { email } = await signedUp();
    const jar = cookieJar();
    await jar.client.auth.signInWithOtp({ email });
    const code = (await follow((await supabase.nextMail(email)).link)).searchParams.get("code");
    const exchange = (code_verifier: string) => post("/token?grant_type=pkce", { auth_code: code, code_verifier });

    expect(await exchange("not it")).toMatchObject({ status: 400, body: { code: "bad_code_verifier" } });
    expect((await jar.client.auth.exchangeCodeForSession(code ?? "")).data.session?.user.email).toBe(email);
  });

  test("magic link without PKCE: session in the fragment; the link works once", async () => {
    const email = newEmail();
    expect((await supabase.client().auth.signInWithOtp({ email })).error).toBeNull();
    const { link } = await supabase.nextMail(email);

    const fragment = new URLSearchParams((await follow(link)).hash.slice(1));
    expect((await supabase.client().auth.getUser(fragment.get("access_token") ?? "")).data.user).toMatchObject({
      email,
      email_confirmed_at: expect.any(String),
    });
    expect((await refresh(fragment.get("refresh_token") ?? "")).error).toBeNull();

    expect((await follow(link)).hash).toContain("error_code=otp_expired");
  });

  test("the six digits and the token hash are two forms of one token", async () => {
    const email = newEmail();
    const client = supabase.client();
    await client.auth.signInWithOtp({ email });
    const { link, otp } = await supabase.nextMail(email);

    expect((await client.auth.verifyOtp({ email, token: otp === "000000" ? "000001" : "000000", type: "email" })).error).toMatchObject({
      status: 403,
      code: "otp_expired",
    });
    expect((await client.auth.verifyOtp({ email, token: otp, type: "email" })).data.session?.user.email).toBe(email);
    expect((await client.auth.verifyOtp({ token_hash: link.searchParams.get("token") ?? "", type: "magiclink" })).error?.code).toBe(
      "otp_expired",
    );
  });

  test("a link older than an hour is expired, by click and by token hash; a newer link replaces an older one", async () => {
    const { email, userId } = await signedUp();
    await supabase.client().auth.resetPasswordForEmail(email);
    const first = await supabase.nextMail(email);
    await supabase.client().auth.resetPasswordForEmail(email);
    const second = await supabase.nextMail(email);
    const use = (link: URL) => supabase.client().auth.verifyOtp({ token_hash: link.searchParams.get("token") ?? "", type: "recovery" });

    expect((await use(first.link)).error?.code).toBe("otp_expired");
    await supabase.db.query("update auth.one_time_tokens set created_at = created_at - interval '61 minutes' where user_id = $1", [userId]);
    expect((await follow(second.link)).hash).toContain("error_code=otp_expired");
    expect((await use(second.link)).error?.code).toBe("otp_expired");
  });

  test("recovery of an unknown address looks the same and sends nothing; otp without sign-up is refused", async () => {
    const email = newEmail();
    expect((await supabase.client().auth.resetPasswordForEmail(email)).error).toBeNull();
    expect((await supabase.client().auth.signInWithOtp({ email, options: { shouldCreateUser: false } })).error?.code).toBe("otp_disabled");
    const { rowCount } = await supabase.db.query("select from auth.users where email = $1", [email]);
    expect(rowCount).toBe(0);
  });

  test.each([
    [`${SITE_URL}/anywhere`, `${SITE_URL}/anywhere`],
    ["https://eu.example.com/welcome/a/b?c=d", "https://eu.example.com/welcome/a/b?c=d"],
    ["https://evil.test/welcome/a", SITE_URL],
    ["https://eu.example.com.evil.test/welcome/a", SITE_URL],
    ["https://a.b.example.com/welcome/a", SITE_URL],
    ["javascript:alert(1)", SITE_URL],
  ])("redirect to %s goes to %s", async (wanted, expected) => {
    const { data } = await supabase
      .client(SECRET_KEY)
      .auth.admin.generateLink({ type: "magiclink", email: newEmail(), options: { redirectTo: wanted } });
    expect(data.properties?.redirect_to).toBe(expected);
  });
});

describe("administration", () => {
  test("invitation: mail, accepted with the token hash, then a password", async () => {
    const email = newEmail();
    const admin = supabase.client(SECRET_KEY);
    const { data, error } = await admin.auth.admin.inviteUserByEmail(email, {
      data: { client_id: "c1" },
      redirectTo: `${SITE_URL}/accept`,
    });
    expect(error).toBeNull();
    expect(data.user).toMatchObject({ email, invited_at: expect.any(String), user_metadata: { client_id: "c1" } });
    expect((await supabase.client().auth.signInWithPassword({ email, password: PASSWORD })).error?.code).toBe("invalid_credentials");

    const { link } = await supabase.nextMail(email);
    const client = supabase.client();
    const verified = await client.auth.verifyOtp({ token_hash: link.searchParams.get("token") ?? "", type: "invite" });
    expect(verified.data.user?.email_confirmed_at).toBeTruthy();
    expect((await client.auth.updateUser({ password: PASSWORD })).error).toBeNull();

    expect((await supabase.client().auth.signInWithPassword({ email, password: PASSWORD })).error).toBeNull();
    expect((await admin.auth.admin.inviteUserByEmail(email)).error).toMatchObject({ status: 422, code: "email_exists" });
  });

  test("create, read, list, change, ban and delete", async () => {
    const { admin } = supabase.client(SECRET_KEY).auth;
    const email = newEmail();
    const created = await admin.createUser({
      email,
      password: PASSWORD,
      email_confirm: true,
      app_metadata: { plan: "trial" },
      user_metadata: { name: "Ada" },
    });
    const id = created.data.user?.id ?? "";
    expect(created.data.user).toMatchObject({ email, app_metadata: { provider: "email", plan: "trial" }, user_metadata: { name: "Ada" } });
    expect((await admin.createUser({ email })).error).toMatchObject({ code: "email_exists" });

    expect((await admin.getUserById(id)).data.user?.email).toBe(email);
    const { data: page } = await admin.listUsers({ page: 1, perPage: 1 });
    expect(page).toMatchObject({ users: [{ id }], aud: "authenticated" });
    expect("total" in page && page.total).toBeGreaterThan(1);
    expect("nextPage" in page && page.nextPage).toBe(2);

    expect(
      (await admin.updateUserById(id, { user_metadata: { team: "blue" }, ban_duration: "24h" })).data.user?.user_metadata,
    ).toMatchObject({ name: "Ada", team: "blue" });
    expect((await supabase.client().auth.signInWithPassword({ email, password: PASSWORD })).error?.code).toBe("user_banned");
    await admin.updateUserById(id, { ban_duration: "none" });
    const { session } = await signIn(email, PASSWORD);

    expect((await admin.deleteUser(id)).error).toBeNull();
    expect((await admin.getUserById(id)).error).toMatchObject({ status: 404, code: "user_not_found" });
    expect((await supabase.client().auth.getUser(session.access_token)).error).toMatchObject({ code: "user_not_found" });
    expect((await refresh(session.refresh_token)).error?.code).toBe("refresh_token_not_found");
  });

  test("a generated link signs in and is not mailed", async () => {
    const { email } = await signedUp();
    const { data } = await supabase.client(SECRET_KEY).auth.admin.generateLink({ type: "recovery", email });
    const { data: verified } = await supabase
      .client()
      .auth.verifyOtp({ token_hash: data.properties?.hashed_token ?? "", type: "recovery" });
    expect(verified.session?.user.email).toBe(email);
    expect(data.properties).toMatchObject({ verification_type: "recovery", email_otp: expect.stringMatching(/^\d{6}$/) });
  });

  test("the publishable key and a signed-in person are not administrators", async () => {
    const { client, session } = await signedUp();
    expect((await client.auth.admin.listUsers()).error).toMatchObject({ status: 403, code: "not_admin" });
    expect(await post("/invite", { email: newEmail() }, session.access_token)).toMatchObject({ status: 403, body: { code: "not_admin" } });
  });
});

describe("the wire", () => {
  test("a browser's preflight is answered and errors name the API version", async () => {
    const preflight = await fetch(`${supabase.url}/auth/v1/token`, {
      method: "OPTIONS",
      headers: { origin: SITE_URL, "access-control-request-method": "POST", "access-control-request-headers": "apikey,x-client-info" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe(SITE_URL);
    expect(preflight.headers.get("access-control-allow-headers")).toBe("apikey,x-client-info");
    const refused = await fetch(`${supabase.url}/auth/v1/user`, { headers: { apikey: PUBLISHABLE_KEY } });
    expect([refused.status, refused.headers.get("x-supabase-api-version")]).toEqual([401, "2024-01-01"]);
  });

  test("without the project's key nothing but links, keys and health answers", async () => {
    const status = async (path: string, apikey?: string) =>
      (await fetch(`${supabase.url}${path}`, { headers: apikey ? { apikey } : {} })).status;
    expect(await status("/auth/v1/settings")).toBe(401);
    expect(await status("/auth/v1/settings", "sb_publishable_other")).toBe(401);
    expect(await status("/auth/v1/settings", PUBLISHABLE_KEY)).toBe(200);
    expect(await status("/auth/v1/health")).toBe(200);
    expect(await status("/auth/v1/.well-known/jwks.json")).toBe(200);
  });

  test("what is not implemented says so by name", async () => {
    const { error } = await supabase.client().from("leads").select();
    expect(error?.message).toContain("/rest/v1/leads is not part of the local Supabase stand-in");
    expect(await post("/factors", {})).toMatchObject({ status: 501, body: { message: expect.stringContaining("POST /auth/v1/factors") } });
  });

  test("broken JSON and an oversized body are the caller's fault", async () => {
    const send = async (body: string) =>
      (await fetch(`${supabase.url}/auth/v1/signup`, { method: "POST", body, headers: { apikey: PUBLISHABLE_KEY } })).status;
    expect(await send("{")).toBe(400);
    expect(await send(`"${"x".repeat(1_100_000)}"`)).toBe(413);
  });

  test("made to fail, it answers as asked, so often, and a client keeps its session", async () => {
    const { client } = await signedUp();
    await fetch(`${supabase.url}/_control/fail-next`, { method: "POST", body: JSON.stringify({ status: 503, count: 1 }) });
    expect((await client.auth.getUser()).error?.name).toBe("AuthRetryableFetchError");
    expect((await client.auth.getUser()).error).toBeNull();
  });

  test("sessions outlive a restart, with the same public key", async () => {
    const { client, session, email } = await signedUp();
    const before = await (await fetch(`${supabase.url}/auth/v1/.well-known/jwks.json`)).json();

    await supabase.restart();

    expect(await (await fetch(`${supabase.url}/auth/v1/.well-known/jwks.json`)).json()).toEqual(before);
    expect((await client.auth.getUser()).data.user?.email).toBe(email);
    expect((await refresh(session.refresh_token)).error).toBeNull();
  });
});

describe("with confirmation by mail", () => {
  let confirming: TestSupabase;
  beforeAll(async () => {
    confirming = await testSupabase({ confirmEmail: true });
  });
  afterAll(() => confirming.close());

  test("sign-up waits for the click; resend sends another link; a known address is not given away", async () => {
    const email = newEmail();
    const { data } = await confirming.client().auth.signUp({ email, password: PASSWORD });
    expect([data.session, data.user?.email]).toEqual([null, email]);
    await confirming.nextMail(email);
    expect((await confirming.client().auth.signInWithPassword({ email, password: PASSWORD })).error?.code).toBe("email_not_confirmed");

    expect((await confirming.client().auth.resend({ type: "signup", email })).error).toBeNull();
    const { link, subject } = await confirming.nextMail(email);
    expect(subject).toBe("Confirm your sign-up");
    expect((await follow(link)).hash).toContain("access_token=");

    expect((await confirming.client().auth.signInWithPassword({ email, password: PASSWORD })).error).toBeNull();
    const again = await confirming.client().auth.signUp({ email, password: "somebody else's" });
    expect([again.error, again.data.session, again.data.user?.identities]).toEqual([null, null, []]);
  });

  test("a new address counts from the click on", async () => {
    const email = newEmail();
    const next = newEmail();
    await confirming.client(SECRET_KEY).auth.admin.createUser({ email, password: PASSWORD, email_confirm: true });
    const client = confirming.client();
    await client.auth.signInWithPassword({ email, password: PASSWORD });

    expect((await client.auth.updateUser({ email: next })).data.user).toMatchObject({ email, new_email: next });
    await follow((await confirming.nextMail(next)).link);

    expect((await client.auth.getUser()).data.user?.email).toBe(next);
  });
});

function newEmail(): string {
  return `${randomUUID()}@example.com`;
}

async function signedUp() {
  const client = supabase.client();
  const email = newEmail();
  const { data, error } = await client.auth.signUp({ email, password: PASSWORD });
  if (error || !data.session || !data.user) throw new Error("sign-up failed", { cause: error });
  return { client, email, session: data.session, userId: data.user.id };
}

async function signIn(email: string, password: string) {
  const client = supabase.client();
  const { data, error } = await client.auth.signInWithPassword({ email, password });
  if (error) throw error;
  return { client, session: data.session };
}

async function refresh(refresh_token: string | undefined) {
  const { data, error } = await supabase.client().auth.refreshSession({ refresh_token: refresh_token ?? "" });
  return { session: data.session, error };
}

function sessionIdOf(accessToken: string): unknown {
  return JSON.parse(Buffer.from(accessToken.split(".")[1] ?? "", "base64url").toString()).session_id;
}

/** A server client of @supabase/ssr over a jar that stands for one browser's cookies. */
function cookieJar(initial: Record<string, string> = {}): { client: SupabaseClient; cookies: Map<string, string> } {
  const cookies = new Map(Object.entries(initial));
  const client = createServerClient(supabase.url, PUBLISHABLE_KEY, {
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

async function follow(link: URL): Promise<URL> {
  const response = await fetch(link, { redirect: "manual" });
  expect(response.status).toBe(303);
  return new URL(response.headers.get("location") ?? "");
}

async function post(path: string, body: unknown, bearer = PUBLISHABLE_KEY) {
  const response = await fetch(`${supabase.url}/auth/v1${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { apikey: PUBLISHABLE_KEY, authorization: `Bearer ${bearer}` },
  });
  return { status: response.status, body: await response.json() };
}
