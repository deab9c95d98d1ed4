import "server-only";
import type { RefusalCause } from "@/lib/domain/hand-over";

/**
 * What follows from one of Twilio's codes. `isPermanent`: true when another try of the same message makes no sense, false when a later
 * one may work, null where Twilio itself does not know.
 */
export type TwilioMeaning = { cause: RefusalCause; isPermanent: boolean | null; what: string };

type Codes = Readonly<Record<number, string>>;

// From Twilio's error dictionary. Lists, not ranges: neighbours in its numbering mean unrelated things. In our words, because Twilio's own
// messages repeat the telephone number.

/** Nobody can be reached by text at this number, now or later. */
const NO_SUCH_ADDRESS: Codes = {
  21211: "not a telephone number",
  21217: "not a telephone number",
  21265: "a short code",
  21614: "not a mobile number",
  21635: "a landline",
  30004: "blocked at the destination",
  30005: "unknown handset",
  30006: "a landline or a carrier nobody reaches",
};
/** The person told Twilio STOP; it lets nothing through from this sender. */
const OPTED_OUT: Codes = { 21610: "replied STOP" };
/** Key, account, sender or set-up: the next message fails in the same way. */
const OURS: Codes = {
  20003: "the key is not accepted",
  20005: "the account is not active",
  20006: "the key may not do this",
  20404: "no such account or resource",
  21212: "the sender is not a number",
  21266: "sender and recipient are the same",
  21267: "sender name on a trial account",
  21408: "the country is not switched on",
  21603: "no sender",
  21606: "the sender cannot send texts",
  21608: "the trial account knows no such recipient",
  21609: "the callback address is not usable",
  21612: "this sender cannot reach this recipient",
  21659: "the sender is not a Twilio number",
  21660: "the sender belongs to another account",
  21661: "the sender cannot send texts",
  21703: "the messaging service has no sender",
  21705: "no such messaging service",
  21910: "sender and recipient are of different channels",
  30002: "the account is suspended",
  30018: "the sender name is not registered",
  30024: "the sender is not set up with the carrier",
  30037: "sending is switched off for the account",
};
/** This text is not carried, to anybody. */
const CONTENT: Codes = {
  21602: "no text",
  21617: "longer than 1600 characters",
  21619: "no text",
  30007: "filtered by the carrier",
  30019: "too long for the carrier",
  30038: "taken for a one-time password",
};
/** Not now. */
const MOMENT: Codes = {
  14107: "too many messages at once",
  20429: "too many requests",
  20503: "Twilio is not available",
  21611: "the sender's queue is full",
  30001: "the sender's queue is full",
  30003: "the handset cannot be reached",
  30009: "a part went missing",
  30017: "the carrier is congested",
  30036: "not sent within its validity",
  30410: "the carrier did not answer",
  63038: "the account's daily limit",
};
/** Carriers' "something went wrong". */
const UNSAID: Codes = { 30008: "unknown error" };

const MEANINGS: ReadonlyMap<number, TwilioMeaning> = new Map([
  ...listed(NO_SUCH_ADDRESS, "address", true),
  ...listed(OPTED_OUT, "opted_out", true),
  ...listed(OURS, "ours", false),
  ...listed(CONTENT, "content", true),
  ...listed(MOMENT, "moment", false),
  ...listed(UNSAID, "moment", null),
]);

/**
 * What a code means; undefined for one that is in no list, which must be treated as saying nothing about the person.
 * Codes 2xxxx come with the answer to a request, 3xxxx later with the status of a message.
 */
export function meaningOfCode(code: number | null): TwilioMeaning | undefined {
  return code === null ? undefined : MEANINGS.get(code);
}

/** Codes with which Twilio refuses at its door although it answers 5xx: nothing was sent. */
export const REFUSED_AT_THE_DOOR: ReadonlySet<number> = new Set([20429, 20503]);

function listed(codes: Codes, cause: RefusalCause, isPermanent: boolean | null): [number, TwilioMeaning][] {
  return Object.entries(codes).map(([code, what]) => [Number(code), { cause, isPermanent, what }]);
}
