import { z } from "zod";
import { answerAdmin } from "./auth-admin-api";
import { type AuthContext, inTransaction } from "./auth-context";
import { AuthError, emailExists, invalidCredentials, validationFailed } from "./auth-error";
import { mailLink, redeemAuthCode } from "./auth-one-time";
import { createSession, deleteSessions, refreshSession, requireUserSession } from "./auth-sessions";
import {
  checkEmail,
  checkPassword,
  findUserByEmail,
  findUserById,
  insertUser,
  passwordMatches,
  type UserRow,
  updateUser,
  userJson,
} from "./auth-users";
import { answerLink, verifyProof } from "./auth-verify-api";
import { type ApiReply, type ApiRequest, readJson } from "./http";

const metadata = z.record(z.string(), z.unknown());
const challenge = { code_challenge: z.string().nullish(), code_challenge_method: z.string().nullish() };
const signUpBody = z.looseObject({
  email: z.string().nullish(),
  phone: z.string().nullish(),
  password: z.string().nullish(),
  data: metadata.nullish(),
  ...challenge,
});
const passwordBody = z.looseObject({ email: z.string().nullish(), phone: z.string().nullish(), password: z.string().default("") });
const refreshBody = z.looseObject({ refresh_token: z.string().default("") });
const pkceBody = z.looseObject({ auth_code: z.string().default(""), code_verifier: z.string().default("") });
const otpBody = z.looseObject({
  email: z.string().nullish(),
  phone: z.string().nullish(),
  create_user: z.boolean().default(true),
  data: metadata.nullish(),
  ...challenge,
});
const recoverBody = z.looseObject({ email: z.string().nullish(), ...challenge });
const resendBody = z.looseObject({ email: z.string().nullish(), type: z.string(), ...challenge });
const updateBody = z.looseObject({
  email: z.string().nullish(),
  phone: z.string().nullish(),
  password: z.string().nullish(),
  data: metadata.nullish(),
  ...challenge,
});

/** Callable without the project's key: browsers follow links, and servers fetch the public keys. */
const OPEN_PATHS = new Set(["/verify", "/.well-known/jwks.json", "/health"]);

/** Answers one call of `/auth/v1/*`. @throws AuthError for everything that is not 2xx or 3xx */
export async function answerAuth(context: AuthContext, request: ApiRequest): Promise<ApiReply> {
  if (!OPEN_PATHS.has(request.path)) await requireProjectKey(context, request);
  const { path } = request;
  if (path === "/invite" || path.startsWith("/admin/")) return answerAdmin(context, request);
  switch (`${request.method} ${path}`) {
    case "POST /signup":
      return signUp(context, request);
    case "POST /token":
      return { status: 200, body: await token(context, request) };
    case "POST /otp":
    case "POST /magiclink":
      return sendMagicLink(context, request);
    case "POST /recover":
      return recover(context, request);
    case "POST /resend":
      return resend(context, request);
    case "GET /verify":
      return answerLink(context, request);
    case "POST /verify":
      return { status: 200, body: await verifyProof(context, request) };
    case "GET /user":
      return { status: 200, body: userJson((await requireUserSession(context, request)).user) };
    case "PUT /user":
      return changeUser(context, request);
    case "POST /logout":
      return logOut(context, request);
    case "GET /.well-known/jwks.json":
      return { status: 200, body: context.keys.jwks, headers: { "cache-control": "public, max-age=600" } };
    case "GET /health":
      return { status: 200, body: { name: "GoTrue", version: "local stand-in", description: "Speaks the API of Supabase Auth" } };
    case "GET /settings":
      return { status: 200, body: describeSettings(context) };
    default:
      throw new AuthError(501, "not_implemented", `The local Auth stand-in does not implement ${request.method} /auth/v1${path}`);
  }
}

async function requireProjectKey({ settings, keys }: AuthContext, { apikey, bearer }: ApiRequest): Promise<void> {
  const given = apikey ?? bearer;
  if (!given) throw new AuthError(401, "no_authorization", "No API key found in request");
  if (given === settings.publishableKey || given === settings.secretKey) return;
  if (apikey) throw new AuthError(401, "no_authorization", "Invalid API key");
  await keys.verify(given).catch(() => {
    throw new AuthError(401, "no_authorization", "Invalid API key");
  });
}

async function signUp(context: AuthContext, request: ApiRequest): Promise<ApiReply> {
  const body = readJson(request, signUpBody);
  if (body.phone) throw new AuthError(400, "phone_provider_disabled", "Phone signups are disabled");
  if (!body.email) throw new AuthError(422, "anonymous_provider_disabled", "Anonymous sign-ins are disabled");
  if (!body.password) throw validationFailed("Signup requires a valid password");
  const email = checkEmail(body.email);
  checkPassword(body.password);
  const { confirmEmail } = context.settings;
  const existing = await findUserByEmail(context.db, email);
  if (existing && !confirmEmail) throw new AuthError(422, "user_already_exists", "User already registered");
  // With confirmation, a stranger must not learn that the address has an account.
  if (existing?.email_confirmed_at)
    return { status: 200, body: { ...userJson(existing), id: crypto.randomUUID(), identities: [], user_metadata: {} } };
  if (confirmEmail) {
    const user =
      existing ?? (await createUser(context, { email, password: body.password, confirmed: false, userMetadata: body.data ?? {} }));
    await mailLink(context, { user, kind: "signup", redirectTo: request.query.get("redirect_to"), challenge: body });
    return { status: 200, body: userJson((await findUserById(context.db, user.id)) ?? user) };
  }
  const password = body.password;
  const session = await inTransaction(context.db, async (tx) => {
    const user = await insertUser(tx, { email, password, confirmed: true, userMetadata: body.data ?? {} }, new Date());
    return createSession(tx, { context, user, method: "password", request });
  }).catch(rethrowDuplicate(() => new AuthError(422, "user_already_exists", "User already registered")));
  return { status: 200, body: session };
}

async function token(context: AuthContext, request: ApiRequest): Promise<unknown> {
  const grant = request.query.get("grant_type");
  if (grant === "refresh_token") {
    const { refresh_token } = readJson(request, refreshBody);
    if (!refresh_token) throw validationFailed("refresh_token required");
    return refreshSession(context, refresh_token);
  }
  if (grant === "pkce") {
    const body = readJson(request, pkceBody);
    if (!body.auth_code || !body.code_verifier)
      throw validationFailed("invalid request: both auth code and code verifier should be non-empty");
    return inTransaction(context.db, async (tx) => {
      const { userId, method } = await redeemAuthCode(tx, body.auth_code, body.code_verifier);
      const user = await findUserById(tx, userId);
      if (!user) throw new AuthError(404, "flow_state_not_found", "invalid flow state, no valid flow state found");
      return createSession(tx, { context, user, method, request });
    });
  }
  if (grant !== "password")
    throw new AuthError(400, "validation_failed", `unsupported_grant_type: the local Auth stand-in does not implement "${grant}"`);
  const body = readJson(request, passwordBody);
  if (body.phone) throw new AuthError(400, "phone_provider_disabled", "Phone logins are disabled");
  const user = body.email ? await findUserByEmail(context.db, body.email.trim().toLowerCase()) : undefined;
  if (!user || !(await passwordMatches(context.db, user, body.password))) throw invalidCredentials();
  if (!user.email_confirmed_at) throw new AuthError(400, "email_not_confirmed", "Email not confirmed");
  return inTransaction(context.db, (tx) => createSession(tx, { context, user, method: "password", request }));
}

async function sendMagicLink(context: AuthContext, request: ApiRequest): Promise<ApiReply> {
  const body = readJson(request, otpBody);
  if (body.phone) throw new AuthError(400, "phone_provider_disabled", "Unsupported phone provider");
  const email = checkEmail(body.email ?? undefined);
  const existing = await findUserByEmail(context.db, email);
  if (!existing && !body.create_user) throw new AuthError(422, "otp_disabled", "Signups not allowed for otp");
  const user = existing ?? (await createUser(context, { email, confirmed: false, userMetadata: body.data ?? {} }));
  const kind = user.email_confirmed_at || !context.settings.confirmEmail ? "magiclink" : "signup";
  await mailLink(context, { user, kind, redirectTo: request.query.get("redirect_to"), challenge: body });
  return { status: 200, body: {} };
}

async function recover(context: AuthContext, request: ApiRequest): Promise<ApiReply> {
  const body = readJson(request, recoverBody);
  const user = await findUserByEmail(context.db, checkEmail(body.email ?? undefined));
  // The same answer for an unknown address: whether it has an account is nobody's business.
  if (user) await mailLink(context, { user, kind: "recovery", redirectTo: request.query.get("redirect_to"), challenge: body });
  return { status: 200, body: {} };
}

async function resend(context: AuthContext, request: ApiRequest): Promise<ApiReply> {
  const body = readJson(request, resendBody);
  if (body.type !== "signup" && body.type !== "email_change") throw validationFailed("Missing one of these types: signup, email_change");
  const user = await findUserByEmail(context.db, checkEmail(body.email ?? undefined));
  const waiting = body.type === "signup" ? user && !user.email_confirmed_at : user?.email_change;
  if (user && waiting) await mailLink(context, { user, kind: body.type, redirectTo: request.query.get("redirect_to"), challenge: body });
  return { status: 200, body: {} };
}

async function changeUser(context: AuthContext, request: ApiRequest): Promise<ApiReply> {
  const { user, sessionId } = await requireUserSession(context, request);
  const body = readJson(request, updateBody);
  if (body.phone) throw new AuthError(400, "phone_provider_disabled", "Unsupported phone provider");
  const password = body.password ? body.password : undefined;
  if (password) {
    checkPassword(password);
    if (await passwordMatches(context.db, user, password)) {
      throw new AuthError(422, "same_password", "New password should be different from the old password.");
    }
  }
  const email = body.email ? checkEmail(body.email) : user.email;
  const isNewEmail = email !== user.email;
  const mustConfirm = isNewEmail && context.settings.confirmEmail;
  if (isNewEmail && (await findUserByEmail(context.db, email))) throw emailExists();
  const changed = await inTransaction(context.db, async (tx) => {
    // Whoever knew the old password is signed out everywhere else.
    if (password) await deleteSessions(tx, { userId: user.id, sessionId, scope: "others" });
    if (mustConfirm) await tx.query("update auth.users set email_change = $2 where id = $1", [user.id, email]);
    const newEmail = isNewEmail && !mustConfirm ? email : undefined;
    return updateUser(tx, user.id, { password, email: newEmail, userMetadata: body.data ?? {} }, new Date());
  }).catch(rethrowDuplicate(emailExists));
  if (mustConfirm) {
    await mailLink(context, { user: changed, kind: "email_change", redirectTo: request.query.get("redirect_to"), challenge: body });
  }
  return { status: 200, body: userJson(changed) };
}

async function logOut(context: AuthContext, request: ApiRequest): Promise<ApiReply> {
  const { user, sessionId } = await requireUserSession(context, request);
  const scope = z.enum(["global", "local", "others"]).safeParse(request.query.get("scope") ?? "global");
  if (!scope.success) throw validationFailed("Unsupported logout scope");
  await deleteSessions(context.db, { userId: user.id, sessionId, scope: scope.data });
  return { status: 204 };
}

async function createUser(context: AuthContext, user: Parameters<typeof insertUser>[1]): Promise<UserRow> {
  return inTransaction(context.db, (tx) => insertUser(tx, user, new Date())).catch(
    rethrowDuplicate(() => new AuthError(422, "user_already_exists", "User already registered")),
  );
}

/** Two sign-ups at once: the unique index decides, and the loser is told as if it had come later. */
function rethrowDuplicate(meaning: () => AuthError): (error: unknown) => never {
  return (error) => {
    const { code, constraint } = error as { code?: string; constraint?: string };
    throw code === "23505" && constraint === "users_email_partial_key" ? meaning() : error;
  };
}

function describeSettings({ settings }: AuthContext): unknown {
  return {
    external: { anonymous_users: false, email: true, phone: false },
    disable_signup: false,
    mailer_autoconfirm: !settings.confirmEmail,
    phone_autoconfirm: false,
    sms_provider: "",
    saml_enabled: false,
  };
}
