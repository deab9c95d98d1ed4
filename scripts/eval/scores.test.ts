import { expect, test } from "vitest";
import type { AskModel } from "@/lib/agents/model-port";
import { scoreClaims } from "./score-claims";
import { scoreReplies } from "./score-replies";
import { scoreSites } from "./score-sites";
import { toTable } from "./to-table";

const now = new Date("2026-11-23T01:00:00Z");
const lineOf = (scores: Awaited<ReturnType<typeof scoreSites>>, skill: string, measure: string) =>
  scores.find((score) => score.skill === skill && score.measure === measure);

test("without a key the rules are scored alone", async () => {
  const scores = [...(await scoreReplies({ model: null, now }, [])), ...(await scoreSites({ model: null, now })), ...scoreClaims()];
  expect(scores.every(({ model, costMicroAud }) => model === null && costMicroAud === null)).toBe(true);
  expect(lineOf(scores, "classify_reply", "opt-out recall")).toMatchObject({ baseline: 1, n: 93 });
  expect(lineOf(scores, "classify_reply", "false opt-outs")).toMatchObject({ baseline: 0, isCount: true });
  expect(lineOf(scores, "extract_portfolio", "recall")?.baseline).toBeGreaterThanOrEqual(0.9);
  expect(lineOf(scores, "grounding", "rejected")?.baseline).toBe(1);
});

test("a model stands beside the rules, with what it cost", async () => {
  const silent: AskModel = async () => ({ kind: "none", why: "refused", detail: "no", costMicroAud: 70 });
  const scores = await scoreSites({ model: silent, now });
  expect(lineOf(scores, "extract_services", "precision")).toMatchObject({ costMicroAud: 210 });
  expect(scores.every(({ model, baseline }) => model === baseline)).toBe(true);
  const [head, first] = toTable(scores).split("\n");
  expect(head).toMatch(/^skill +set +n +measure +baseline +model +cost$/);
  expect(first).toMatch(/^extract_services +3 sample sites +22 +precision +0\.\d{3} +0\.\d{3} +A\$0\.0002$/);
});
