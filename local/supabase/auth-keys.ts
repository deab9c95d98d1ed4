import { randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, importJWK, type JWK, jwtVerify, SignJWT } from "jose";
import type { Pool } from "pg";
import { z } from "zod";

const ALGORITHM = "ES256";

const claims = z.looseObject({
  sub: z.string().optional(),
  role: z.string(),
  exp: z.number(),
  session_id: z.string().optional(),
  email: z.string().optional(),
});

/** Claims of a token this stand-in signed and that has not expired. */
export type TokenClaims = z.infer<typeof claims>;

export type AuthKeys = {
  jwks: { keys: JWK[] };
  sign(payload: Record<string, unknown>): Promise<string>;
  /** @throws jose errors (`code: "ERR_JWT_EXPIRED"` and others) */
  verify(token: string): Promise<TokenClaims>;
};

/** Loads the ES256 key pair, making and storing one the first time, so that sessions outlive a restart. */
export async function loadAuthKeys(local: Pool): Promise<AuthKeys> {
  await local.query(`
    create schema if not exists supabase;
    create table if not exists supabase.signing_keys (
      only_one boolean primary key default true check (only_one),
      private_jwk jsonb not null,
      public_jwk jsonb not null
    )`);
  const fresh = await generateKeyPair(ALGORITHM, { extractable: true });
  const described = { kid: randomUUID(), alg: ALGORITHM, use: "sig" };
  await local.query("insert into supabase.signing_keys (private_jwk, public_jwk) values ($1, $2) on conflict do nothing", [
    { ...(await exportJWK(fresh.privateKey)), ...described },
    { ...(await exportJWK(fresh.publicKey)), ...described },
  ]);
  const { rows } = await local.query<{ private_jwk: JWK; public_jwk: JWK }>("select private_jwk, public_jwk from supabase.signing_keys");
  const stored = rows[0];
  if (!stored?.public_jwk.kid) throw new Error("supabase.signing_keys holds no usable key; delete its row and start again.");
  const { kid } = stored.public_jwk;
  const privateKey = await importJWK(stored.private_jwk, ALGORITHM);
  const publicKey = await importJWK(stored.public_jwk, ALGORITHM);
  return {
    jwks: { keys: [{ ...stored.public_jwk, key_ops: ["verify"], ext: true }] },
    sign: (payload) => new SignJWT(payload).setProtectedHeader({ alg: ALGORITHM, typ: "JWT", kid }).sign(privateKey),
    async verify(token) {
      const { payload } = await jwtVerify(token, publicKey, { algorithms: [ALGORITHM] });
      return claims.parse(payload);
    },
  };
}
