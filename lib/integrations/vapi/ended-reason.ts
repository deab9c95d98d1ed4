import "server-only";

/**
 * - `talked`: somebody or something picked up and the call ran its course; the words say how it went
 * - `failed`: the machinery gave out, before or after somebody spoke
 */
export type EndedGroup = "no_answer" | "busy" | "voicemail" | "misdialled" | "talked" | "failed";

/**
 * Over 600 reasons, growing without notice, told apart by how they begin; the first line that fits counts.
 * What fits no line is a failure, as nearly all of the rest are (`pipeline-error-…`, `call.in-progress.error-…`).
 */
const GROUPS: readonly (readonly [prefix: string, group: EndedGroup])[] = [
  ["customer-did-not-answer", "no_answer"],
  ["call.forwarding.no-answer", "no_answer"],
  ["customer-busy", "busy"],
  ["call.forwarding.operator-busy", "busy"],
  ["voicemail", "voicemail"],
  ["twilio-reported-customer-misdialed", "misdialled"],
  ["customer-ended-call", "talked"],
  ["assistant-ended-call", "talked"],
  ["assistant-said-end-call-phrase", "talked"],
  ["assistant-forwarded-call", "talked"],
  ["silence-timed-out", "talked"],
  ["exceeded-max-duration", "talked"],
  ["manually-canceled", "talked"],
  ["vonage-completed", "talked"],
  ["call.in-progress.twilio-completed-call", "talked"],
  ["call.in-progress.sip-completed-call", "talked"],
  ["call.ending.hook-executed", "talked"],
  // The far end's switch: the phone is off or out of reach, which is no answer and not our failure.
  ["call.in-progress.error-providerfault-outbound-sip-480", "no_answer"],
  ["call.in-progress.error-providerfault-outbound-sip-408", "no_answer"],
];

/** The group of a reason; unknown reasons are failures. */
export function groupEndedReason(reason: string): EndedGroup {
  return GROUPS.find(([prefix]) => reason.startsWith(prefix))?.[1] ?? "failed";
}
