import "server-only";
import type { Channel } from "@/lib/domain/outreach";
import { countSmsSegments, toGsm7 } from "@/lib/domain/sms";
import { lintEmail } from "@/lib/engines/content/lint-email";

type Text = { channel: Channel; purpose: string; subject: string; body: string; stepNumber: number };
type Lint = (text: Text) => string | null;

/** A text message goes out in this many segments at most, its tail included (AU-18); the tail itself takes about 60 characters. */
const MAXIMUM_SMS_SEGMENTS = 2;
const SMS_TAIL_ALLOWANCE = 60;
const MAXIMUM_NOTE = 300;
const MAXIMUM_LINKEDIN_MESSAGE = 1900;
const MAXIMUM_LETTER = 2500;
const MINIMUM = 20;

const unclosed: Lint = ({ body }) => (/[{}]/.test(body) ? "a merge field or a choice of wordings is not filled in or not closed" : null);
const noName: Lint = ({ body }) => (/^\s*(hi|hello|hey|dear)\s*[,!.]/i.test(body) ? "the greeting has no name" : null);
const tooShort: Lint = ({ body }) => (body.trim().length < MINIMUM ? `the text is shorter than ${MINIMUM} characters` : null);
const longest =
  (maximum: number): Lint =>
  ({ body }) =>
    body.length > maximum ? `the text is longer than ${maximum} characters` : null;

/** A wash says nothing that its person may be told (AU-24). */
const ABOUT_THE_REGISTER = /\bdo[ -]not[ -]call[ -](?:register|list)\b|\bDNCR\b/i;

/** What a text must not be when it leaves, by channel (compliance AU-18, OP-35, OP-36; domain.md 4.8). */
const LINTS: Readonly<Record<Exclude<Channel, "email">, readonly Lint[]>> = {
  sms: [
    unclosed,
    noName,
    tooShort,
    ({ body }) => {
      const { segments } = countSmsSegments(`${toGsm7(body)}${" ".repeat(SMS_TAIL_ALLOWANCE)}`);
      return segments > MAXIMUM_SMS_SEGMENTS
        ? `the text takes ${segments} messages with its tail; ${MAXIMUM_SMS_SEGMENTS} are allowed`
        : null;
    },
    ({ body }) => (/https?:\/\//i.test(body) ? "a text message carries no link of its own" : null),
  ],
  linkedin: [
    unclosed,
    noName,
    (text) => (text.purpose === "connect" ? longest(MAXIMUM_NOTE)(text) : longest(MAXIMUM_LINKEDIN_MESSAGE)(text)),
    tooShort,
  ],
  voice: [unclosed, tooShort, longest(MAXIMUM_LETTER)],
  mail: [unclosed, noName, tooShort, longest(MAXIMUM_LETTER)],
};

/** @returns what stands against sending, for a person to read; empty when nothing does */
export function lintTouch(text: Text): string[] {
  const own = text.channel === "email" ? lintEmail(text) : LINTS[text.channel].flatMap((lint) => lint(text) ?? []);
  return ABOUT_THE_REGISTER.test(`${text.subject} ${text.body}`)
    ? [...own, "nobody is told that they are on the Do Not Call Register: our own list is another thing"]
    : own;
}
