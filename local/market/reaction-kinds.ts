/** What a mailbox does by itself. */
export const MACHINE_KINDS = ["hard_bounce", "soft_bounce", "away", "ticket", "left"] as const;
/** What a person does: the answers by mail, the ways out, and a booking. */
export const HUMAN_KINDS = [
  "booking",
  "meeting_request",
  "interested",
  "question",
  "price",
  "refusal",
  "opt_out_reply",
  "one_click",
  "unsubscribe_page",
  "complaint",
] as const;
/** What else happens on the channels beside e-mail. */
export const CHANNEL_KINDS = [
  "unreachable",
  "wrong_number",
  "accepts",
  "no_answer",
  "busy",
  "voicemail",
  "hang_up",
  "callback",
  "dnc_request",
  "delivered",
  "returned",
] as const;
export type HumanKind = (typeof HUMAN_KINDS)[number];
export type ChannelKind = (typeof CHANNEL_KINDS)[number];
export type ReactionKind = (typeof MACHINE_KINDS)[number] | HumanKind | ChannelKind;

/** `until`: for `away` the day they are back, for `callback` when they want to be called. */
export type PlannedReaction = { kind: ReactionKind; dueAt: Date; until?: Date };

const HUMAN: ReadonlySet<string> = new Set(HUMAN_KINDS);
const CHANNEL: ReadonlySet<string> = new Set(CHANNEL_KINDS);

/** Whether a person did it of their own will about what they were offered. */
export function isHumanKind(kind: ReactionKind): kind is HumanKind {
  return HUMAN.has(kind);
}

/** Whether it only happens on the channels beside e-mail. */
export function isChannelKind(kind: ReactionKind): kind is ChannelKind {
  return CHANNEL.has(kind);
}
