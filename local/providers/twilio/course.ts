import { parseAustralianNumber } from "@/lib/domain/phone";
import type { Reaction, Recipients } from "@/local/providers/recipients";
import { seeded } from "@/local/providers/seeded";

export type Step = { at: number; status: "queued" | "sent" | "delivered" | "undelivered" | "failed"; errorCode: number | null };

/** What becomes of one text: its states with their times, and what the person writes back. */
export type Course = { steps: Step[]; replies: { at: Date; text: string }[] };

export type TextSent = { sid: string; to: string; from: string; body: string; at: Date; validitySeconds: number };

/** Milliseconds, from and to. */
const TO_SEND: readonly [number, number] = [800, 3_000];
const TO_DELIVER: readonly [number, number] = [1_500, 12_000];
const TO_FAIL: readonly [number, number] = [20_000, 90_000];
const EXPIRED = 30_036;
const UNREACHABLE_HANDSET = 30_003;
const UNKNOWN_HANDSET = 30_005;
const NO_CARRIER = 30_006;

/** Plays one text to its end; the same text to the same number takes the same course on every machine. */
export async function playText(text: TextSent, recipients: Recipients, seed: string): Promise<Course> {
  const { sid, to, from, body, at, validitySeconds } = text;
  const chance = seeded(seed, "text", sid);
  const queued: Step = { at: at.getTime(), status: "queued", errorCode: null };
  const sentAt = queued.at + chance.whole(...TO_SEND);
  if (sentAt > queued.at + validitySeconds * 1000) {
    return { steps: [queued, { at: sentAt, status: "failed", errorCode: EXPIRED }], replies: [] };
  }
  const sent: Step = { at: sentAt, status: "sent", errorCode: null };
  const fails = (errorCode: number, failedAt = sentAt + chance.whole(...TO_FAIL)): Course => ({
    steps: [queued, sent, { at: failedAt, status: "undelivered", errorCode }],
    replies: [],
  });
  if (parseAustralianNumber(to)?.kind !== "mobile") return fails(NO_CARRIER);
  const deliveredAt = sentAt + chance.whole(...TO_DELIVER);
  const reactions = await recipients.react({
    channel: "sms",
    act: "text",
    to,
    from,
    text: body,
    at: new Date(deliveredAt),
    reference: sid,
  });
  const unreachable = reactions.find((reaction) => reaction.kind === "unreachable");
  if (unreachable) return fails(unreachable.isPermanent ? UNKNOWN_HANDSET : UNREACHABLE_HANDSET, Math.max(deliveredAt, +unreachable.at));
  return { steps: [queued, sent, { at: deliveredAt, status: "delivered", errorCode: null }], replies: reactions.flatMap(replyOf) };
}

function replyOf(reaction: Reaction): { at: Date; text: string }[] {
  return reaction.kind === "reply" ? [{ at: reaction.at, text: reaction.text }] : [];
}
