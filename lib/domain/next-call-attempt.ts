import type { CallOutcome } from "@/lib/domain/channel-events";

/** When the same call may be tried again; the gate still decides about the moment itself. */
export type NextCallAttempt =
  | { when: "after"; delayMs: number }
  | { when: "next_business_day" }
  | { when: "never"; reason: "human_contact" | "voicemail_left" | "call_failed" | "attempts_used" };

/** compliance.md AU-31: at most three attempts for a number, a limit that also ends mixed runs of busy and no answer. */
const MAXIMUM_ATTEMPTS = 3;
const BUSY_RETRIES = 2;
const BUSY_DELAY_MS = 2 * 3_600_000;
const NO_ANSWER_RETRIES = 1;

const HUMAN_CONTACT: ReadonlySet<CallOutcome> = new Set([
  "meeting_booked",
  "callback",
  "interested",
  "not_interested",
  "wrong_number",
  "dnc_request",
]);

/**
 * Whether and when a call that did not reach anybody is repeated (domain.md 4.7 and 4.9): busy after two hours, twice; no answer on the
 * next business day, once; a voicemail is left once; a failed call is not repeated. After talking to a person never: a call back they
 * asked for is a new call at the time they named.
 * @param history outcomes of the attempts before this one, oldest first
 */
export function nextCallAttempt(history: readonly CallOutcome[], outcome: CallOutcome): NextCallAttempt {
  const attempts = [...history, outcome];
  if (attempts.some((attempt) => HUMAN_CONTACT.has(attempt))) return { when: "never", reason: "human_contact" };
  if (attempts.includes("voicemail")) return { when: "never", reason: "voicemail_left" };
  if (outcome === "failed") return { when: "never", reason: "call_failed" };
  const repeats = history.filter((earlier) => earlier === outcome).length;
  const isUsed = attempts.length >= MAXIMUM_ATTEMPTS || repeats >= (outcome === "busy" ? BUSY_RETRIES : NO_ANSWER_RETRIES);
  if (isUsed) return { when: "never", reason: "attempts_used" };
  return outcome === "busy" ? { when: "after", delayMs: BUSY_DELAY_MS } : { when: "next_business_day" };
}
