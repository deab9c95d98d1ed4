import "server-only";
import { domainToASCII } from "node:url";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { getDomain } from "tldts";
import { linkedinIdentity } from "@/lib/domain/linkedin";
import { parseAustralianNumber } from "@/lib/domain/phone";

// One spelling for each way to reach a person (SU-03), so that the same person is found however a list writes them.

/** Google delivers these to the same mailbox, with or without dots. */
const GMAIL_DOMAINS: ReadonlySet<string> = new Set(["gmail.com", "googlemail.com"]);

/** NFC, trimmed, lower case, the domain in its ASCII form (IDNA 2008). Null when it is not `local@domain`. */
export function canonicalEmail(text: string): string | null {
  const clean = text.normalize("NFC").trim().toLowerCase();
  const at = clean.lastIndexOf("@");
  const local = clean.slice(0, at);
  if (at < 1 || /[\s\p{Cc}]/u.test(local)) return null;
  const domain = domainToASCII(clean.slice(at + 1).replace(/\.$/, ""));
  return domain.includes(".") ? `${local}@${domain}` : null;
}

/**
 * The mailbox behind an address: without its `+tag` at any provider, without dots at Google, whose two domains are one.
 * Dots stay elsewhere, where they tell people apart. Takes and returns the canonical form.
 */
export function mailboxOfEmail(canonical: string): string {
  const at = canonical.lastIndexOf("@");
  const domain = canonical.slice(at + 1);
  const untagged = canonical.slice(0, at).replace(/(?<=.)\+.*$/, "");
  return GMAIL_DOMAINS.has(domain) ? `${untagged.replaceAll(".", "")}@gmail.com` : `${untagged}@${domain}`;
}

/**
 * E.164 ("+61412345678") of a number written the Australian way or with a country code; null when it is no such number.
 * Australian numbers are read by our own rules, so that a number is one identity even in a range that is not assigned yet.
 */
export function canonicalPhone(text: string): string | null {
  const australian = parseAustralianNumber(text);
  if (australian) return australian.e164;
  const international = text.trim().replace(/^00(?!11)/, "+"); // 0061…, as dialled from Europe; 0011… is ours
  const parsed = parsePhoneNumberFromString(international, "AU");
  return parsed?.isValid() ? parsed.number : null;
}

/** What all spellings of one profile share, `in/<name>` or a member URN; null when it names no person. */
export function canonicalLinkedin(text: string): string | null {
  return linkedinIdentity(text);
}

/** The domain a registrar sells ("example.com.au") of a domain, an address of the web or an e-mail address; null when there is none. */
export function registrableDomain(text: string): string | null {
  const host = text.trim().toLowerCase().replace(/^.*@/, "");
  return getDomain(host);
}
