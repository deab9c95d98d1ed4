import { readFileSync } from "node:fs";
import { z } from "zod";
import { discoverIcp } from "@/lib/agents/discover-icp";
import { type AskModel, noModel } from "@/lib/agents/model-port";
import type { DiscoveryResults } from "@/lib/domain/icp-findings";
import { INDUSTRIES } from "@/lib/domain/industries";
import { addFound, compareFound, type Found, precision, recall } from "@/scripts/eval/metrics";
import { samplePages } from "@/scripts/eval/sample-site";
import { NO_SCOPE, type Score, type Scorer, toScores } from "@/scripts/eval/score";

const labels = z.record(
  z.string(),
  z.object({ services: z.array(z.string()), clients: z.array(z.string()), industries: z.array(z.enum(INDUSTRIES)) }),
);
type Labels = z.infer<typeof labels>[string];

/** What each skill that is scored finds, beside what its label is called. */
const SKILLS: readonly { skill: string; label: keyof Labels; found(results: DiscoveryResults): string[] }[] = [
  {
    skill: "extract_services",
    label: "services",
    found: (results) => results.extract_services?.data.services.map(({ value }) => value) ?? [],
  },
  {
    skill: "extract_portfolio",
    label: "clients",
    found: (results) => results.extract_portfolio?.data.companies.map(({ name }) => name) ?? [],
  },
  {
    skill: "classify_industries",
    label: "industries",
    found: (results) => results.classify_industries?.data.industries.map(({ industry }) => industry) ?? [],
  },
];

type Read = { labels: Labels; results: DiscoveryResults };

/** What the website skills find on the sample agencies' sites, against what a person reads there. */
export async function scoreSites({ model, now }: Scorer): Promise<Score[]> {
  const sites = Object.entries(
    labels.parse(JSON.parse(readFileSync(new URL("../../tests/fixtures/sites/labels.json", import.meta.url), "utf8"))),
  );
  const readAll = async (ask: AskModel): Promise<Read[]> => {
    const read: Read[] = [];
    for (const [site, own] of sites) {
      const { results } = await discoverIcp({ pages: samplePages(site), now }, { ask, scope: NO_SCOPE });
      read.push({ labels: own, results });
    }
    return read;
  };
  const byRules = await readAll(noModel);
  const costs = new Map<string, number>();
  const byModel = model ? await readAll(countingCosts(model, costs)) : null;
  return SKILLS.flatMap(({ skill, label, found }) => {
    const count = (read: readonly Read[]) => addFound(read.map(({ labels: own, results }) => compareFound(own[label], found(results))));
    const expected = count(byRules);
    const lines = { skill, set: `${sites.length} sample sites`, n: expected.expected };
    return toScores(lines, measure(expected), byModel && { measured: measure(count(byModel)), costMicroAud: costs.get(skill) ?? 0 });
  });
}

function measure(found: Found) {
  return [
    { measure: "precision", value: precision(found) },
    { measure: "recall", value: recall(found) },
  ];
}

function countingCosts(ask: AskModel, costs: Map<string, number>): AskModel {
  return async (call) => {
    const answer = await ask(call);
    costs.set(call.skill, (costs.get(call.skill) ?? 0) + answer.costMicroAud);
    return answer;
  };
}
