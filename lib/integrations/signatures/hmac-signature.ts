import "server-only";
import { createHmac } from "node:crypto";
import { isSameText } from "@/lib/integrations/signatures/is-same-text";

/** Bytes as they came over the wire; text stands for its UTF-8. */
export type RawBytes = string | Uint8Array;

/** One secret, or several while one replaces another. */
export type Secrets<Secret = string> = Secret | readonly Secret[];

export type HmacScheme = { algorithm: "sha1" | "sha256" | "sha512"; encoding: "hex" | "base64" };

const HMAC_SHA256_HEX: HmacScheme = { algorithm: "sha256", encoding: "hex" };

/** @param content pieces that are signed one after the other, so that a body need not be copied to put something before it */
export function hmacSignature(content: readonly RawBytes[], secret: RawBytes, scheme: HmacScheme = HMAC_SHA256_HEX): string {
  const hmac = createHmac(scheme.algorithm, secret);
  for (const piece of content) hmac.update(piece);
  return hmac.digest(scheme.encoding);
}

export type HmacCheck = {
  /** As received, without any prefix; hex in either case. */
  signature: string | null;
  content: readonly RawBytes[];
  secrets: Secrets<RawBytes>;
  scheme?: HmacScheme;
};

/** Whether any of the secrets made the signature. An empty secret never matches: everybody can sign with it. */
export function isHmacSignature({ signature, content, secrets, scheme = HMAC_SHA256_HEX }: HmacCheck): boolean {
  if (!signature) return false;
  const given = scheme.encoding === "hex" ? signature.toLowerCase() : signature;
  let isMade = false;
  for (const secret of listSecrets(secrets)) if (isSameText(given, hmacSignature(content, secret, scheme))) isMade = true;
  return isMade;
}

/** The secrets that can be one. */
export function listSecrets<Secret extends RawBytes>(secrets: Secrets<Secret>): Secret[] {
  const list = typeof secrets === "string" || secrets instanceof Uint8Array ? [secrets] : secrets;
  return (list as readonly Secret[]).filter(({ length }) => length > 0);
}
