import "server-only";
import { TZDate } from "@date-fns/tz";
import { getDay } from "date-fns";

/**
 * What a message was like when it went out, for the detectors that learn from outcomes. Day and hour are the reader's own.
 * `dayOfWeek`: 0 = Monday.
 */
export function contentSnapshot(message: {
  subject: string;
  body: string;
  /** Which wording of the step it was; "" where the step has one, or a person wrote it. */
  variant: string;
  stepNumber: number;
  purpose: string;
  at: Date;
  timezone: string;
}) {
  const local = new TZDate(message.at, message.timezone);
  return {
    channel: "email",
    touchNumber: message.stepNumber,
    purpose: message.purpose,
    subject: message.subject,
    body: message.body,
    variant: message.variant,
    wordCount: countWords(message.body),
    charCount: message.body.length,
    subjectWordCount: countWords(message.subject),
    links: message.body.match(/https?:\/\/\S+/g) ?? [],
    dayOfWeek: (getDay(local) + 6) % 7,
    hourOfDay: local.getHours(),
    timezone: message.timezone,
  };
}

function countWords(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}
