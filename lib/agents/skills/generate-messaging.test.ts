import { describe, expect, test } from "vitest";
import { agencyFacts } from "@/lib/agents/messaging/ground-message";
import { INDUSTRY_PAINS } from "@/lib/agents/messaging/industry-pains";
import { writeGroundedMessage } from "@/lib/agents/messaging/write-grounded-message";
import { type AskModel, type ModelCall, noModel } from "@/lib/agents/model-port";
import { runSkill } from "@/lib/agents/run-skill";
import { generateMessaging } from "@/lib/agents/skills/generate-messaging";
import { STEP_PURPOSES } from "@/lib/domain/campaigns";
import type { ClaimFact } from "@/lib/domain/claim-facts";
import { type GeneratedMessage, MESSAGE_LIMITS, MESSAGE_TONES, type MessageBrief, messageBody } from "@/lib/domain/generated-message";
import { INDUSTRIES } from "@/lib/domain/industries";
import { CHANNELS } from "@/lib/domain/outreach";
import { renderTouch } from "@/lib/engines/content/render-touch";
import { checkClaims } from "@/lib/engines/grounding/check-claims";

const NOW = "2026-11-23T01:00:00.000Z";
const fact = (key: string, value: ClaimFact["value"]): ClaimFact => ({ key, value, source: "import", fetchedAt: NOW, confidence: 1 });
const BRIEF: MessageBrief = {
  channel: "email",
  touchNumber: 1,
  purpose: "intro",
  tone: "professional",
  voice: { sample: null, neverSay: [] },
  agency: { name: "Brightwater Digital", valueProposition: null, services: ["Local search", "Google Ads"], offer: null },
  icp: { titles: ["Managing Director"], painPoints: [] },
  industry: "construction",
  facts: [],
  whatPatterns: null,
  avoid: [],
  now: NOW,
};
const run = (ask: AskModel) => ({ ask, scope: { clientId: null, runId: null, leadId: null } });
const NOBODY = { firstName: null, lastName: null, title: null, company: null, city: null, organizationIndustry: null, custom: {} };

describe("without a model", () => {
  const briefs = CHANNELS.flatMap((channel) => STEP_PURPOSES.map((purpose) => ({ ...BRIEF, channel, purpose })));

  test.each(briefs)("$channel, $purpose: within its limits, sendable to somebody unknown, and nothing claimed", async (brief) => {
    for (const industry of INDUSTRIES) {
      const { data, by } = await runSkill(generateMessaging, { ...brief, industry }, run(noModel));
      const body = messageBody(data);
      expect(by).toBe("baseline");
      expect(data.refused).toEqual([]);
      expect(data.subjectOptions).toHaveLength(brief.channel === "email" ? 3 : 0);
      expect(data.subjectOptions.filter((subject) => subject.length >= 50 || subject.includes("company"))).toEqual([]);
      const touch = renderTouch(
        { ...brief, stepNumber: 1, subjectTemplate: data.subjectOptions[0] ?? null, bodyTemplate: body },
        { lead: NOBODY, client: { name: "Brightwater Digital", offer: null }, sender: null, threadSubject: null, seed: "lead" },
      );
      expect(touch.problems).toEqual([]);
      const { unsupported } = checkClaims(`${touch.subject}\n${touch.body}`, agencyFacts(brief), { now: new Date(NOW) });
      expect(unsupported).toEqual([]);
      if (brief.channel === "email") expect(body.split(/\s+/).length).toBeLessThan(MESSAGE_LIMITS.firstEmailWords);
      if (brief.channel === "sms") expect(touch.body.length).toBeLessThanOrEqual(MESSAGE_LIMITS.sms);
      if (brief.channel === "linkedin" && brief.purpose === "connect") expect(body.length).toBeLessThanOrEqual(MESSAGE_LIMITS.note);
    }
  });

  test.each(MESSAGE_TONES.flatMap((tone) => CHANNELS.map((channel) => ({ tone, channel }))))(
    "$tone, $channel: every purpose grounded and within its limits",
    async ({ tone, channel }) => {
      for (const purpose of STEP_PURPOSES) {
        const brief = { ...BRIEF, tone, channel, purpose };
        const plain = await runSkill(generateMessaging, brief, run(noModel));
        // Held against itself, a message that does not fit is refused.
        expect(generateMessaging.settle?.(plain.data, brief, plain.data).refused).toEqual([]);
      }
    },
  );

  test("what is known of somebody is said with the facts it rests on", async () => {
    const facts = [fact("first_name", "Lee"), fact("company", "Harbourline Builders"), fact("is_hiring", true)];
    const { data } = await runSkill(generateMessaging, { ...BRIEF, facts }, run(noModel));
    expect(data.emailBody).toContain("Hi Lee,");
    expect(data.claims).toContainEqual({
      text: "I saw that Harbourline Builders is hiring at the moment.",
      cites: ["company", "is_hiring"],
    });
  });

  test("a pain the agency names is used where it makes a sentence", async () => {
    const used = async (pain: string) =>
      (await runSkill(generateMessaging, { ...BRIEF, icp: { titles: [], painPoints: [pain] } }, run(noModel))).data.painPointAddressed;
    expect(await used("Quotes are never answered.")).toBe(INDUSTRY_PAINS.construction.pains[0]);
    expect(await used("Enquiries are slow in winter.")).toBe("enquiries are slow in winter");
    expect(await used("They lose 40 % of leads")).toBe(INDUSTRY_PAINS.construction.pains[0]);
  });
});

describe("with a model", () => {
  const written = (emailBody: string): GeneratedMessage => ({
    channel: "email",
    touchNumber: 1,
    subjectOptions: ["New enquiries", "A question", "Local search"],
    emailBody,
    smsMessage: null,
    connectionNote: null,
    inmailBody: null,
    voiceScriptPoints: [],
    voiceObjectionHandlers: {},
    letterBody: null,
    placeholdersUsed: [],
    painPointAddressed: null,
    claims: [{ text: "made up", cites: ["nothing"] }],
    refused: [],
  });
  const TRUE_BODY = "Hi Lee,\n\nYou have about 50 people at Harbourline.\n\nWould a short call be worth your time?";
  const FALSE_BODY = "Hi Lee,\n\nCongratulations on the Series B.\n\nWould a short call be worth your time?";
  const facts = [fact("first_name", "Lee"), fact("company", "Harbourline Builders"), fact("employee_count", 48)];
  const answering = (...bodies: string[]) => {
    const calls: ModelCall[] = [];
    const ask: AskModel = async (call) => {
      calls.push(call as ModelCall);
      const data = written(bodies[Math.min(calls.length, bodies.length) - 1] ?? "") as never;
      return { kind: "answer", data, model: "m", usage: { inputTokens: 1, cachedTokens: 0, outputTokens: 1 }, costMicroAud: 5 };
    };
    return { ask, calls };
  };

  test("what it says of the reader is kept with its facts, not with those it names", async () => {
    const { ask } = answering(TRUE_BODY);
    const result = await writeGroundedMessage({ ...BRIEF, facts }, run(ask));
    expect(result).toMatchObject({ writtenBy: "model", costMicroAud: 5, message: { emailBody: TRUE_BODY, refused: [] } });
    expect(result.message.claims).toContainEqual({
      text: "You have about 50 people at Harbourline.",
      cites: ["company", "employee_count"],
    });
  });

  test("refused once it is told why and may write again", async () => {
    const { ask, calls } = answering(FALSE_BODY, TRUE_BODY);
    const result = await writeGroundedMessage({ ...BRIEF, facts }, run(ask));
    expect(result).toMatchObject({ writtenBy: "model", costMicroAud: 10, message: { emailBody: TRUE_BODY } });
    expect(calls[1]?.prompt).toContain("Congratulations on the Series B.");
  });

  test("refused twice the safe template goes out, and what was refused is noted", async () => {
    const { ask, calls } = answering(FALSE_BODY);
    const { message, writtenBy } = await writeGroundedMessage({ ...BRIEF, facts }, run(ask));
    expect(calls).toHaveLength(2);
    expect(writtenBy).toBe("template");
    expect(message.emailBody).not.toContain("Series B");
    expect(message.refused.map(({ text }) => text)).toEqual(["Congratulations on the Series B."]);
  });

  test("what the agency never says is refused by name, and a second time written without", async () => {
    const { ask, calls } = answering(TRUE_BODY.replace("a short call", "a Game Changer of a call"), TRUE_BODY);
    const result = await writeGroundedMessage({ ...BRIEF, facts, voice: { sample: null, neverSay: ["game changer"] } }, run(ask));
    expect(result).toMatchObject({ writtenBy: "model", message: { emailBody: TRUE_BODY } });
    expect(calls[1]?.prompt).toContain("“game changer”");
  });

  test.each([
    ["a field nobody fills", "Hi {{nickname}}, would a short call be worth your time?"],
    ["a link of its own", "Hi Lee, would a short call be worth your time? https://x.example"],
    ["too many words", `Hi Lee, ${"enquiries and work ".repeat(60)}.`],
  ])("%s is no message", async (_what, body) => {
    const { message, writtenBy } = await writeGroundedMessage({ ...BRIEF, facts }, run(answering(body).ask));
    expect(writtenBy).not.toBe("model");
    expect(message.emailBody).not.toBe(body);
  });
});
