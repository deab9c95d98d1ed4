import { z } from "zod";
import { type AuthContext, inTransaction } from "./auth-context";
import { AuthError, emailExists, userNotFound, validationFailed } from "./auth-error";
import { createLink, mailLink } from "./auth-one-time";
import {
  checkEmail,
  checkPassword,
  deleteUser,
  findUserByEmail,
  findUserById,
  insertUser,
  listUsers,
  type UserRow,
  updateUser,
  userJson,
} from "./auth-users";
import { type ApiReply, type ApiRequest, readJson } from "./http";

const HOUR_MS = 3_600_000;
const UNIT_MS: Record<string, number> = { h: HOUR_MS, m: 60_000, s: 1_000 };
const MAX_PER_PAGE = 1_000;

const metadata = z.record(z.string(), z.unknown());
const inviteBody = z.looseObject({ email: z.string().nullish(), data: metadata.nullish() });
const userBody = z.looseObject({
  id: z.uuid().nullish(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
  password: z.string().nullish(),
  role: z.string().nullish(),
  email_confirm: z.boolean().nullish(),
  ban_duration: z.string().nullish(),
  app_metadata: metadata.nullish(),
  user_metadata: metadata.nullish(),
});
type UserBody = z.infer<typeof userBody>;
const deleteBody = z.looseObject({ should_soft_delete: z.boolean().default(false) });
const linkBody = z.looseObject({
  type: z.enum(["signup", "invite", "magiclink", "recovery", "email_change_current", "email_change_new"]),
  email: z.string().nullish(),
  new_email: z.string().nullish(),
  password: z.string().nullish(),
  data: metadata.nullish(),
  redirect_to: z.string().nullish(),
});

/** `/invite` and `/admin/*`, for holders of the secret key. @throws AuthError no_authorization, not_admin, user_not_found, email_exists … */
export async function answerAdmin(context: AuthContext, request: ApiRequest): Promise<ApiReply> {
  await requireSecretKey(context, request);
  const userId = /^\/admin\/users\/([^/]+)$/.exec(request.path)?.[1];
  if (userId) return answerUser(context, request, userId);
  switch (`${request.method} ${request.path}`) {
    case "POST /invite":
      return invite(context, request);
    case "GET /admin/users":
      return list(context, request);
    case "POST /admin/users":
      return create(context, request);
    case "POST /admin/generate_link":
      return generateLink(context, request);
    default:
      throw new AuthError(501, "not_implemented", `The local Auth stand-in does not implement ${request.method} /auth/v1${request.path}`);
  }
}

async function requireSecretKey({ settings, keys }: AuthContext, { apikey, bearer }: ApiRequest): Promise<void> {
  const given = bearer ?? apikey;
  if (!given) throw new AuthError(401, "no_authorization", "This endpoint requires a valid Bearer token");
  if (given === settings.secretKey) return;
  const role = await keys.verify(given).then(
    (claims) => claims.role,
    () => undefined,
  );
  if (role !== "service_role") throw new AuthError(403, "not_admin", "User not allowed");
}

async function answerUser(context: AuthContext, request: ApiRequest, id: string): Promise<ApiReply> {
  const user = await findUserById(context.db, id);
  if (!user) throw userNotFound();
  if (request.method === "GET") return { status: 200, body: userJson(user) };
  if (request.method === "PUT") return { status: 200, body: userJson(await change(context, user, readJson(request, userBody))) };
  if (request.method === "DELETE") {
    const { should_soft_delete: soft } = readJson(request, deleteBody);
    await inTransaction(context.db, (tx) => deleteUser(tx, id, { soft }, new Date()));
    return { status: 200, body: {} };
  }
  throw new AuthError(501, "not_implemented", `The local Auth stand-in does not implement ${request.method} /auth/v1${request.path}`);
}

async function invite(context: AuthContext, request: ApiRequest): Promise<ApiReply> {
  const body = readJson(request, inviteBody);
  const user = await invitedUser(context, checkEmail(body.email ?? undefined), body.data ?? {});
  await mailLink(context, { user, kind: "invite", redirectTo: request.query.get("redirect_to") });
  return { status: 200, body: userJson((await findUserById(context.db, user.id)) ?? user) };
}

/** An address that was invited before and never accepted is invited again. @throws AuthError email_exists */
async function invitedUser(context: AuthContext, email: string, userMetadata: Record<string, unknown>): Promise<UserRow> {
  const existing = await findUserByEmail(context.db, email);
  if (existing?.email_confirmed_at) throw emailExists();
  return existing ?? insertOnce(context, { email, confirmed: false, invited: true, userMetadata });
}

async function list(context: AuthContext, request: ApiRequest): Promise<ApiReply> {
  const page = Math.max(1, Number(request.query.get("page")) || 1);
  const limit = Math.min(MAX_PER_PAGE, Math.max(1, Number(request.query.get("per_page")) || 50));
  const { users, total } = await listUsers(context.db, { limit, offset: (page - 1) * limit });
  const last = Math.max(1, Math.ceil(total / limit));
  const link = (to: number, rel: string) => `</admin/users?page=${to}&per_page=${limit}>; rel="${rel}"`;
  const links = [...(page < last ? [link(page + 1, "next")] : []), link(last, "last")];
  const headers = { "x-total-count": String(total), link: links.join(", ") };
  return { status: 200, body: { users: users.map(userJson), aud: "authenticated" }, headers };
}

async function create(context: AuthContext, request: ApiRequest): Promise<ApiReply> {
  const body = readJson(request, userBody);
  if (body.password) checkPassword(body.password);
  const user = await insertOnce(context, {
    id: body.id ?? undefined,
    email: checkEmail(body.email ?? undefined),
    password: body.password ?? undefined,
    role: body.role ?? undefined,
    confirmed: body.email_confirm ?? false,
    appMetadata: body.app_metadata ?? undefined,
    userMetadata: body.user_metadata ?? undefined,
  });
  const bannedUntil = banEnd(body.ban_duration);
  return { status: 200, body: userJson(bannedUntil ? await updateUser(context.db, user.id, { bannedUntil }, new Date()) : user) };
}

async function change(context: AuthContext, user: UserRow, body: UserBody): Promise<UserRow> {
  if (body.password) checkPassword(body.password);
  const email = body.email ? checkEmail(body.email) : undefined;
  if (email && email !== user.email && (await findUserByEmail(context.db, email))) throw emailExists();
  const changes = {
    email: email !== user.email ? email : undefined,
    password: body.password ?? undefined,
    role: body.role ?? undefined,
    confirmed: body.email_confirm ?? undefined,
    bannedUntil: banEnd(body.ban_duration),
    appMetadata: body.app_metadata ?? undefined,
    userMetadata: body.user_metadata ?? undefined,
  };
  return inTransaction(context.db, (tx) => updateUser(tx, user.id, changes, new Date()));
}

async function generateLink(context: AuthContext, request: ApiRequest): Promise<ApiReply> {
  const body = readJson(request, linkBody);
  const email = checkEmail(body.email ?? undefined);
  const { user, kind } = await linkSubject(context, email, body);
  const redirectTo = body.redirect_to ?? request.query.get("redirect_to");
  const { link, otp, hash, redirectTo: target } = await createLink(context, { user, kind, redirectTo });
  const properties = { action_link: link, email_otp: otp, hashed_token: hash, redirect_to: target, verification_type: body.type };
  return { status: 200, body: { ...userJson(user), ...properties } };
}

async function linkSubject(context: AuthContext, email: string, { type, ...body }: z.infer<typeof linkBody>) {
  if (type === "invite") return { user: await invitedUser(context, email, body.data ?? {}), kind: type };
  const existing = await findUserByEmail(context.db, email);
  if (type === "signup") {
    if (existing?.email_confirmed_at) throw emailExists();
    if (!body.password) throw validationFailed("Signup requires a valid password");
    checkPassword(body.password);
    const user =
      existing ?? (await insertOnce(context, { email, password: body.password, confirmed: false, userMetadata: body.data ?? {} }));
    return { user, kind: type };
  }
  if (type === "magiclink" && !existing) {
    return { user: await insertOnce(context, { email, confirmed: false, userMetadata: body.data ?? {} }), kind: type };
  }
  if (!existing) throw userNotFound();
  if (type === "magiclink" || type === "recovery") return { user: existing, kind: type };
  const email_change = checkEmail(body.new_email ?? undefined);
  await context.db.query("update auth.users set email_change = $2 where id = $1", [existing.id, email_change]);
  return { user: { ...existing, email_change }, kind: "email_change" as const };
}

async function insertOnce(context: AuthContext, user: Parameters<typeof insertUser>[1]): Promise<UserRow> {
  if (await findUserByEmail(context.db, user.email)) throw emailExists();
  return inTransaction(context.db, (tx) => insertUser(tx, user, new Date()));
}

/** "24h", "1h30m" or "none". @returns undefined when nothing is to change, null when the ban is lifted */
function banEnd(duration: string | null | undefined): Date | null | undefined {
  if (!duration) return undefined;
  if (duration === "none") return null;
  const parts = [...duration.matchAll(/(\d+)([hms])/g)];
  if (parts.map(([part]) => part).join("") !== duration) throw validationFailed("invalid format for ban duration");
  return new Date(Date.now() + parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ""] ?? 0), 0));
}
