import "server-only";
import { createHash } from "node:crypto";

/** Raised when the cached shape changes: old entries are then never read again. */
const VERSION = "v1";

export type PersonIdentity = {
  email?: string | null;
  linkedinUrl?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  domain?: string | null;
};

/**
 * Cache key of one person, by the strongest identity at hand: e-mail, LinkedIn profile, or name with domain; null when none is complete.
 * Never by domain alone, which would give everybody at a company the same contact. Addresses and names are hashed: keys end up in logs.
 */
export function personCacheKey(person: PersonIdentity): string | null {
  const email = clean(person.email);
  if (email) return `${VERSION}:person:${sha256(email)}`;
  const slug = /linkedin\.com\/in\/([^/?#]+)/.exec(clean(person.linkedinUrl))?.[1];
  if (slug) return `${VERSION}:person:linkedin:${slug}`;
  const parts = [clean(person.firstName), clean(person.lastName), bareDomain(person.domain)];
  return parts.every(Boolean) ? `${VERSION}:person:name:${sha256(parts.join("|"))}` : null;
}

/** Cache key of what is known of a company. */
export function companyCacheKey(domain: string): string {
  return `${VERSION}:company:${bareDomain(domain)}`;
}

/** Cache key of what is known of a company of which only the name is. */
export function companyNameCacheKey(name: string): string {
  return `${VERSION}:company:name:${sha256(clean(name))}`;
}

function bareDomain(domain: string | null | undefined): string {
  return clean(domain)
    .replace(/^https?:\/\//, "")
    .replace(/^www\./, "")
    .replace(/[/?#].*$/, "");
}

function clean(text: string | null | undefined): string {
  return (text ?? "").trim().toLowerCase();
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
