// A person's LinkedIn profile however somebody wrote it down: one address to act on, one identity to compare.

/**
 * `name`: the public name of the address, lower case and percent-decoded. `member`: LinkedIn's own id (`ACoAA…`), which works in place of
 * the name and keeps its case. `number`: a member's number, which no address leads to.
 */
export type LinkedinProfile = { kind: "name" | "member" | "number"; id: string };

/** Hosts: www, mobile and touch, one or two letters' country editions (`au.linkedin.com`). Nothing may stand before the host but a scheme. */
const PROFILE_PATH = /^(?:https?:\/\/)?(?:[a-z]{1,5}\.)?linkedin\.com(?::443)?\/+(?:(?:mwlite|m)\/+)?(?:profile\/+)?in\/+([^/?#\s]+)/i;
/** Sales Navigator and Recruiter carry the member id, sometimes followed by how the person was found. */
const MEMBER_PATH = /^(?:https?:\/\/)?(?:[a-z]{1,5}\.)?linkedin\.com\/+(?:sales\/+(?:lead|people)|talent\/+profile)\/+([^/?#,\s]+)/i;
const URN = /^urn:li:(member|person|fsd_profile|fs_salesProfile):\(?([\w-]+)/i;
/** `ACoAA…` in addresses, `ACwAA…` in Sales Navigator, `AEMAA…` in Recruiter: one member, one remainder, three prefixes. */
const MEMBER_ID = /^A[A-Za-z][A-Za-z]AA[\w-]{10,}$/;
/** What clings to an address copied out of a sentence; no public name holds any of it. */
const TRAILING = /[.,;:!)\]>"'’”]+$/;
/** A name with one of these was never a name: it would end the path or start another part of the address. */
const IMPOSSIBLE = /[/?#\\\s\p{Cc}]/u;

/**
 * Reads a profile address, with or without scheme, host edition, locale, query or fragment, or a member URN.
 * Null when it names no person: a company, a search, another site, a bare name.
 */
export function readLinkedinProfile(text: string): LinkedinProfile | null {
  const clean = text.trim().replace(/^[<("']+/, "");
  const urn = URN.exec(clean);
  if (urn?.[2]) return /^\d+$/.test(urn[2]) ? { kind: "number", id: urn[2] } : toProfile(urn[2]);
  const written = (PROFILE_PATH.exec(clean) ?? MEMBER_PATH.exec(clean))?.[1];
  return written === undefined ? null : toProfile(decoded(written).trim().replace(TRAILING, ""));
}

/**
 * `https://www.linkedin.com/in/<name or member id>`, the form leads are stored in and touches carry. The name stands decoded; `new URL`
 * writes it as it travels. Null when the text names no person, or only by a number.
 */
export function canonicalProfileUrl(text: string): string | null {
  const profile = readLinkedinProfile(text);
  return profile === null || profile.kind === "number" ? null : `https://www.linkedin.com/in/${profile.id}`;
}

/**
 * What two spellings of one profile have in common, for comparing and for suppression keys (SU-03): `in/<name>`, or
 * `urn:li:member:<number>`. Lower case throughout: a list that lost the case of a member id still finds its person.
 */
export function linkedinIdentity(text: string): string | null {
  const profile = readLinkedinProfile(text);
  if (profile === null) return null;
  return profile.kind === "number" ? `urn:li:member:${profile.id}` : `in/${profile.id.toLowerCase()}`;
}

/** Whether two addresses lead to the same profile; false when either leads to none. */
export function isSameLinkedinProfile(one: string, other: string): boolean {
  const identity = linkedinIdentity(one);
  return identity !== null && identity === linkedinIdentity(other);
}

function toProfile(id: string): LinkedinProfile | null {
  if (id === "" || IMPOSSIBLE.test(id)) return null;
  if (MEMBER_ID.test(id)) return { kind: "member", id: `ACoAA${id.slice(5)}` };
  return { kind: "name", id: id.toLowerCase().normalize("NFC") };
}

/** Exports encode what was already encoded, so decoding goes on until nothing changes. A stray % is part of what was written. */
function decoded(text: string): string {
  for (let current = text; ; ) {
    let next: string;
    try {
      next = decodeURIComponent(current);
    } catch (error) {
      if (error instanceof URIError) return current;
      throw error;
    }
    if (next === current) return current;
    current = next;
  }
}
