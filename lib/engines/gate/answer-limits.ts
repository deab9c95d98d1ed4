import "server-only";
import type { AnswerChannel } from "@/lib/domain/answer-channel";
import { hoursOfChannel } from "@/lib/engines/gate/channel-hours";
import { resourceCap } from "@/lib/engines/gate/ramp";
import { type SendingWindow, sendingWindow } from "@/lib/engines/gate/sending-window";

type Place = Pick<SendingWindow, "timezone" | "state">;
type Capped = Parameters<typeof resourceCap>[0];

/** Kept for conversations, of a day's capacity (domain.md 4.9). */
const RESERVED_SHARE = 0.1;
/**
 * What a resource carries a day at most, answers included: the mailbox as its provider is set up (blueprint, `max_email_per_day`), the
 * domain as practice tolerates it (OP-10), a seat's messages (domain.md 4.2), a number's 100 texts of whatever kind (OP-14).
 */
const CEILINGS = { mailbox: 50, domain: 90, seat: 50, number: 100, return_address: 0 } as const;

/**
 * How many hand-overs of the day of `at` a resource may have reached for an answer to go out too: what outreach may use, and the reserve on
 * top, at least one. The limits of the allocator (17 invitations a seat, 50 a domain) are of outreach, and stay what outreach gets.
 * Zero where somebody set its limit to nothing.
 */
export function answerCap(resource: Capped, at: Date): number {
  if (resource.dailyLimit === 0) return 0;
  const reserve = Math.max(1, Math.floor(resource.dailyLimit * RESERVED_SHARE));
  const outreach = resourceCap(resource, at);
  return Math.max(outreach, Math.min(outreach + reserve, CEILINGS[resource.kind]));
}

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7] as const;
const ALL_DAY = { windowStart: "00:00", windowEnd: "24:00", workDays: EVERY_DAY };
/** An e-mail that had to wait for another day is not there at midnight. */
const MORNING = { start: "08:30", end: "24:00", workDays: EVERY_DAY, sendsOverShutdown: true } as const;

/**
 * When an answer may leave that would leave at `at`: an e-mail at any hour, a text and a message within the hours of its channel, where the
 * recipient is (AU-19b). Nobody is left without an answer because their country is on holiday for three weeks.
 * @returns `detail` says why not at once; null where it may
 */
export function answerOpening(channel: AnswerChannel, place: Place, at: Date): { at: Date; detail: string | null } {
  const hours = channel === "email" ? null : hoursOfChannel({ channel, act: "send" }, at, ALL_DAY);
  if (!hours) return { at, detail: null };
  const verdict = sendingWindow(at, { ...place, ...hours, sendsOverShutdown: true });
  return verdict.isOpen ? { at, detail: null } : { at: verdict.opensAt, detail: verdict.detail };
}

/** The first civil moment from `at` on, for an answer that was put off. */
export function answerMorning(channel: AnswerChannel, place: Place, at: Date): Date {
  if (channel !== "email") return answerOpening(channel, place, at).at;
  const verdict = sendingWindow(at, { ...place, ...MORNING });
  return verdict.isOpen ? at : verdict.opensAt;
}
