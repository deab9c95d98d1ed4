import "server-only";
import type { DraftCitation } from "@/lib/domain/reply-handling";
import { timeLabel } from "@/lib/engines/meetings/offer-times";

export type ReminderText = {
  startsAt: Date;
  durationMinutes: number;
  /** The lead's own. */
  timezone: string;
  firstName: string | null;
  bookingUrl: string | null;
  /** Who signs: the person of the mailbox, else the agency. */
  senderName: string;
  /** Of their conversation; empty where it had none. */
  threadSubject: string;
};

/**
 * A short reminder of a meeting, by fixed words: when, in their own time, and how to move it. It says no "tomorrow", so that it is true
 * whenever it is read.
 */
export function reminderText({ startsAt, durationMinutes, timezone, firstName, bookingUrl, senderName, threadSubject }: ReminderText): {
  subject: string;
  body: string;
  citations: DraftCitation[];
} {
  const when = timeLabel(startsAt, timezone);
  const move = bookingUrl
    ? `If the time no longer suits you, pick another one here: ${bookingUrl}`
    : "If the time no longer suits you, just answer this message and we find another one.";
  const subject = threadSubject.replace(/[\r\n]+/g, " ").trim();
  return {
    subject: (subject ? (/^re:/i.test(subject) ? subject : `Re: ${subject}`) : `Our talk on ${when}`).slice(0, 300),
    body: [
      firstName ? `Hi ${firstName},` : "Hello,",
      `A short reminder of our talk: ${when} (${durationMinutes} minutes).`,
      move,
      senderName,
    ].join("\n\n"),
    citations: bookingUrl ? [{ kind: "knowledge", ref: "booking_url", quote: bookingUrl.slice(0, 300) }] : [],
  };
}
