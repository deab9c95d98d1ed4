import { randomBytes, randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { type AuthContext, type Db, inTransaction } from "./auth-context";
import { AuthError } from "./auth-error";
import { findUserById, type UserRow, userJson } from "./auth-users";
import type { ApiRequest } from "./http";

const ACCESS_TOKEN_SECONDS = 3_600;
/** A client that lost the answer, or two tabs at once, may present a used token this long. */
const REUSE_WINDOW_MS = 10_000;

export type SessionJson = {
  access_token: string;
  token_type: "bearer";
  expires_in: number;
  expires_at: number;
  refresh_token: string;
  user: Record<string, unknown>;
};

/** Opens a session. @param method how the person proved who they are, for the `amr` claim */
export async function createSession(
  tx: PoolClient,
  { context, user, method, request }: { context: AuthContext; user: UserRow; method: string; request: ApiRequest },
): Promise<SessionJson> {
  const now = new Date();
  refuseBanned(user, now);
  const sessionId = randomUUID();
  await tx.query(
    "insert into auth.sessions (id, user_id, created_at, updated_at, aal, user_agent, ip) values ($1, $2, $3, $3, 'aal1', $4, $5)",
    [sessionId, user.id, now, request.userAgent, request.ip],
  );
  await tx.query(
    "insert into auth.mfa_amr_claims (session_id, created_at, updated_at, authentication_method, id) values ($1, $2, $2, $3, $4)",
    [sessionId, now, method, randomUUID()],
  );
  await tx.query("update auth.users set last_sign_in_at = $2, updated_at = $2 where id = $1", [user.id, now]);
  await tx.query("update auth.identities set last_sign_in_at = $2 where user_id = $1", [user.id, now]);
  const refreshToken = await insertRefreshToken(tx, { userId: user.id, sessionId, parent: null, now });
  return sessionJson(tx, { context, userId: user.id, sessionId, refreshToken, now });
}

type RefreshTokenRow = { token: string; user_id: string; session_id: string; revoked: boolean; updated_at: Date };

/**
 * Swaps a refresh token for a new session. As hosted: a used token is accepted again while it is the parent of the live one (the live
 * one is returned) or for 10 s; otherwise somebody else holds a copy and the whole family is revoked. Unlike hosted, the revoked family
 * gets no 10 s of grace.
 * @throws AuthError refresh_token_not_found, refresh_token_already_used, user_banned
 */
export async function refreshSession(context: AuthContext, token: string): Promise<SessionJson> {
  const result = await inTransaction(context.db, async (tx) => {
    const now = new Date();
    // The session row is the lock: two requests with one token must see each other's swap.
    await tx.query("select from auth.sessions where id = (select session_id from auth.refresh_tokens where token = $1) for update", [
      token,
    ]);
    const { rows } = await tx.query<RefreshTokenRow>(
      "select token, user_id, session_id, revoked, updated_at from auth.refresh_tokens where token = $1",
      [token],
    );
    const presented = rows[0];
    if (!presented) throw new AuthError(400, "refresh_token_not_found", "Invalid Refresh Token: Refresh Token Not Found");
    const user = await findUserById(tx, presented.user_id);
    if (user) refuseBanned(user, now);
    const live = presented.revoked ? await findChild(tx, presented) : undefined;
    if (presented.revoked && !live && now.getTime() - presented.updated_at.getTime() > REUSE_WINDOW_MS) {
      await revokeFamily(tx, presented.session_id, now);
      return undefined;
    }
    const refreshToken = live ?? (await swapRefreshToken(tx, presented, now));
    await tx.query("update auth.sessions set refreshed_at = $2::timestamptz at time zone 'utc', updated_at = $2 where id = $1", [
      presented.session_id,
      now,
    ]);
    return sessionJson(tx, { context, userId: presented.user_id, sessionId: presented.session_id, refreshToken, now });
  });
  // Thrown after the commit: the revocation has to stay.
  if (!result) throw new AuthError(400, "refresh_token_already_used", "Invalid Refresh Token: Already Used");
  return result;
}

export type LogoutScope = "local" | "global" | "others";

/** Ends sessions; their refresh tokens go with them. */
export async function deleteSessions(
  db: Db,
  { userId, sessionId, scope }: { userId: string; sessionId: string; scope: LogoutScope },
): Promise<void> {
  await db.query("delete from auth.sessions where user_id = $1 and ($3 = 'global' or ($3 = 'local') = (id = $2))", [
    userId,
    sessionId,
    scope,
  ]);
}

/**
 * Whose access token this is.
 * @throws AuthError no_authorization, bad_jwt, session_not_found, user_not_found
 */
export async function requireUserSession(context: AuthContext, request: ApiRequest): Promise<{ user: UserRow; sessionId: string }> {
  if (!request.bearer) throw new AuthError(401, "no_authorization", "This endpoint requires a valid Bearer token");
  const claims = await context.keys.verify(request.bearer).catch((error: Error) => {
    throw new AuthError(403, "bad_jwt", `invalid JWT: unable to parse or verify signature, ${error.message}`);
  });
  const { sub, session_id: sessionId } = claims;
  if (!sub || !sessionId) throw new AuthError(403, "bad_jwt", "invalid claim: missing sub claim");
  const user = await findUserById(context.db, sub);
  if (!user) throw new AuthError(403, "user_not_found", "User from sub claim in JWT does not exist");
  const { rowCount } = await context.db.query("select from auth.sessions where id = $1 and user_id = $2", [sessionId, sub]);
  if (!rowCount) throw new AuthError(403, "session_not_found", "Session from session_id claim in JWT does not exist");
  return { user, sessionId };
}

function refuseBanned(user: UserRow, now: Date): void {
  if (user.banned_until && user.banned_until > now) throw new AuthError(400, "user_banned", "User is banned");
}

async function findChild(tx: PoolClient, { session_id, token }: RefreshTokenRow): Promise<string | undefined> {
  const text = "select token from auth.refresh_tokens where session_id = $1 and parent = $2 and not revoked order by id desc limit 1";
  return (await tx.query<{ token: string }>(text, [session_id, token])).rows[0]?.token;
}

async function swapRefreshToken(tx: PoolClient, used: RefreshTokenRow, now: Date): Promise<string> {
  await tx.query("update auth.refresh_tokens set revoked = true, updated_at = $2 where token = $1 and not revoked", [used.token, now]);
  return insertRefreshToken(tx, { userId: used.user_id, sessionId: used.session_id, parent: used.token, now });
}

async function revokeFamily(tx: PoolClient, sessionId: string, now: Date): Promise<void> {
  const pastWindow = new Date(now.getTime() - REUSE_WINDOW_MS - 1);
  await tx.query("update auth.refresh_tokens set revoked = true, updated_at = $2 where session_id = $1", [sessionId, pastWindow]);
}

async function insertRefreshToken(
  tx: PoolClient,
  { userId, sessionId, parent, now }: { userId: string; sessionId: string; parent: string | null; now: Date },
): Promise<string> {
  const token = randomBytes(16).toString("base64url");
  await tx.query(
    `insert into auth.refresh_tokens (instance_id, token, user_id, session_id, parent, revoked, created_at, updated_at)
     values ('00000000-0000-0000-0000-000000000000', $1, $2, $3, $4, false, $5, $5)`,
    [token, userId, sessionId, parent, now],
  );
  return token;
}

async function sessionJson(
  db: Db,
  {
    context,
    userId,
    sessionId,
    refreshToken,
    now,
  }: { context: AuthContext; userId: string; sessionId: string; refreshToken: string; now: Date },
): Promise<SessionJson> {
  const user = await findUserById(db, userId);
  if (!user) throw new AuthError(400, "refresh_token_not_found", "Invalid Refresh Token: User Not Found");
  const { rows } = await db.query<{ method: string; at: Date }>(
    "select authentication_method as method, updated_at as at from auth.mfa_amr_claims where session_id = $1 order by updated_at desc",
    [sessionId],
  );
  const issuedAt = Math.floor(now.getTime() / 1_000);
  const access_token = await context.keys.sign({
    iss: `${context.settings.url}/auth/v1`,
    sub: user.id,
    aud: user.aud,
    exp: issuedAt + ACCESS_TOKEN_SECONDS,
    iat: issuedAt,
    email: user.email,
    phone: user.phone ?? "",
    app_metadata: user.raw_app_meta_data ?? {},
    user_metadata: user.raw_user_meta_data ?? {},
    role: user.role,
    aal: "aal1",
    amr: rows.map(({ method, at }) => ({ method, timestamp: Math.floor(at.getTime() / 1_000) })),
    session_id: sessionId,
    is_anonymous: user.is_anonymous,
  });
  const expires_at = issuedAt + ACCESS_TOKEN_SECONDS;
  return {
    access_token,
    token_type: "bearer",
    expires_in: ACCESS_TOKEN_SECONDS,
    expires_at,
    refresh_token: refreshToken,
    user: userJson(user),
  };
}
