import { createHash, randomInt, randomUUID } from "node:crypto";
import { type AuthContext, type Db, inTransaction } from "./auth-context";
import { AuthError, otpExpired } from "./auth-error";
import type { MailKind } from "./auth-mail";
import { allowedRedirect } from "./auth-redirect";
import { findUserById, type UserRow, updateUser } from "./auth-users";

const TOKEN_LIFETIME_MS = 3_600_000;
const FLOW_LIFETIME_MS = 300_000;
const PKCE_PREFIX = "pkce_";

type TokenType = "confirmation_token" | "recovery_token" | "email_change_token_new";

const TOKEN_TYPES: Record<MailKind, TokenType> = {
  signup: "confirmation_token",
  invite: "confirmation_token",
  magiclink: "recovery_token",
  recovery: "recovery_token",
  email_change: "email_change_token_new",
};
const SENT_COLUMNS: Record<TokenType, string> = {
  confirmation_token: "confirmation_sent_at",
  recovery_token: "recovery_sent_at",
  email_change_token_new: "email_change_sent_at",
};
/** What the `amr` claim says after the PKCE exchange. */
const METHODS: Record<MailKind, string> = {
  signup: "email/signup",
  invite: "invite",
  magiclink: "magiclink",
  recovery: "recovery",
  email_change: "email_change",
};

/** The code challenge of a PKCE flow; undefined for the implicit flow. */
export type Challenge = { code_challenge?: string | null | undefined; code_challenge_method?: string | null | undefined };

export type LinkRequest = { user: UserRow; kind: MailKind; redirectTo: string | null | undefined; challenge?: Challenge };
export type OneTimeLink = { link: string; otp: string; hash: string; redirectTo: string; to: string };

/** Makes the token of a mail link; an older one of the same kind stops working. */
export async function createLink(context: AuthContext, { user, kind, redirectTo, challenge }: LinkRequest): Promise<OneTimeLink> {
  const type = TOKEN_TYPES[kind];
  const to = kind === "email_change" ? (user.email_change ?? user.email) : user.email;
  const otp = String(randomInt(1_000_000)).padStart(6, "0");
  const hash = `${challenge?.code_challenge ? PKCE_PREFIX : ""}${hashToken(to, otp)}`;
  const now = new Date();
  await inTransaction(context.db, async (tx) => {
    await tx.query(
      `insert into auth.one_time_tokens (id, user_id, token_type, token_hash, relates_to, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $6)
       on conflict (user_id, token_type) do update set token_hash = excluded.token_hash, relates_to = excluded.relates_to,
         created_at = excluded.created_at, updated_at = excluded.updated_at`,
      [randomUUID(), user.id, type, hash, to, now.toISOString()],
    );
    await tx.query(`update auth.users set ${SENT_COLUMNS[type]} = $2, updated_at = $2 where id = $1`, [user.id, now]);
    if (challenge?.code_challenge) await insertFlow(tx, { user, kind, challenge, now });
  });
  const target = allowedRedirect(context.settings, redirectTo);
  const link = new URL("/auth/v1/verify", context.settings.url);
  link.search = new URLSearchParams({ token: hash, type: kind, redirect_to: target }).toString();
  return { link: link.href, otp, hash, redirectTo: target, to };
}

/** `createLink`, and the mail. @throws AuthError unexpected_failure (500) when the mail cannot be sent; the link stays valid */
export async function mailLink(context: AuthContext, request: LinkRequest): Promise<void> {
  const { link, otp, to } = await createLink(context, request);
  await context.mailer.send({ to, kind: request.kind, link, otp }).catch((error: Error) => {
    throw new AuthError(500, "unexpected_failure", `Error sending ${request.kind} email: ${error.message}`);
  });
}

export type Proof = { type: string; hash: string } | { type: string; email: string; otp: string };

/**
 * Uses up a token and does what its mail was for: confirms the address, or changes it.
 * @returns the user, and whether the link belongs to a PKCE flow
 * @throws AuthError otp_expired when it is unknown, used, older than an hour or of another kind
 */
export async function redeemToken(db: Db, proof: Proof): Promise<{ user: UserRow; pkce: boolean }> {
  const now = new Date();
  const hash = "hash" in proof ? proof.hash : hashToken(proof.email.trim().toLowerCase(), proof.otp);
  const { rows } = await db.query<{ user_id: string; token_type: TokenType; token_hash: string; created_at: Date }>(
    `delete from auth.one_time_tokens where token_hash = any($1) and token_type::text = any($2)
     returning user_id, token_type, token_hash, created_at at time zone 'utc' as created_at`,
    ["hash" in proof ? [hash] : [hash, PKCE_PREFIX + hash], acceptedTypes(proof.type)],
  );
  const token = rows[0];
  if (!token || now.getTime() - token.created_at.getTime() > TOKEN_LIFETIME_MS) throw otpExpired();
  const found = await findUserById(db, token.user_id);
  if (!found) throw otpExpired();
  const isChange = token.token_type === "email_change_token_new" && found.email_change;
  const user = await updateUser(db, found.id, { confirmed: true, ...(isChange && { email: found.email_change ?? undefined }) }, now);
  if (isChange) await db.query("update auth.users set email_change = '' where id = $1", [found.id]);
  return { user, pkce: token.token_hash.startsWith(PKCE_PREFIX) };
}

/** Opens the door of a PKCE flow after its link was followed: the code its browser exchanges. @throws AuthError flow_state_not_found */
export async function issueAuthCode(db: Db, user: UserRow, kind: MailKind): Promise<string> {
  const { rows } = await db.query<{ auth_code: string }>(
    `update auth.flow_state set auth_code_issued_at = $3, updated_at = $3 where id = (
       select id from auth.flow_state where user_id = $1 and authentication_method = $2 order by created_at desc limit 1)
     returning auth_code`,
    [user.id, METHODS[kind], new Date()],
  );
  if (!rows[0]) throw flowNotFound();
  return rows[0].auth_code;
}

/** @throws AuthError flow_state_not_found, flow_state_expired, bad_code_verifier */
export async function redeemAuthCode(db: Db, code: string, verifier: string): Promise<{ userId: string; method: string }> {
  const { rows } = await db.query(
    "select id, user_id, code_challenge, code_challenge_method, authentication_method, auth_code_issued_at from auth.flow_state where auth_code = $1 for update",
    [code],
  );
  const flow = rows[0];
  if (!flow?.user_id || !flow.auth_code_issued_at) throw flowNotFound();
  if (Date.now() - flow.auth_code_issued_at.getTime() > FLOW_LIFETIME_MS) {
    throw new AuthError(403, "flow_state_expired", "invalid flow state, flow state has expired");
  }
  const computed = flow.code_challenge_method === "s256" ? createHash("sha256").update(verifier).digest("base64url") : verifier;
  if (computed !== flow.code_challenge) {
    throw new AuthError(400, "bad_code_verifier", "code challenge does not match previously saved code verifier");
  }
  await db.query("delete from auth.flow_state where id = $1", [flow.id]);
  return { userId: flow.user_id, method: flow.authentication_method };
}

/** As hosted computes it, so that a code and its link are two forms of one token. */
function hashToken(email: string, otp: string): string {
  return createHash("sha224")
    .update(email + otp)
    .digest("hex");
}

function acceptedTypes(type: string): TokenType[] {
  if (type === "email") return ["confirmation_token", "recovery_token"];
  const known = (TOKEN_TYPES as Record<string, TokenType | undefined>)[type];
  if (!known) throw new AuthError(400, "validation_failed", `Verify requires a verification type; "${type}" is none`);
  return [known];
}

async function insertFlow(
  db: Db,
  { user, kind, challenge, now }: { user: UserRow; kind: MailKind; challenge: Challenge; now: Date },
): Promise<void> {
  const method = challenge.code_challenge_method?.toLowerCase() ?? "plain";
  if (method !== "s256" && method !== "plain") throw new AuthError(400, "validation_failed", "code challenge method must be s256 or plain");
  await db.query(
    `insert into auth.flow_state (id, user_id, auth_code, code_challenge_method, code_challenge, provider_type, created_at, updated_at,
       authentication_method) values ($1, $2, $3, $4, $5, $6, $7, $7, $8)`,
    [randomUUID(), user.id, randomUUID(), method, challenge.code_challenge, kind, now, METHODS[kind]],
  );
}

function flowNotFound(): AuthError {
  return new AuthError(404, "flow_state_not_found", "invalid flow state, no valid flow state found");
}
