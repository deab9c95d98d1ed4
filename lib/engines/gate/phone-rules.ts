import "server-only";
import { addDays, addHours } from "date-fns";
import { type AllowedHours, openForAll } from "@/lib/engines/gate/calling-hours";
import { hasCallConsent } from "@/lib/engines/gate/consent-rules";
import { addCalendarDays, localDay } from "@/lib/engines/gate/local-time";
import { callPlaces } from "@/lib/engines/gate/recipient-place";
import { defer, type GateRule, hold, skip } from "@/lib/engines/gate/rule";

/** A wash is good on the day it came back and 29 more (Do Not Call Register Act 2006 s 11, AU-21). */
export const WASH_DAYS = 30;
/** Attempts a number (AU-31). */
const ATTEMPTS = 3;
const ATTEMPTS_WITHIN_DAYS = 14;
const HOURS_BETWEEN_ATTEMPTS = 24;
/** A busy line is nobody's attention: it may be tried again after this (domain.md 4.9). */
const HOURS_AFTER_BUSY = 2;
const REGISTER_ZONE = "Australia/Sydney";

/** Somebody spoke; no machine calls again. */
const HUMAN_OUTCOMES: ReadonlySet<string> = new Set([
  "meeting_booked",
  "callback",
  "interested",
  "not_interested",
  "wrong_number",
  "dnc_request",
]);

/** The telemarketing standard of 2017 on the recipient's clock (AU-25); it sunsets about 1 April 2027 and is then another row here. */
const LEGAL_CALLING_HOURS: readonly AllowedHours[] = [
  {
    effectiveFrom: new Date("2017-04-01T00:00:00Z"),
    weekdays: { start: "09:00", end: "20:00" },
    saturday: { start: "09:00", end: "17:00" },
  },
];

/** Text messages and calls: who may be rung, when, and how often. */
export const phoneRules: readonly GateRule[] = [
  {
    code: "phone_missing",
    source: [],
    channels: ["sms", "voice"],
    fix: "/dashboard/leads",
    check: ({ lead }) => (lead.phone === null ? skip("No phone number is known") : null),
  },
  {
    code: "phone_not_allowed",
    source: ["AU-31"],
    channels: ["sms", "voice"],
    fix: null,
    check: ({ lead, touch }) => {
      const kind = lead.phone?.kind;
      if (kind === undefined || kind === "mobile") return null;
      if (touch.channel === "sms") return skip(`A text message needs a mobile number; this one is ${KIND_WORDS[kind]}`);
      return DIALLED_KINDS.has(kind) ? null : skip(`This number is never dialled: it is ${KIND_WORDS[kind]}`);
    },
  },
  {
    code: "dncr_blocked",
    source: ["AU-20", "AU-23"],
    channels: ["sms", "voice"],
    fix: "/dashboard/leads",
    check: (facts, at) => {
      const { phone, touch } = facts;
      if (phone?.wash?.result === "invalid") return skip("The Do Not Call Register does not know this number as valid");
      if (phone?.wash?.result !== "registered") return null;
      const isExpress = touch.channel === "voice" ? hasCallConsent(facts, at) : facts.consent?.basis === "express";
      return isExpress ? null : skip("The number is on the Do Not Call Register");
    },
  },
  {
    code: "dncr_unknown",
    source: ["AU-20", "AU-21", "AU-22"],
    channels: ["voice"],
    fix: null,
    check: (facts, at) => {
      const wash = facts.phone?.wash;
      if (facts.lead.phone === null || hasCallConsent(facts, at)) return null;
      if (!wash?.isOwn) return hold("Waits to be washed against the Do Not Call Register in this workspace's name");
      const lastDay = addCalendarDays(localDay(wash.receivedAt, REGISTER_ZONE), WASH_DAYS - 1);
      return localDay(at, REGISTER_ZONE) > lastDay ? hold(`The last wash was good until ${lastDay}; it is washed again`) : null;
    },
  },
  {
    code: "call_after_contact",
    source: ["AU-31"],
    channels: ["voice"],
    fix: "/dashboard/leads",
    check: ({ phone }) =>
      phone?.calls.some(({ outcome }) => outcome !== null && HUMAN_OUTCOMES.has(outcome)) ? skip("Somebody already spoke with them") : null,
  },
  {
    code: "call_attempts",
    source: ["AU-31"],
    channels: ["voice"],
    fix: null,
    check: ({ phone }, at) => {
      const calls = (phone?.calls ?? []).filter((call) => addDays(call.at, ATTEMPTS_WITHIN_DAYS) > at);
      const oldest = calls.at(-ATTEMPTS);
      if (oldest) return defer(addDays(oldest.at, ATTEMPTS_WITHIN_DAYS), `${ATTEMPTS} calls within ${ATTEMPTS_WITHIN_DAYS} days`);
      const last = calls.at(-1);
      if (!last) return null;
      const gap = last.outcome === "busy" ? HOURS_AFTER_BUSY : HOURS_BETWEEN_ATTEMPTS;
      const until = addHours(last.at, gap);
      return at < until ? defer(until, `The last call was less than ${gap} hours ago`) : null;
    },
  },
  {
    code: "calling_hours",
    source: ["AU-25", "AU-26", "AU-27"],
    channels: ["voice"],
    fix: null,
    check: ({ lead }, at) => {
      const opensAt = openForAll(at, callPlaces(lead), LEGAL_CALLING_HOURS);
      return opensAt > at
        ? defer(opensAt, "Calls are allowed from 9 to 20 o'clock on weekdays and to 17 on Saturdays, where they are")
        : null;
    },
  },
  {
    code: "sender_id_not_registered",
    source: ["AU-19", "AU-19a"],
    channels: ["sms"],
    fix: "/dashboard/settings/senders",
    check: ({ resource }) =>
      resource && !resource.isTwoWay && resource.senderIdStatus !== "approved"
        ? hold(`${resource.label} is not approved in the SMS Sender ID Register`)
        : null,
  },
];

const KIND_WORDS = {
  landline: "a landline",
  toll_free: "a toll-free number",
  shared_cost: "a 13 or 1300 number",
  premium: "a premium number",
  special: "a satellite, data or internet number",
  unknown: "not an Australian number",
} as const;
const DIALLED_KINDS: ReadonlySet<string> = new Set(["landline", "toll_free", "shared_cost"]);
