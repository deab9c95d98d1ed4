import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { claimFact } from "@/lib/domain/claim-facts";
import { checkClaims } from "@/lib/engines/grounding/check-claims";

const NOW = new Date("2026-11-23T01:00:00Z");
const FOLDER = "tests/fixtures/claims";
const FACTS = z.record(z.string(), z.array(claimFact)).parse(JSON.parse(readFileSync(`${FOLDER}/facts.json`, "utf8")));
const corpus = (name: string) =>
  readFileSync(`${FOLDER}/${name}.jsonl`, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => z.object({ facts: z.string(), text: z.string() }).parse(JSON.parse(line)));
const problemsOf = ({ facts, text }: { facts: string; text: string }) =>
  checkClaims(text, FACTS[facts] ?? [], { now: NOW }).unsupported.flatMap(({ problems }) => problems);

test("no planted false claim passes", () => {
  const claims = corpus("false");
  expect(claims.length).toBeGreaterThanOrEqual(80);
  expect(claims.filter((claim) => problemsOf(claim).length === 0).map(({ text }) => text)).toEqual([]);
});

test("at least 95 % of the true ones pass", () => {
  const claims = corpus("true");
  expect(claims.length).toBeGreaterThanOrEqual(80);
  expect(claims.filter((claim) => problemsOf(claim).length > 0).length).toBeLessThanOrEqual(claims.length * 0.05);
});
