import { addDays, addHours, subDays, subHours } from "date-fns";
import type { GateFacts } from "@/lib/engines/gate/facts";
import { ALLOWED_AT, allowedFacts } from "@/tests/support/allowed-facts";
import type { Row } from "@/tests/support/gate-rows-email";

const TODAY = "2026-03-04";
const TOMORROW = new Date("2026-03-04T13:00:00Z");

/** What carries each channel, in place of the mailbox and its domain. */
const SENDERS = {
  sms: { id: "number", label: "+61480000111", kind: "number", dailyLimit: 100, minimumSpacingSeconds: 0 },
  voice: { id: "line", label: "+61280000111", kind: "number", dailyLimit: 50, minimumSpacingSeconds: 0 },
  linkedin: { id: "seat", label: "Priya Nair", kind: "seat", dailyLimit: 17, minimumSpacingSeconds: 0 },
  mail: { id: "desk", label: "12 Wharf Street", kind: "return_address", dailyLimit: 20, minimumSpacingSeconds: 0 },
} as const;

type Change = Parameters<typeof allowedFacts>[0];
type OtherChannel = keyof typeof SENDERS;

/** Facts to which the gate says yes on a channel at ALLOWED_AT, with some of them changed. */
export function allowedOn(channel: OtherChannel, change: Change = {}): GateFacts {
  const base = allowedFacts({ touch: { channel }, resource: SENDERS[channel] });
  return allowedFacts({
    ...change,
    touch: { ...base.touch, ...change?.touch } as GateFacts["touch"],
    resource: change?.resource === null ? null : ({ ...base.resource, ...change?.resource } as GateFacts["resource"]),
    parent: null,
  });
}

/** Rules that only the other channels have, with the fact that makes them bite. */
export const CHANNEL_ROWS: readonly (Row & { channel: OtherChannel })[] = [
  { channel: "sms", code: "no_consent_basis", change: { consent: null }, verdict: "skip" },
  { channel: "linkedin", code: "no_consent_basis", change: { consent: null }, verdict: "skip" },
  { channel: "sms", code: "phone_missing", change: { lead: { phone: null } }, verdict: "skip" },
  { channel: "voice", code: "phone_missing", change: { lead: { phone: null } }, verdict: "skip" },
  { channel: "sms", code: "phone_not_allowed", change: { lead: { phone: { kind: "landline" } } }, verdict: "skip" },
  { channel: "voice", code: "phone_not_allowed", change: { lead: { phone: { kind: "premium" } } }, verdict: "skip" },
  { channel: "voice", code: "phone_not_allowed", change: { lead: { phone: { kind: "unknown" } } }, verdict: "skip" },
  { channel: "voice", code: "dncr_blocked", change: { phone: { wash: { result: "registered" } } }, verdict: "skip" },
  { channel: "sms", code: "dncr_blocked", change: { phone: { wash: { result: "registered" } } }, verdict: "skip" },
  { channel: "voice", code: "dncr_blocked", change: { phone: { wash: { result: "invalid" } } }, verdict: "skip" },
  {
    channel: "voice",
    code: "dncr_blocked", // express consent without a period lapses after three months (AU-23)
    change: {
      phone: { wash: { result: "registered" } },
      consent: { basis: "express", capturedAt: new Date("2025-12-03T23:00:00Z") },
    },
    verdict: "skip",
  },
  { channel: "voice", code: "dncr_unknown", change: { phone: { wash: null } }, verdict: "hold" },
  { channel: "voice", code: "dncr_unknown", change: { phone: { wash: { isOwn: false } } }, verdict: "hold" },
  // Washed on 2 February: good through 3 March, and today is the 4th.
  {
    channel: "voice",
    code: "dncr_unknown",
    change: { phone: { wash: { receivedAt: new Date("2026-02-02T02:00:00Z") } } },
    verdict: "hold",
  },
  {
    channel: "voice",
    code: "call_after_contact",
    change: { phone: { calls: [{ at: subDays(ALLOWED_AT, 5), outcome: "not_interested" }] } },
    verdict: "skip",
  },
  {
    channel: "voice",
    code: "call_attempts",
    change: { phone: { calls: [{ at: subHours(ALLOWED_AT, 23), outcome: "no_answer" }] } },
    verdict: "defer",
    until: addHours(ALLOWED_AT, 1),
  },
  {
    channel: "voice",
    code: "call_attempts",
    change: { phone: { calls: [{ at: subHours(ALLOWED_AT, 1), outcome: "busy" }] } },
    verdict: "defer",
    until: addHours(ALLOWED_AT, 1),
  },
  {
    channel: "voice",
    code: "call_attempts",
    change: { phone: { calls: [13, 8, 3].map((days) => ({ at: subDays(ALLOWED_AT, days), outcome: "no_answer" as const })) } },
    verdict: "defer",
    until: addDays(ALLOWED_AT, 1),
  },
  {
    channel: "voice",
    code: "calling_hours", // 10:00 in Sydney is 7:00 in Perth, and nobody knows where they are
    change: { lead: { state: null, timezone: null } },
    verdict: "defer",
    until: new Date("2026-03-04T01:00:00Z"), // 9:00 in Perth
  },
  {
    channel: "sms",
    code: "sender_id_not_registered",
    change: { resource: { isTwoWay: false, senderIdStatus: "pending" } },
    verdict: "hold",
  },
  { channel: "linkedin", code: "linkedin_url_missing", change: { lead: { linkedinUrl: null } }, verdict: "skip" },
  { channel: "linkedin", code: "already_invited", change: { touch: { act: "invite" } }, verdict: "skip" },
  { channel: "linkedin", code: "not_connected", change: { linkedin: { connection: "none", acceptedAt: null } }, verdict: "skip" },
  {
    channel: "linkedin",
    code: "not_connected",
    change: { linkedin: { connection: "invited", invitedAt: subDays(ALLOWED_AT, 4), acceptedAt: null } },
    verdict: "defer",
    until: addDays(ALLOWED_AT, 10),
  },
  {
    channel: "linkedin",
    code: "not_connected",
    change: { linkedin: { connection: "invited", invitedAt: subDays(ALLOWED_AT, 14), acceptedAt: null } },
    verdict: "skip",
  },
  {
    channel: "linkedin",
    code: "connection_is_new",
    change: { linkedin: { acceptedAt: subDays(ALLOWED_AT, 2) } },
    verdict: "defer",
    until: addDays(ALLOWED_AT, 1),
  },
  {
    channel: "linkedin",
    code: "invitations_a_week",
    change: {
      touch: { act: "invite" },
      linkedin: { connection: "none" },
      resource: { used: { "2026-02-26": 17, "2026-02-27": 17, "2026-02-28": 12, "2026-03-02": 17, "2026-03-03": 17 } },
    },
    verdict: "defer",
    until: TOMORROW,
  },
  {
    channel: "linkedin",
    code: "pending_invitations",
    change: { touch: { act: "invite" }, linkedin: { connection: "none" }, resource: { pendingInvitations: 400 } },
    verdict: "hold",
  },
  { channel: "linkedin", code: "resource_cap", change: { resource: { used: { [TODAY]: 17 } } }, verdict: "defer", until: TOMORROW },
  { channel: "mail", code: "address_missing", change: { lead: { hasPostalAddress: false } }, verdict: "skip" },
  { channel: "mail", code: "address_returned", change: { letter: { isReturned: true } }, verdict: "skip" },
  {
    channel: "mail",
    code: "letter_too_recent",
    change: { letter: { lastLetterAt: subDays(ALLOWED_AT, 89) } },
    verdict: "defer",
    until: addDays(ALLOWED_AT, 1),
  },
];
