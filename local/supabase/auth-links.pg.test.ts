import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authHelpers, follow, newEmail, PASSWORD } from "./test-auth";
import { SECRET_KEY, SITE_URL, type TestSupabase, testSupabase } from "./test-supabase";

let supabase: TestSupabase;
const { cookieJar, post, refresh, signedUp } = authHelpers(() => supabase);

beforeAll(async () => {
  supabase = await testSupabase();
});
afterAll(() => supabase.close());

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
