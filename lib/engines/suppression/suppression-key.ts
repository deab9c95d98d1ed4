import "server-only";
import { createHmac } from "node:crypto";
import {
  canonicalEmail,
  canonicalLinkedin,
  canonicalPhone,
  mailboxOfEmail,
  registrableDomain,
} from "@/lib/engines/suppression/canonical-identity";

export const SUPPRESSION_KINDS = ["email", "domain", "phone", "linkedin"] as const;
export type SuppressionKind = (typeof SUPPRESSION_KINDS)[number];

/** `pepper` is SUPPRESSION_PEPPER: without it a stolen list cannot be reversed by trying addresses (SU-02). */
export type SuppressionSecret = { pepper: string };

/** What a lead can be recognised by; what is unknown is null. */
export type Identity = { email?: string | null; phone?: string | null; linkedinUrl?: string | null; domain?: string | null };

/**
 * The key to store and to look up for one value: HMAC-SHA-256, in hex, of its kind and canonical form. Spellings that reach the same person
 * (case, `+tag`, dots at Google, 0412… and +61412…) give the same key, so one key is all there is to compare.
 * Null when the value is not of its kind.
 */
export function suppressionKey({ pepper }: SuppressionSecret, kind: SuppressionKind, value: string): string | null {
  const canonical = canonicalValue(kind, value);
  return canonical === null ? null : createHmac("sha256", pepper).update(`${kind}:${canonical}`).digest("hex");
}

/**
 * Every key under which a lead may be suppressed, by kind: its address, the domains of that address and of its company, its phone, its profile.
 * Ask `private.suppressed_hashes` once a kind.
 */
export function leadSuppressionKeys(secret: SuppressionSecret, lead: Identity): Record<SuppressionKind, string[]> {
  const keys = (kind: SuppressionKind, ...values: (string | null | undefined)[]) => [
    ...new Set(values.flatMap((value) => (value ? (suppressionKey(secret, kind, value) ?? []) : []))),
  ];
  return {
    email: keys("email", lead.email),
    domain: keys("domain", lead.email, lead.domain),
    phone: keys("phone", lead.phone),
    linkedin: keys("linkedin", lead.linkedinUrl),
  };
}

function canonicalValue(kind: SuppressionKind, value: string): string | null {
  switch (kind) {
    case "email": {
      const canonical = canonicalEmail(value);
      return canonical === null ? null : mailboxOfEmail(canonical);
    }
    case "domain":
      return registrableDomain(value);
    case "phone":
      return canonicalPhone(value);
    case "linkedin":
      return canonicalLinkedin(value);
    default: {
      const unknown: never = kind;
      throw new Error(`no canonical form for ${unknown}`);
    }
  }
}
