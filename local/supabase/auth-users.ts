import { randomUUID } from "node:crypto";
import type { Db } from "./auth-context";
import { AuthError, validationFailed } from "./auth-error";

const MINIMUM_PASSWORD_LENGTH = 6;
/** bcrypt ignores what comes after. */
const MAXIMUM_PASSWORD_BYTES = 72;
/** Hosted uses 10; a stand-in need not resist offline guessing. */
const BCRYPT_COST = 6;

type Metadata = Record<string, unknown>;

/** A row of auth.users with its identities. */
export type UserRow = {
  id: string;
  aud: string;
  role: string;
  email: string;
  encrypted_password: string | null;
  email_confirmed_at: Date | null;
  invited_at: Date | null;
  confirmation_sent_at: Date | null;
  recovery_sent_at: Date | null;
  email_change: string | null;
  email_change_sent_at: Date | null;
  last_sign_in_at: Date | null;
  raw_app_meta_data: Metadata | null;
  raw_user_meta_data: Metadata | null;
  phone: string | null;
  confirmed_at: Date | null;
  banned_until: Date | null;
  created_at: Date;
  updated_at: Date;
  is_anonymous: boolean;
  identities: Metadata[];
};

const SELECT_USER = `select users.*, coalesce((
    select jsonb_agg(jsonb_build_object(
      'identity_id', identities.id, 'id', provider_id, 'user_id', user_id, 'identity_data', identity_data, 'provider', provider,
      'last_sign_in_at', identities.last_sign_in_at, 'created_at', identities.created_at, 'updated_at', identities.updated_at,
      'email', identities.email) order by identities.created_at)
    from auth.identities where identities.user_id = users.id), '[]') as identities
  from auth.users`;

export async function findUserById(db: Db, id: string): Promise<UserRow | undefined> {
  if (!/^[0-9a-f-]{36}$/i.test(id)) return undefined;
  return (await db.query<UserRow>(`${SELECT_USER} where id = $1 and deleted_at is null`, [id])).rows[0];
}

export async function findUserByEmail(db: Db, email: string): Promise<UserRow | undefined> {
  return (await db.query<UserRow>(`${SELECT_USER} where email = $1 and not is_sso_user and deleted_at is null`, [email])).rows[0];
}

/** A page of users, newest first, and how many there are. */
export async function listUsers(db: Db, page: { limit: number; offset: number }): Promise<{ users: UserRow[]; total: number }> {
  const text = `${SELECT_USER} where deleted_at is null order by created_at desc, id limit $1 offset $2`;
  const { rows } = await db.query<UserRow>(text, [page.limit, page.offset]);
  const { rows: counts } = await db.query<{ total: number }>("select count(*)::int as total from auth.users where deleted_at is null");
  return { users: rows, total: counts[0]?.total ?? 0 };
}

export type NewUser = {
  id?: string | undefined;
  email: string;
  password?: string | undefined;
  role?: string | undefined;
  confirmed: boolean;
  invited?: boolean;
  appMetadata?: Metadata | undefined;
  userMetadata?: Metadata | undefined;
};

/** Inserts a user with its e-mail identity; triggers on auth.users run in the same transaction. */
export async function insertUser(db: Db, user: NewUser, now: Date): Promise<UserRow> {
  const id = user.id ?? randomUUID();
  const identity = { sub: id, email: user.email, email_verified: user.confirmed, phone_verified: false, ...user.userMetadata };
  await db.query(
    `insert into auth.users (instance_id, id, aud, role, email, encrypted_password, email_confirmed_at, invited_at, raw_app_meta_data,
       raw_user_meta_data, created_at, updated_at, confirmation_token, recovery_token, email_change_token_new, email_change)
     values ('00000000-0000-0000-0000-000000000000', $1, 'authenticated', $2, $3, ${hashExpression(4)}, $5, $6, $7, $8, $9, $9, '', '', '', '')`,
    [
      id,
      user.role ?? "authenticated",
      user.email,
      user.password ?? null,
      user.confirmed ? now : null,
      user.invited ? now : null,
      { provider: "email", providers: ["email"], ...user.appMetadata },
      user.invited || !user.password ? { ...user.userMetadata } : identity,
      now,
    ],
  );
  await db.query(
    `insert into auth.identities (provider_id, user_id, identity_data, provider, last_sign_in_at, created_at, updated_at)
     values ($1::uuid::text, $1::uuid, $2, 'email', $3, $3, $3)`,
    [id, identity, now],
  );
  return requireUser(db, id);
}

export type UserChanges = {
  email?: string | undefined;
  password?: string | undefined;
  role?: string | undefined;
  confirmed?: boolean | undefined;
  bannedUntil?: Date | null | undefined;
  appMetadata?: Metadata | undefined;
  userMetadata?: Metadata | undefined;
};

/** Changes what is given; metadata is merged key by key, and a null value removes its key, as hosted does. */
export async function updateUser(db: Db, id: string, changes: UserChanges, now: Date): Promise<UserRow> {
  await db.query(
    `update auth.users set
       email = coalesce($2, email), encrypted_password = coalesce(${hashExpression(3)}, encrypted_password), role = coalesce($4, role),
       email_confirmed_at = case when $5::boolean then coalesce(email_confirmed_at, $6) else email_confirmed_at end, updated_at = $6,
       banned_until = case when $7::boolean then $8 else banned_until end,
       raw_app_meta_data = ${mergeExpression("raw_app_meta_data", 9)},
       raw_user_meta_data = ${mergeExpression("raw_user_meta_data", 10)}
     where id = $1`,
    [
      id,
      changes.email ?? null,
      changes.password ?? null,
      changes.role ?? null,
      changes.confirmed ?? false,
      now,
      changes.bannedUntil !== undefined,
      changes.bannedUntil ?? null,
      changes.appMetadata ?? {},
      changes.userMetadata ?? {},
    ],
  );
  if (changes.email) {
    const identity = { email: changes.email, email_verified: true };
    await db.query(
      "update auth.identities set identity_data = identity_data || $2, updated_at = $3 where user_id = $1 and provider = 'email'",
      [id, identity, now],
    );
  }
  return requireUser(db, id);
}

/** Soft deletion keeps the row so that foreign keys hold, but nobody can sign in with it or find it by its address. */
export async function deleteUser(db: Db, id: string, { soft }: { soft: boolean }, now: Date): Promise<void> {
  if (!soft) {
    await db.query("delete from auth.users where id = $1", [id]);
    return;
  }
  await db.query("delete from auth.identities where user_id = $1", [id]);
  await db.query("delete from auth.sessions where user_id = $1", [id]);
  await db.query("delete from auth.one_time_tokens where user_id = $1", [id]);
  await db.query(
    `update auth.users set deleted_at = $2, updated_at = $2, encrypted_password = null, raw_user_meta_data = '{}', raw_app_meta_data = '{}',
       email = encode(sha256(convert_to(email, 'UTF8')), 'hex') where id = $1`,
    [id, now],
  );
}

export async function passwordMatches(db: Db, user: UserRow, password: string): Promise<boolean> {
  if (!user.encrypted_password) return false;
  const { rows } = await db.query<{ same: boolean }>("select extensions.crypt($1, $2) = $2 as same", [password, user.encrypted_password]);
  return rows[0]?.same ?? false;
}

/** @throws AuthError weak_password, validation_failed */
export function checkPassword(password: string): void {
  if (Buffer.byteLength(password) > MAXIMUM_PASSWORD_BYTES) {
    throw new AuthError(422, "validation_failed", `Password cannot be longer than ${MAXIMUM_PASSWORD_BYTES} characters`);
  }
  if (password.length >= MINIMUM_PASSWORD_LENGTH) return;
  const message = `Password should be at least ${MINIMUM_PASSWORD_LENGTH} characters.`;
  throw new AuthError(422, "weak_password", message, { weak_password: { reasons: ["length"], message } });
}

/** Lower case and trimmed, as hosted stores it. @throws AuthError validation_failed */
export function checkEmail(email: string | undefined): string {
  const address = email?.trim().toLowerCase() ?? "";
  if (!/^[^\s@]+@[^\s@]+$/.test(address) || address.length > 255)
    throw validationFailed("Unable to validate email address: invalid format");
  return address;
}

/** The user as the API shows it. */
export function userJson(user: UserRow): Metadata {
  return {
    id: user.id,
    aud: user.aud,
    role: user.role,
    email: user.email,
    email_confirmed_at: user.email_confirmed_at ?? undefined,
    invited_at: user.invited_at ?? undefined,
    phone: user.phone ?? "",
    confirmation_sent_at: user.confirmation_sent_at ?? undefined,
    confirmed_at: user.confirmed_at ?? undefined,
    recovery_sent_at: user.recovery_sent_at ?? undefined,
    new_email: user.email_change || undefined,
    email_change_sent_at: user.email_change_sent_at ?? undefined,
    last_sign_in_at: user.last_sign_in_at ?? undefined,
    app_metadata: user.raw_app_meta_data ?? {},
    user_metadata: user.raw_user_meta_data ?? {},
    identities: user.identities,
    created_at: user.created_at,
    updated_at: user.updated_at,
    banned_until: user.banned_until ?? undefined,
    is_anonymous: user.is_anonymous,
  };
}

function hashExpression(parameter: number): string {
  return `extensions.crypt($${parameter}::text, extensions.gen_salt('bf', ${BCRYPT_COST}))`;
}

function mergeExpression(column: string, parameter: number): string {
  const removed = `array(select key from jsonb_each($${parameter}::jsonb) where value = 'null')`;
  return `(coalesce(${column}, '{}') || $${parameter}::jsonb) - ${removed}`;
}

async function requireUser(db: Db, id: string): Promise<UserRow> {
  const user = await findUserById(db, id);
  if (!user) throw new AuthError(404, "user_not_found", "User not found");
  return user;
}
