import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { runSkill } from "@/lib/agents/run-skill";
import type { Skill } from "@/lib/agents/skill";
import { SKILLS } from "@/lib/agents/skills/registry";
import { fillSchema } from "@/tests/hostile/fill-schema";
import { hostilePages } from "@/tests/hostile/hostile-pages";
import { type Injection, STRANGER } from "@/tests/hostile/injection";
import { INJECTIONS, isOnPage } from "@/tests/hostile/injections";
import { type Manner, obeyingModel } from "@/tests/hostile/obeying-model";
import { expectUnmoved, leakedPrompt, shared } from "@/tests/hostile/watch-calls";

const SCOPE = { clientId: "0190b3c4-0000-7000-8000-00000000c11e", runId: null, leadId: null };
const MANNERS: readonly Manner[] = ["cites the injection", "cites the material"];

/** An input that says the injection wherever a stranger's words can stand. */
function hostileInput(skill: Skill<unknown, unknown>, injection: Injection): unknown {
  const ours: Readonly<Record<string, string>> = {
    id: "m1",
    messageId: "m1",
    actions: "answer_question",
    by: "rules:question",
    country: "Australia",
    times: "Thursday 26 November, 10 am",
  };
  return fillSchema(skill.input as z.ZodType, {
    text: (path) => {
      const name = path.findLast((part) => !/^\d+$/.test(part)) ?? "";
      if (/^(?:url|href|websiteUrl|linkedinUrl)$/.test(name)) return "https://harbour-lane.example/";
      if (name === "html") return hostilePages(isOnPage(injection) ? injection : { ...injection, place: "page text" })[0]?.html ?? "";
      return ours[name] ?? injection.text;
    },
    choose: (options) => options.find((option) => option === "question" || option === "email") ?? options[0] ?? "",
    number: (path, { min, max }) => (/Year$/.test(path.at(-1) ?? "") ? 2026 : Math.min(max, Math.max(min, 14))),
    entries: 2,
  });
}

describe.each(SKILLS.map((skill) => [skill.name, skill] as const))("%s", (_name, skill) => {
  const always = { ...skill, model: { ...skill.model, isNeeded: () => true } };

  test("asks without tools, keeps strangers in fences, and keeps its prompt to itself", async () => {
    let answered = 0;
    for (const [index, injection] of INJECTIONS.entries()) {
      const manner = MANNERS[index % MANNERS.length];
      const input = skill.input.parse(hostileInput(skill, injection));
      const { ask, calls } = obeyingModel(injection, manner);
      const result = await runSkill(always, input, { ask, scope: SCOPE });
      expect(calls, injection.id).toHaveLength(1);
      for (const call of calls) expectUnmoved(call, { skill: always, scope: SCOPE, text: injection.text });
      expect(leakedPrompt(result.data, skill.model.system), injection.id).toBeNull();
      const said = JSON.stringify(result.data);
      if (!shared(injection.text, STRANGER)) expect(said.includes(STRANGER), `${injection.id} names a stranger`).toBe(false);
      answered += 1;
    }
    expect(answered).toBe(INJECTIONS.length);
  });
});
