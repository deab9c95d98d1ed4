import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { commandLineModel } from "@/scripts/agency/command-line-model";
import { scoreClaims } from "@/scripts/eval/score-claims";
import { scoreReplies } from "@/scripts/eval/score-replies";
import { scoreSites } from "@/scripts/eval/score-sites";
import { toTable } from "@/scripts/eval/to-table";

/**
 * Scores the skills on labelled sets: `npm run eval`, `npm run --silent eval -- --json`; `--replies <file>` adds labelled replies of
 * one's own. By rules alone; with ANTHROPIC_API_KEY a model beside them, for at most A$2.00.
 */
const MOST_MICRO_AUD = 2_000_000;
const root = fileURLToPath(new URL("..", import.meta.url));

for (const file of [".env", ".env.local"]) if (existsSync(join(root, file))) process.loadEnvFile(join(root, file));
const { values } = parseArgs({
  options: { json: { type: "boolean", default: false }, replies: { type: "string", multiple: true, default: [] } },
});

const now = new Date();
const { ask, hasKey, spentMicroAud } = commandLineModel(process.env, { now: () => new Date(), limitMicroAud: MOST_MICRO_AUD });
const scorer = { model: hasKey ? ask : null, now };
const scores = [...(await scoreReplies(scorer, values.replies)), ...(await scoreSites(scorer)), ...scoreClaims()];

if (values.json) {
  process.stdout.write(`${JSON.stringify({ scores, hasModel: hasKey, spentMicroAud: spentMicroAud() })}\n`);
} else {
  const spent = hasKey
    ? `A$${(spentMicroAud() / 1_000_000).toFixed(4)} spent on the model.`
    : "No AI key: rules alone. With ANTHROPIC_API_KEY a model is scored beside them.";
  process.stdout.write(`${toTable(scores)}\n\n${spent}\n`);
}
