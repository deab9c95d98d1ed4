import "server-only";
import { addDays, addMonths } from "date-fns";
import { CHANNEL_LABELS } from "@/lib/domain/outreach";
import type { GateFacts } from "@/lib/engines/gate/facts";
import { type Finding, type GateRule, hold, skip } from "@/lib/engines/gate/rule";

/** Publication evidence older than this is looked at again before a first touch (AU-04). */
const PUBLICATION_FRESH_DAYS = 180;
/** Consent to calls that names no period lapses (Do Not Call Register Act 2006 Sch 2, AU-23). */
const CALL_CONSENT_MONTHS = 3;

/** When a consent to calls ends; other channels end when their basis says so. */
export function callConsentEnds(consent: NonNullable<GateFacts["consent"]>): Date | null {
  return consent.hasStatedPeriod ? consent.expiresAt : addMonths(consent.capturedAt, CALL_CONSENT_MONTHS);
}

/** True for express consent to calls that has not lapsed; publication of a number is none (AU-23). */
export function hasCallConsent({ consent }: GateFacts, at: Date): boolean {
  if (consent?.basis !== "express") return false;
  const ends = callConsentEnds(consent);
  return ends === null || ends > at;
}

/** May this person be approached on this channel? Spam Act 2003 s 16 and Sch 2; letters and calls have rules of their own. */
export const consentRules: readonly GateRule[] = [
  {
    code: "no_consent_basis",
    source: ["AU-01", "AU-06", "AU-09", "AU-19"],
    channels: ["email", "sms", "linkedin"],
    fix: "/dashboard/leads",
    check: ({ consent, touch }, at) => {
      if (consent === null) return withoutConsent(touch.channel, "No consent basis on record (Spam Act 2003 s 16)");
      if (consent.expiresAt !== null && consent.expiresAt <= at) return withoutConsent(touch.channel, "The consent basis has lapsed");
      return null;
    },
  },
  {
    code: "publication_stale",
    source: ["AU-04"],
    channels: ["email", "sms", "linkedin"],
    fix: "/dashboard/leads",
    check: ({ consent, touch }, at) =>
      consent?.basis === "inferred_publication" && touch.isNewThread && addDays(consent.capturedAt, PUBLICATION_FRESH_DAYS) <= at
        ? withoutConsent(touch.channel, `The publication was last seen more than ${PUBLICATION_FRESH_DAYS} days ago; look again`)
        : null,
  },
  {
    code: "not_relevant_to_role",
    source: ["AU-03"],
    channels: ["email", "sms", "linkedin"],
    fix: "/dashboard/leads",
    check: ({ consent, lead, campaign, touch }) => {
      if (consent?.basis !== "inferred_publication" || lead.roleFunction === null) return null;
      return campaign.relevantFunctions.includes(lead.roleFunction)
        ? null
        : withoutConsent(touch.channel, `A published address allows only what concerns the role; theirs is ${lead.roleFunction}`);
    },
  },
];

/** E-mail carries the sequence, so somebody has to decide; another channel is left out and the sequence goes on. */
function withoutConsent(channel: keyof typeof CHANNEL_LABELS, detail: string): Finding {
  return channel === "email" ? hold(detail) : skip(`${CHANNEL_LABELS[channel]}: ${detail}`);
}
