import { existsSync, readFileSync } from "node:fs";
import { PassThrough, Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { REPLY_INTENTS, type ReplyIntent, type ReplyResultLine, replyResultLine } from "@/lib/domain/replies";
import { InvalidError } from "@/lib/errors";
import { classify } from "@/scripts/agency/classify";

const now = new Date("2026-11-22T00:00:00Z");

const sorted = (codes: readonly string[]) => codes.toSorted((a, b) => a.localeCompare(b)).join("|");

async function run(lines: readonly string[]): Promise<ReplyResultLine[]> {
  const output = new PassThrough();
  const chunks: Buffer[] = [];
  output.on("data", (chunk: Buffer) => chunks.push(chunk));
  await classify(Readable.from(lines.map((line) => `${line}\n`)), output, { now });
  output.end();
  return Buffer.concat(chunks)
    .toString("utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => replyResultLine.parse(JSON.parse(line)));
}

test("a line out for a line in, in order, blank lines skipped, unknown fields ignored", async () => {
  const results = await run([
    JSON.stringify({ id: "a", channel: "sms", body: "STOP", mood: "cross" }),
    "",
    JSON.stringify({ id: "b", channel: "email", headers: { "In-Reply-To": "<x@y>" }, subject: "Re: idea", body: "Thursday 2pm works" }),
  ]);
  expect(results.map(({ id, intent }) => [id, intent])).toEqual([
    ["a", "unsubscribe"],
    ["b", "meeting_request"],
  ]);
  expect(Object.keys(results[0] ?? {})).toEqual(["id", "intent", "actions", "confidence", "by"]);
});

test("raw parts joined by the boundary of the header are read as mail", async () => {
  const body =
    "--b\r\nContent-Type: text/plain\r\n\r\nIt failed\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822;a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n";
  const [result] = await run([
    JSON.stringify({
      id: "a",
      channel: "email",
      headers: { "Content-Type": 'multipart/report; report-type=delivery-status; boundary="b"' },
      subject: "Undeliverable",
      body,
    }),
  ]);
  expect(result).toMatchObject({ by: "report:dsn", actions: expect.arrayContaining(["suppress_address_hard_bounce"]) });
});

test("words beyond ASCII survive whatever charset the header claimed", async () => {
  const headers = { "Content-Type": "text/plain; charset=iso-8859-1", "Content-Transfer-Encoding": "base64" };
  const [result] = await run([
    JSON.stringify({ id: "a", channel: "email", headers, subject: "Re: idée", body: "Ne m’écrivez plus, merci." }),
  ]);
  expect(result?.intent).toBe("unsubscribe");
});

test.each([
  ["{", /Line 2: not a JSON object/, undefined],
  ["[1]", /Line 2/, "line"],
  ['{"id":"x","channel":"fax","body":""}', /Line 2: field "channel"/, "channel"],
  ['{"channel":"sms"}', /Line 2: field "id"/, "id"],
  ['{"id":"x","channel":"sms","headers":{"From":{}}}', /Line 2: field "headers.From"/, "headers.From"],
])("%s is refused by line and field", async (bad, message, field) => {
  const error = await run([JSON.stringify({ id: "a", channel: "sms", body: "ok" }), bad]).then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(InvalidError);
  expect((error as InvalidError).message).toMatch(message);
  expect((error as InvalidError).field).toBe(field);
});

const shared = new URL("../../../shared/corpora/replies.jsonl", import.meta.url);
describe("the shared corpus (skipped where ../shared is absent)", () => {
  test.skipIf(!existsSync(shared))(
    "withdrawals exact, no refusal or machine taken for interest, macro-F1 at least 0.85, actions for 36 of 40",
    async () => {
      const lines = readFileSync(shared, "utf8").trim().split("\n");
      const wanted = lines.map((line) => JSON.parse(line) as { id: string; expected_intent: ReplyIntent; expected_action: string });
      const results = await run(lines);
      const pairs = wanted.map((row, index) => ({
        ...row,
        got: results[index]?.intent,
        actions: sorted(results[index]?.actions ?? []),
      }));

      expect(pairs.filter((pair) => (pair.got === "unsubscribe") !== (pair.expected_intent === "unsubscribe"))).toEqual([]);
      expect(
        pairs.filter(
          (pair) =>
            ["not_interested", "auto_reply", "out_of_office"].includes(pair.expected_intent) &&
            ["interested", "meeting_request"].includes(pair.got ?? ""),
        ),
      ).toEqual([]);
      expect(
        pairs.filter((pair) => pair.expected_intent === "out_of_office" && pair.actions !== sorted(pair.expected_action.split("|"))),
      ).toEqual([]);
      const f1 = REPLY_INTENTS.map((intent) => {
        const hits = pairs.filter((pair) => pair.got === intent && pair.expected_intent === intent).length;
        return (
          (2 * hits) / (pairs.filter((pair) => pair.got === intent).length + pairs.filter((pair) => pair.expected_intent === intent).length)
        );
      });
      expect(f1.reduce((sum, value) => sum + value, 0) / f1.length).toBeGreaterThanOrEqual(0.85);
      expect(pairs.filter((pair) => pair.actions === sorted(pair.expected_action.split("|"))).length).toBeGreaterThanOrEqual(36);
    },
  );
});
