import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isReplyAction, REPLY_INTENTS, type ReplyChannel, type ReplyIntent } from "@/lib/domain/replies";
import { classifyReply } from "@/lib/engines/replies/classify-reply";

type Row = {
  id: string;
  channel: ReplyChannel;
  headers: Record<string, string>;
  subject: string;
  body: string;
  expected_intent: ReplyIntent;
  expected_action: string;
};

const now = new Date("2026-11-22T00:00:00Z");
const FIXTURES = new URL("../../../tests/fixtures/replies/", import.meta.url);
const SHARED = new URL("../../../../shared/corpora/replies.jsonl", import.meta.url);

const read = (url: URL): Row[] =>
  readFileSync(url, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);
const classify = ({ channel, headers, subject, body }: Row) => classifyReply({ channel, headers, subject, body }, { now });

const tuning = read(new URL("tuning.jsonl", FIXTURES));
const heldOut = read(new URL("held-out.jsonl", FIXTURES));
// Multipart reports go through the parser; a quoted footer added to a report is no reply.
const shared = existsSync(SHARED) ? read(SHARED).filter((row) => !/multipart/.test(row.headers["Content-Type"] ?? "")) : [];

/** Mean over the intents of the harmonic mean of precision and recall. */
function macroF1(rows: readonly Row[]): number {
  const pairs = rows.map((row) => [row.expected_intent, classify(row).intent] as const);
  const scores = REPLY_INTENTS.map((intent) => {
    const right = pairs.filter(([want, got]) => want === intent && got === intent).length;
    const named = pairs.filter(([want, got]) => want === intent || got === intent).length;
    return named === 0 ? 1 : (2 * right) / (named + right);
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

describe.each([
  ["the half the rules were tuned on", tuning, 0.97],
  ["the half kept for measuring", heldOut, 0.89],
] as const)("%s", (_name, rows, atLeast) => {
  test("every opt-out is found and none invented", () => {
    const disagreed = rows.filter((row) => (classify(row).intent === "unsubscribe") !== (row.expected_intent === "unsubscribe"));
    expect(disagreed.map((row) => row.id)).toEqual([]);
  });

  test("nothing negative or automatic is called interest", () => {
    const negative = rows.filter((row) => ["not_interested", "unsubscribe", "out_of_office", "auto_reply"].includes(row.expected_intent));
    const positive = negative.filter((row) => ["interested", "meeting_request"].includes(classify(row).intent));
    expect(positive.map((row) => row.id)).toEqual([]);
  });

  test("intents, return dates and actions", () => {
    expect(macroF1(rows)).toBeGreaterThanOrEqual(atLeast);
    const away = rows.filter((row) => row.expected_intent === "out_of_office" && classify(row).intent === "out_of_office");
    expect(away.map((row) => `${row.id} ${[...classify(row).actions].sort().join("|")}`)).toEqual(
      away.map((row) => `${row.id} ${row.expected_action.split("|").sort().join("|")}`),
    );
    const asLabelled = rows.filter(
      (row) => [...classify(row).actions].sort().join("|") === row.expected_action.split("|").sort().join("|"),
    );
    expect(asLabelled.length / rows.length).toBeGreaterThanOrEqual(0.85);
    expect(rows.flatMap((row) => classify(row).actions).filter((action) => !isReplyAction(action))).toEqual([]);
  });
});

const FOOTER =
  'Imogen Sallow, Kestrel Digital, 4 Wharf Lane, Hobart TAS 7000\n> Not for you? Reply "no thanks" or unsubscribe: https://kestrelmail.example/u/8f3a';
const quoted = (body: string) =>
  `${body}\n\nOn Mon, 16 Nov 2026 at 4:02 pm, Imogen Sallow <imogen@kestrelmail.example> wrote:\n> Could we meet on Thursday at 2pm?\n>\n> ${FOOTER}`;
const CHANGES: readonly [string, (body: string) => string][] = [
  ["our footer quoted", quoted],
  ["a signature added", (body) => `${body}\n\n-- \nJules Arden\nDirector | Arden Joinery Pty Ltd\n0491 570 006`],
  ["a signature and our footer", (body) => quoted(`${body}\n\nKind regards,\nJules Arden\nDirector`)],
  ["upper case", (body) => body.toUpperCase()],
  ["a greeting added", (body) => `Hi Imogen,\n\n${body}`],
];

describe.each(CHANGES)("%s never changes a label", (_name, change) => {
  test.each([
    ["tuning", tuning],
    ["held out", heldOut],
    ["shared (empty where ../shared is absent)", shared],
  ] as const)("%s", (_half, rows) => {
    const changed = rows
      .filter((row) => row.channel === "email")
      .filter((row) => classify({ ...row, body: change(row.body) }).intent !== classify(row).intent);
    expect(changed.map((row) => `${row.id} ${classify(row).intent} → ${classify({ ...row, body: change(row.body) }).intent}`)).toEqual([]);
  });
});

type Phrase = { channel: ReplyChannel; body: string; intent: ReplyIntent; automatic?: boolean; action?: string };
const phrases = readFileSync(new URL("phrases.jsonl", FIXTURES), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Phrase);

test.each(REPLY_INTENTS)("phrases that mean %s are read so", (intent) => {
  const wrong = phrases
    .filter((phrase) => phrase.intent === intent)
    .flatMap(({ channel, body, automatic, action }) => {
      const headers = {
        Date: "Tue, 17 Nov 2026 10:20:00 +1100",
        "In-Reply-To": "<x@y.example>",
        ...(automatic && { "Auto-Submitted": "auto-replied" }),
      };
      const subject = channel === "email" ? (automatic ? "Automatic reply" : "Re: idea") : "";
      const read = classifyReply({ channel, headers, subject, body }, { now });
      const isRight = read.intent === intent && (!action || read.actions.some((code) => code === action));
      return isRight ? [] : [`${body} → ${read.intent} ${read.actions.join("|")}`];
    });
  expect(wrong).toEqual([]);
});

test.each([
  "so that you ",
  "nobody at this ",
  "rather would not like ",
  "we are happy with our current ",
  "remove all a.b ",
  "marketing is all ",
  "unsubscribe is not ",
  "if you no longer wish to receive ",
  "auto-reply ",
  "we will not be ",
  "could you please not ",
  "i would rather you and ",
  "any further your ",
  "nobody at our a.b ",
  "email me? ",
])("a wall of %j comes to an end", (brick) => {
  expect(REPLY_INTENTS).toContain(
    classifyReply({ channel: "email", subject: brick.repeat(200), body: brick.repeat(20_000 / brick.length) }, { now }).intent,
  );
});
