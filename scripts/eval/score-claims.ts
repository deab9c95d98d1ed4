import { readFileSync } from "node:fs";
import { z } from "zod";
import { claimFact } from "@/lib/domain/claim-facts";
import { checkClaims } from "@/lib/engines/grounding/check-claims";
import { share } from "@/scripts/eval/metrics";
import { type Score, toScores } from "@/scripts/eval/score";

const FOLDER = new URL("../../tests/fixtures/claims/", import.meta.url);
/** The day the fixtures' "last week" is counted from. */
const NOW = new Date("2026-11-23T01:00:00Z");
const claimLine = z.object({ facts: z.string(), text: z.string() });

/** The grounding checker on planted claims. It is rules alone, with or without a key. */
export function scoreClaims(): Score[] {
  const facts = z.record(z.string(), z.array(claimFact)).parse(JSON.parse(readFileSync(new URL("facts.json", FOLDER), "utf8")));
  const passed = (file: string) => {
    const lines = readFileSync(new URL(file, FOLDER), "utf8").split("\n").filter(Boolean);
    const claims = lines.map((line) => claimLine.parse(JSON.parse(line)));
    return claims.map((claim) => checkClaims(claim.text, facts[claim.facts] ?? [], { now: NOW }).unsupported.length === 0);
  };
  const wrong = passed("false.jsonl");
  const right = passed("true.jsonl");
  return [
    ...toScores(
      { skill: "grounding", set: "planted false claims", n: wrong.length },
      [{ measure: "rejected", value: share(wrong.filter((hasPassed) => !hasPassed).length, wrong.length) }],
      null,
    ),
    ...toScores(
      { skill: "grounding", set: "true claims", n: right.length },
      [{ measure: "passed", value: share(right.filter(Boolean).length, right.length) }],
      null,
    ),
  ];
}
