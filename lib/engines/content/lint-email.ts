import "server-only";

const MAXIMUM_SUBJECT = 150;
const MINIMUM_BODY = 20;
const MAXIMUM_BODY = 3000;

type Lint = { test(message: { subject: string; body: string; stepNumber: number }): boolean; problem: string };

/** What a message must not be when it leaves (compliance OP-35, OP-36, EM-03, EM-05). */
const LINTS: readonly Lint[] = [
  { test: ({ subject }) => subject.trim() === "", problem: "the subject is empty" },
  { test: ({ subject }) => subject.length > MAXIMUM_SUBJECT, problem: `the subject is longer than ${MAXIMUM_SUBJECT} characters` },
  { test: ({ subject }) => /[\r\n]/.test(subject), problem: "the subject has a line break" },
  {
    test: ({ subject, stepNumber }) => stepNumber === 1 && /^\s*(re|fwd?|aw|sv)\s*:/i.test(subject),
    problem: "a first message must not pretend to be an answer (Re:, Fwd:)",
  },
  { test: ({ subject, body }) => /\{\{|\}\}/.test(subject + body), problem: "a merge field is not filled in or not closed" },
  { test: ({ body }) => body.trim().length < MINIMUM_BODY, problem: `the text is shorter than ${MINIMUM_BODY} characters` },
  { test: ({ body }) => body.length > MAXIMUM_BODY, problem: `the text is longer than ${MAXIMUM_BODY} characters` },
  { test: ({ body }) => /^\s*(hi|hello|hey|dear)\s*[,!.]/i.test(body), problem: "the greeting has no name" },
];

/** @returns what stands against sending, for a person to read; empty when nothing does */
export function lintEmail(message: { subject: string; body: string; stepNumber: number }): string[] {
  return LINTS.filter((lint) => lint.test(message)).map((lint) => lint.problem);
}
