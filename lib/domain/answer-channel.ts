import type { Channel } from "./outreach";

/** Where a conversation is held in writing, and so answered by us. A call is answered by ringing back. */
export const ANSWER_CHANNELS = ["email", "sms", "linkedin"] as const satisfies readonly Channel[];
export type AnswerChannel = (typeof ANSWER_CHANNELS)[number];

export function isAnswerChannel(channel: Channel): channel is AnswerChannel {
  return (ANSWER_CHANNELS as readonly Channel[]).includes(channel);
}

/** What carries an answer on each channel, in words. */
export const ANSWER_SENDERS: Readonly<Record<AnswerChannel, string>> = { email: "mailbox", sms: "number", linkedin: "seat" };
