import "server-only";
import type { AnswerChannel } from "@/lib/domain/answer-channel";
import { countSmsSegments, toGsm7 } from "@/lib/domain/sms";

const PLACEHOLDER = /\{\{[^}]*\}\}|\[(?:name|company|date|time|price|insert)[^\]]*\]/i;
/** The longest answer we draft for a text, 480 characters, with its tail. Outreach has two; here somebody asked (AU-18). */
const MAXIMUM_SMS_SEGMENTS = 4;
const MAXIMUM_LINKEDIN = 1900;

/**
 * What stands against sending an answer as it is written, for a person to read; empty when nothing does.
 * @param tail what is added below it on its channel; counts with it
 */
export function lintAnswer({
  channel,
  subject,
  body,
  tail,
}: {
  channel: AnswerChannel;
  subject: string;
  body: string;
  tail: string;
}): string[] {
  const found: string[] = [];
  if (PLACEHOLDER.test(`${subject}\n${body}`)) found.push("Something in the text is left to fill in");
  if (channel === "sms") {
    const { segments, foreign } = countSmsSegments(toGsm7(body.trim() + tail));
    const because = foreign.length > 0 ? `, because of ${foreign.slice(0, 3).join(" ")}` : "";
    if (segments > MAXIMUM_SMS_SEGMENTS)
      found.push(`The text takes ${segments} messages with its tail${because}; ${MAXIMUM_SMS_SEGMENTS} are allowed`);
  }
  if (channel === "linkedin" && body.length + tail.length > MAXIMUM_LINKEDIN)
    found.push(`The text is longer than ${MAXIMUM_LINKEDIN} characters with its tail`);
  return found;
}
