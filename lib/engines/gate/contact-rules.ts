import "server-only";
import type { GateRule } from "@/lib/engines/gate/rule";

/** Local parts nobody may be marketed to at (OP-31). */
const NEVER_LOCAL_PARTS: ReadonlySet<string> = new Set([
  "abuse",
  "postmaster",
  "privacy",
  "legal",
  "noreply",
  "no-reply",
  "donotreply",
  "mailer-daemon",
]);

/** Shared addresses: only where the address itself was published for such offers (OP-31). */
const ROLE_LOCAL_PARTS: ReadonlySet<string> = new Set([
  "info",
  "sales",
  "admin",
  "accounts",
  "support",
  "hr",
  "office",
  "hello",
  "contact",
  "enquiries",
  "reception",
  "marketing",
  "team",
  "billing",
  "help",
]);

/** Countries whose rules the product knows today; anything else stays closed until it has a rule pack (SU-15). */
const OPEN_COUNTRIES: ReadonlySet<string> = new Set(["AU"]);

/** May this address be written to at all? Country, consent, and whether anybody is there to read it. */
export const contactRules: readonly GateRule[] = [
  {
    code: "country_not_open",
    fix: "/dashboard/leads",
    // An unknown country is held to the Australian rules, which want consent first.
    check: ({ lead }) =>
      lead.country !== null && !OPEN_COUNTRIES.has(lead.country)
        ? { verdict: "stop", detail: `No rules for ${lead.country} yet, so nothing is sent there` }
        : null,
  },
  {
    code: "no_consent_basis",
    fix: "/dashboard/leads",
    check: ({ consent }, at) => {
      if (consent === null) return { verdict: "hold", detail: "No consent basis on record (Spam Act 2003 s 16)" };
      if (consent.expiresAt !== null && consent.expiresAt <= at) return { verdict: "hold", detail: "The consent basis has lapsed" };
      return null;
    },
  },
  {
    code: "role_address",
    fix: "/dashboard/leads",
    check: ({ lead, consent }) => {
      const local = lead.email.slice(0, lead.email.lastIndexOf("@")).toLowerCase();
      if (NEVER_LOCAL_PARTS.has(local)) return { verdict: "stop", detail: `${local}@ is never written to` };
      if (ROLE_LOCAL_PARTS.has(local) && consent?.basis !== "inferred_publication" && consent?.basis !== "express") {
        return { verdict: "hold", detail: `${local}@ is a shared address; it needs publication evidence` };
      }
      return null;
    },
  },
  {
    code: "email_invalid",
    fix: null,
    check: ({ lead }) => (lead.emailStatus === "invalid" ? { verdict: "stop", detail: "The address does not exist" } : null),
  },
  {
    code: "email_unverified",
    fix: "/dashboard/leads",
    check: ({ lead, consent }) => {
      if (lead.emailStatus === "verified" || lead.emailStatus === "invalid") return null;
      if (lead.emailStatus === "catch_all") {
        return consent?.basis === "inferred_publication" || consent?.basis === "express"
          ? null
          : { verdict: "hold", detail: "The server accepts any address; this one needs publication evidence (OP-30)" };
      }
      return { verdict: "hold", detail: "Nobody has verified that this address exists (Spam Act 2003 s 16(6))" };
    },
  },
];
