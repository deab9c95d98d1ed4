import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authHelpers, newEmail, PASSWORD } from "./test-auth";
import { PUBLISHABLE_KEY, SECRET_KEY, SITE_URL, type TestSupabase, testSupabase } from "./test-supabase";

let supabase: TestSupabase;
const { post, refresh, signedUp, signIn } = authHelpers(() => supabase);

beforeAll(async () => {
  supabase = await testSupabase();
});
afterAll(() => supabase.close());

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
