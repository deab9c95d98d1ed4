import { describe, expect, test } from "vitest";
import { type AskModel, noModel } from "@/lib/agents/model-port";
import { runSkill } from "@/lib/agents/run-skill";
import { type ResearchIndustryInput, researchIndustry } from "@/lib/agents/skills/research-industry";
import { type ResearchPersonInput, researchPerson } from "@/lib/agents/skills/research-person";
import type { ClaimFact } from "@/lib/domain/claim-facts";
import { INDUSTRIES } from "@/lib/domain/industries";

const scope = { clientId: null, runId: null, leadId: null };
const answering =
  (data: unknown): AskModel =>
  async () => ({
    kind: "answer",
    data: data as never,
    model: "m",
    usage: { inputTokens: 1, cachedTokens: 0, outputTokens: 1 },
    costMicroAud: 1,
  });

describe("an industry", () => {
  const input: ResearchIndustryInput = { industry: "construction", services: [], knownPains: [], confidence: 0.9 };

  test.each(INDUSTRIES)("%s has pains of our own, general and without figures", async (industry) => {
    const { data } = await runSkill(researchIndustry, { ...input, industry }, { ask: noModel, scope });
    expect(data.pains.length).toBeGreaterThanOrEqual(3);
    expect([...data.pains, ...data.insights].filter((line) => /[\d%$]/.test(line))).toEqual([]);
  });

  test("no model is asked where the ICP knows three pains and is sure of them", async () => {
    const known = { ...input, knownPains: ["slow quotes", "quiet winters", "few referrals"] };
    const result = await runSkill(researchIndustry, known, { ask: answering(null), scope });
    expect(result).toMatchObject({ by: "baseline", why: null });
    expect(result.data.pains.slice(0, 3)).toEqual(known.knownPains);
    expect(await runSkill(researchIndustry, { ...known, confidence: 0.5 }, { ask: noModel, scope })).toMatchObject({ why: "no_key" });
  });

  test("figures and names a model adds are dropped", async () => {
    const answer = {
      people: "builders",
      pains: ["73% of quotes are lost", "good people are hard to find"],
      insights: ["Buyers ask Buildxact first"],
      competitors: ["a general agency", "agencies like Northpoint"],
      sources: [],
    };
    const { data } = await runSkill(researchIndustry, input, { ask: answering(answer), scope });
    expect(data.pains[0]).toBe("good people are hard to find");
    expect(JSON.stringify(data)).not.toMatch(/73|Buildxact|Northpoint/);
    expect(data.sources).toContain("a model's general knowledge");
  });
});

describe("a person", () => {
  const fact = (key: string, value: ClaimFact["value"]): ClaimFact => ({ key, value, source: "apollo", fetchedAt: null, confidence: 0.9 });
  const input: ResearchPersonInput = {
    tier: "hot",
    facts: [
      fact("first_name", "Lee"),
      fact("title", "Managing Director"),
      fact("company", "Harbourline Builders"),
      fact("city", "Brisbane"),
    ],
    posts: [{ text: "We finished the Ascot renovation on time.", url: null, postedAt: "2026-11-10" }],
    maximumPosts: 3,
    now: "2026-11-23T01:00:00.000Z",
  };

  test("who is not hot is not looked into", async () => {
    const { data, why } = await runSkill(researchPerson, { ...input, tier: "warm" }, { ask: answering(null), scope });
    expect(why).toBeNull();
    expect(data).toEqual({ posts: [], icebreakerHook: null, profileSummary: null, recentActivity: [], cites: [] });
  });

  test("without a model the stored facts are summed up", async () => {
    const { data } = await runSkill(researchPerson, input, { ask: noModel, scope });
    expect(data.profileSummary).toBe("Lee is Managing Director of Harbourline Builders. Harbourline Builders is based in Brisbane.");
    expect(data.cites).toEqual(expect.arrayContaining(["title", "company", "city"]));
    expect(data.recentActivity).toEqual(["We finished the Ascot renovation on time."]);
  });

  test.each<[string, string | null, [string, ClaimFact["value"]][]]>([
    [
      "money first",
      "I saw that Harbourline Builders raised funding in August 2026.",
      [
        ["latest_funding_date", "2026-08-12"],
        ["is_hiring", true],
      ],
    ],
    [
      "then people wanted",
      "I saw that Harbourline Builders is hiring at the moment.",
      [
        ["is_hiring", true],
        ["employment_start_date", "2026-09-01"],
      ],
    ],
    [
      "then a new role",
      "I saw that you joined Harbourline Builders in September 2026.",
      [
        ["employment_start_date", "2026-09-01"],
        ["founded_year", 1998],
      ],
    ],
    [
      "then a long standing",
      "I saw that Harbourline Builders has been around since 1998.",
      [
        ["latest_funding_date", "2025-08-12"],
        ["founded_year", 1998],
      ],
    ],
    [
      "nothing of a young firm",
      null,
      [
        ["is_hiring", false],
        ["founded_year", 2022],
        ["employment_start_date", "2019-09-01"],
      ],
    ],
    ["nothing of a day to come", null, [["employment_start_date", "2027-01-01"]]],
  ])("by rules the line to begin with tells %s", async (_what, hook, known) => {
    const facts = [...input.facts, ...known.map(([key, value]) => fact(key, value))];
    const { data } = await runSkill(researchPerson, { ...input, facts }, { ask: noModel, scope });
    expect(data.icebreakerHook).toBe(hook);
  });

  test("what a model makes up is left out, sentence by sentence", async () => {
    const answer = {
      posts: [{ text: "Invented post", url: null, postedAt: null }],
      icebreakerHook: "Congratulations on the Series B.",
      profileSummary: "Lee is Managing Director of Harbourline Builders. Lee studied at Monash.",
      recentActivity: ["We finished the Ascot renovation on time.", "Won an award"],
      cites: ["nothing"],
    };
    const { data } = await runSkill(researchPerson, input, { ask: answering(answer), scope });
    expect(data.icebreakerHook).toBeNull();
    expect(data.profileSummary).toBe("Lee is Managing Director of Harbourline Builders.");
    expect(data.posts).toEqual(input.posts);
    expect(data.recentActivity).toEqual(["We finished the Ascot renovation on time."]);
    expect(data.cites).not.toContain("nothing");
  });
});
