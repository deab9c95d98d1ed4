import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { runSkill } from "@/lib/agents/run-skill";
import { classifyReply } from "@/lib/agents/skills/classify-reply";
import { REPLY_INTENTS, type ReplyIntent, replyLine } from "@/lib/domain/replies";
import { classify } from "@/scripts/agency/classify";
import { areSame, macroF1, share } from "@/scripts/eval/metrics";
import { NO_SCOPE, type Score, type Scorer, toScores } from "@/scripts/eval/score";

const ROOT = new URL("../../", import.meta.url);
/** Files of the project, and their names in the table. */
const SETS: readonly (readonly [path: string, name: string])[] = [
  ["tests/fixtures/replies/tuning.jsonl", "tuning half"],
  ["tests/fixtures/replies/held-out.jsonl", "held-out half"],
];

const labelledReply = replyLine.extend({ expected_intent: z.enum(REPLY_INTENTS), expected_action: z.string().default("") });
type LabelledReply = z.infer<typeof labelledReply>;
type Answer = { intent: ReplyIntent; actions: readonly string[] };

const POSITIVE: ReadonlySet<ReplyIntent> = new Set(["interested", "meeting_request"]);
const NEGATIVE: ReadonlySet<ReplyIntent> = new Set(["not_interested", "unsubscribe", "out_of_office", "auto_reply"]);

/**
 * `classify_reply` on the labelled replies of the project and on those of other files.
 * @param files paths of JSON lines with `id, channel, headers, subject, body, expected_intent, expected_action`
 */
export async function scoreReplies(scorer: Scorer, files: readonly string[]): Promise<Score[]> {
  const scores: Score[] = [];
  const own = SETS.map(([path, set]) => [fileURLToPath(new URL(path, ROOT)), set] as const);
  for (const [path, set] of [...own, ...files.map((file) => [file, basename(file)] as const)]) {
    const rows = readFileSync(path, "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => labelledReply.parse(JSON.parse(line)));
    const byRules = await answersByRules(rows, scorer.now);
    const byModel = scorer.model ? await answersByModel(rows, byRules, { ask: scorer.model, now: scorer.now }) : null;
    scores.push(
      ...toScores(
        { skill: "classify_reply", set, n: rows.length },
        measure(rows, byRules),
        byModel && { measured: measure(rows, byModel.answers), costMicroAud: byModel.costMicroAud },
      ),
    );
  }
  return scores;
}

/** As the operator's command reads them, raw messages included. */
async function answersByRules(rows: readonly LabelledReply[], now: Date): Promise<Answer[]> {
  const answers: Answer[] = [];
  const lines = rows.map(({ id, channel, headers, subject, body }) => `${JSON.stringify({ id, channel, headers, subject, body })}\n`);
  const output = new Writable({
    write(chunk, _encoding, done) {
      answers.push(JSON.parse(String(chunk)) as Answer);
      done();
    },
  });
  await classify(Readable.from(lines), output, { now });
  return answers;
}

/** Raw reports are no matter for a model: what the rules say of them stands. */
async function answersByModel(
  rows: readonly LabelledReply[],
  byRules: readonly Answer[],
  { ask, now }: { ask: NonNullable<Scorer["model"]>; now: Date },
): Promise<{ answers: Answer[]; costMicroAud: number }> {
  const answers: Answer[] = [];
  let costMicroAud = 0;
  for (const [index, { channel, headers, subject, body }] of rows.entries()) {
    const known = byRules[index];
    const isRaw = Object.entries(headers).some(([name, value]) => /^content-type$/i.test(name) && /multipart|message\//i.test(value));
    const input = { channel, headers, subject, body, footer: null, now: now.toISOString() };
    const result = isRaw ? null : await runSkill(classifyReply, input, { ask, scope: NO_SCOPE });
    costMicroAud += result?.costMicroAud ?? 0;
    const answer = result ? result.data : known;
    if (answer) answers.push({ intent: answer.intent, actions: answer.actions });
  }
  return { answers, costMicroAud };
}

function measure(rows: readonly LabelledReply[], answers: readonly Answer[]) {
  const judged = rows.flatMap(({ expected_intent, expected_action }, index) => {
    const answer = answers[index];
    return answer
      ? [{ expected: expected_intent, actual: answer.intent, wanted: expected_action.split("|"), actions: answer.actions }]
      : [];
  });
  const optOuts = judged.filter(({ expected }) => expected === "unsubscribe");
  const dated = judged.flatMap(({ wanted, actions }) => {
    const day = wanted.find((action) => action.startsWith("snooze_until:"));
    return day ? [actions.includes(day)] : [];
  });
  return [
    { measure: "macro-F1", value: macroF1(judged) },
    { measure: "opt-out recall", value: share(optOuts.filter(({ actual }) => actual === "unsubscribe").length, optOuts.length) },
    {
      measure: "false opt-outs",
      value: judged.filter(({ expected, actual }) => actual === "unsubscribe" && expected !== "unsubscribe").length,
      isCount: true,
    },
    {
      measure: "a no or a machine called interest",
      value: judged.filter(({ expected, actual }) => NEGATIVE.has(expected) && POSITIVE.has(actual)).length,
      isCount: true,
    },
    { measure: `return dates right (of ${dated.length})`, value: share(dated.filter(Boolean).length, dated.length) },
    {
      measure: "actions as labelled",
      value: share(judged.filter(({ wanted, actions }) => areSame(wanted, actions)).length, judged.length),
    },
  ];
}
