import "server-only";

const MAXIMUM_SUBJECT = 150;
const MINIMUM_BODY = 20;
const MAXIMUM_BODY = 3000;

/** A first message is read in a glance, and a second link is what filters look for (EM-62). */
const MAXIMUM_FIRST_WORDS = 125;
const MAXIMUM_FIRST_LINKS = 1;
const SHORTENERS = /\b(?:bit\.ly|tinyurl\.com|t\.co|goo\.gl|ow\.ly|is\.gd|buff\.ly|rebrand\.ly|cutt\.ly|rb\.gy|shorturl\.at)\b/i;
/** What was never said, and time that nobody presses for (OP-36). */
const INVENTED_CONTACT =
  /\b(?:as (?:we )?(?:discussed|agreed|promised)|(?:per|following up on|after) our (?:call|chat|conversation|meeting)|(?:great|good|nice) (?:speaking|talking|meeting|chatting) (?:with|to) you)\b/i;
const FALSE_URGENCY =
  /\b(?:act now|final notice|last chance|(?:offer|deal) (?:ends|expires) (?:today|tonight|soon)|only \d+ (?:spots?|places?) left)\b/i;

type Lint = { test(message: { subject: string; body: string; stepNumber: number }): boolean; problem: string };

/** What a message must not be when it leaves (compliance OP-35, OP-36, EM-03, EM-05, EM-62). */
const LINTS: readonly Lint[] = [
  { test: ({ subject }) => subject.trim() === "", problem: "the subject is empty" },
  { test: ({ subject }) => subject.length > MAXIMUM_SUBJECT, problem: `the subject is longer than ${MAXIMUM_SUBJECT} characters` },
  { test: ({ subject }) => /[\r\n]/.test(subject), problem: "the subject has a line break" },
  {
    test: ({ subject, stepNumber }) => stepNumber === 1 && /^\s*(re|fwd?|aw|sv)\s*:/i.test(subject),
    problem: "a first message must not pretend to be an answer (Re:, Fwd:)",
  },
  {
    test: ({ subject, body }) => /[{}]/.test(subject + body),
    problem: "a merge field or a choice of wordings is not filled in or not closed",
  },
  { test: ({ body }) => body.trim().length < MINIMUM_BODY, problem: `the text is shorter than ${MINIMUM_BODY} characters` },
  { test: ({ body }) => body.length > MAXIMUM_BODY, problem: `the text is longer than ${MAXIMUM_BODY} characters` },
  {
    test: ({ body, stepNumber }) => stepNumber === 1 && body.split(/\s+/).filter(Boolean).length > MAXIMUM_FIRST_WORDS,
    problem: `a first message has at most ${MAXIMUM_FIRST_WORDS} words`,
  },
  {
    test: ({ body, stepNumber }) => stepNumber === 1 && (body.match(/https?:\/\//gi)?.length ?? 0) > MAXIMUM_FIRST_LINKS,
    problem: "a first message carries at most one link",
  },
  { test: ({ body }) => SHORTENERS.test(body), problem: "a shortened link hides where it leads" },
  {
    test: ({ subject, body, stepNumber }) => stepNumber === 1 && INVENTED_CONTACT.test(`${subject} ${body}`),
    problem: "a first message must not speak of an earlier talk",
  },
  { test: ({ subject, body }) => FALSE_URGENCY.test(`${subject} ${body}`), problem: "the message presses for time that nobody set" },
  { test: ({ body }) => /^\s*(hi|hello|hey|dear)\s*[,!.]/i.test(body), problem: "the greeting has no name" },
];

/** @returns what stands against sending, for a person to read; empty when nothing does */
export function lintEmail(message: { subject: string; body: string; stepNumber: number }): string[] {
  return LINTS.filter((lint) => lint.test(message)).map((lint) => lint.problem);
}
