import { z } from "zod";

/** What a reply means, in the order of the database enum `intent_type`. */
export const REPLY_INTENTS = [
  "meeting_request",
  "interested",
  "question",
  "not_interested",
  "unsubscribe",
  "out_of_office",
  "auto_reply",
] as const;
export const replyIntent = z.enum(REPLY_INTENTS);
export type ReplyIntent = z.infer<typeof replyIntent>;

/** Where a reply can arrive. A letter is answered on one of these. */
export const REPLY_CHANNELS = ["email", "sms", "linkedin", "voice"] as const;
export const replyChannel = z.enum(REPLY_CHANNELS);
export type ReplyChannel = z.infer<typeof replyChannel>;

/** What the system must do about a reply: the codes that stand alone. */
export const SIMPLE_REPLY_ACTIONS = [
  "book_meeting",
  "confirm_meeting",
  "reschedule_meeting",
  "use_delegate",
  "send_info",
  "answer_question",
  "disclose_source",
  "disclose_ai",
  "disable_tracking",
  "dsar_export",
  "erase_keep_hash",
  "stop_sequence",
  "pause_sequence",
  "suppress_contact",
  "suppress_global",
  "suppress_address_hard_bounce",
  "record_soft_bounce",
  "infra_alert",
  "pause_mailbox",
  "record_complaint",
  "record_no_answer",
  "mark_wrong_person",
  "mark_left_company",
  "mark_company_closed",
  "mark_competitor",
  "mark_existing_customer",
  "mark_deceased",
  "mark_role_account",
  "create_referral",
  "escalate_legal",
  "human_review",
  "no_auto_reply",
  "do_not_click",
  "end_call",
  "ignore",
] as const;
export const simpleReplyAction = z.enum(SIMPLE_REPLY_ACTIONS);
export type SimpleReplyAction = z.infer<typeof simpleReplyAction>;

/** Codes that carry a value behind a colon, and the shape of that value. */
const PARAMETERISED_ACTIONS: ReadonlyMap<string, z.ZodType<string>> = new Map<string, z.ZodType<string>>([
  ["stop_channel", replyChannel],
  ["suppress_channel", replyChannel],
  ["snooze_until", z.iso.date()],
  ["snooze_days", z.string().regex(/^[1-9]\d{0,2}$/)],
  ["suppress_domain", z.string().regex(/^[a-z0-9.-]+\.[a-z]{2,}$/)],
  ["route_jurisdiction", z.string().regex(/^[A-Z]{2}$/)],
]);

export type ReplyAction =
  | SimpleReplyAction
  | `stop_channel:${ReplyChannel}`
  | `suppress_channel:${ReplyChannel}`
  | `snooze_until:${string}`
  | `snooze_days:${number}`
  | `suppress_domain:${string}`
  | `route_jurisdiction:${string}`;

/** True for one of the codes above, with its parameter in the right shape. */
export function isReplyAction(code: string): code is ReplyAction {
  const [name = "", value] = splitAtColon(code);
  if (value === undefined) return simpleReplyAction.safeParse(name).success;
  return PARAMETERISED_ACTIONS.get(name)?.safeParse(value).success ?? false;
}

export const replyAction = z.custom<ReplyAction>((value) => typeof value === "string" && isReplyAction(value), "Not a known action code");

/** One reply as the operator's command line and the provider transforms hand it over; unknown fields are ignored. */
export const replyLine = z.object({
  id: z.string().min(1, "Give every reply an id"),
  channel: replyChannel,
  /** Decoded header map; for SMS, LinkedIn and voice the provider's fields. */
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string()).transform((values) => values.join(", "))])).default({}),
  subject: z
    .string()
    .nullish()
    .transform((value) => value ?? ""),
  body: z
    .string()
    .nullish()
    .transform((value) => value ?? ""),
});
export type ReplyLine = z.infer<typeof replyLine>;

/** What the classifier says about one reply. `by` names the rule family that decided, for example `rules:opt_out`. */
export const replyResultLine = z.object({
  id: z.string(),
  intent: replyIntent,
  actions: z.array(replyAction),
  confidence: z.number().min(0).max(1),
  by: z.string(),
});
export type ReplyResultLine = z.infer<typeof replyResultLine>;

function splitAtColon(code: string): [string, string?] {
  const at = code.indexOf(":");
  return at < 0 ? [code] : [code.slice(0, at), code.slice(at + 1)];
}
