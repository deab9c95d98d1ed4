import { expect, test } from "vitest";
import { runSkill } from "@/lib/agents/run-skill";
import { adviseCampaign } from "@/lib/agents/skills/advise-campaign";
import { adviseOnCampaign } from "@/lib/engines/advice/advise-on-campaign";
import { fillSchema } from "@/tests/hostile/fill-schema";
import { STRANGE_LINK, STRANGER, WANTED } from "@/tests/hostile/injection";
import { INJECTIONS } from "@/tests/hostile/injections";
import { obeyingModel } from "@/tests/hostile/obeying-model";
import { channelMetrics, healthyMetrics } from "@/tests/support/campaign-metrics";

const SCOPE = { clientId: "0190b3c4-0000-7000-8000-00000000c11e", runId: "campaign:0190b3c4", leadId: null };
const METRICS = healthyMetrics({ channels: [channelMetrics({ handedOver: 200, bounced: 20 })], leadsLeft: 0 });

test("what advice is given on has no place for anybody's words: no name, no description, no answer", () => {
  const refused = () => {
    throw new Error("there is a free text");
  };
  expect(() =>
    fillSchema(adviseCampaign.input, { text: refused, choose: (options) => options[0] ?? "", number: (_path, { min }) => min, entries: 2 }),
  ).not.toThrow();
});

test("a model that does what strangers want changes no finding, no figure and nothing to do", async () => {
  const own = adviseOnCampaign(METRICS);
  for (const injection of INJECTIONS) {
    const { ask } = obeyingModel(injection);
    const { data } = await runSkill(adviseCampaign, METRICS, { ask, scope: SCOPE });
    const { reasoning, findings, ...rest } = data;
    const { reasoning: _ownReasoning, findings: ownFindings, ...ownRest } = own;
    expect(rest, injection.id).toEqual(ownRest);
    expect(findings.map(({ why: _why, ...finding }) => finding)).toEqual(ownFindings.map(({ why: _why, ...finding }) => finding));
    const said = JSON.stringify([reasoning, findings]);
    for (const bait of [STRANGER, STRANGE_LINK, WANTED.claim, WANTED["tool call"]]) expect(said.includes(bait), injection.id).toBe(false);
  }
});
