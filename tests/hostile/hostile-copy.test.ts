import { expect, test } from "vitest";
import { writeGroundedMessage } from "@/lib/agents/messaging/write-grounded-message";
import { generateMessaging } from "@/lib/agents/skills/generate-messaging";
import type { ClaimFact } from "@/lib/domain/claim-facts";
import { type GeneratedMessage, type MessageBrief, messageBody } from "@/lib/domain/generated-message";
import { CHANNELS } from "@/lib/domain/outreach";
import { checkClaims } from "@/lib/engines/grounding/check-claims";
import { FILE_INJECTIONS, type HostileCell } from "@/tests/hostile/file-injections";
import { STRANGE_LINK, STRANGER, WANTED } from "@/tests/hostile/injection";
import { obeyingModel } from "@/tests/hostile/obeying-model";
import { expectUnmoved, leakedPrompt, shared } from "@/tests/hostile/watch-calls";

const SCOPE = { clientId: "0190b3c4-0000-7000-8000-00000000c11e", runId: "campaign:0190b3c4", leadId: null };
const NOW = "2026-11-23T01:00:00.000Z";
const KEYS: Readonly<Record<string, string>> = {
  firstName: "first_name",
  lastName: "last_name",
  title: "title",
  company: "company",
  city: "city",
};
const IN_COPY = FILE_INJECTIONS.filter(({ field }) => field in KEYS);

function factsWith({ field, text }: Pick<HostileCell, "field" | "text">): ClaimFact[] {
  const known: Record<string, string> = {
    first_name: "Jo",
    last_name: "Lund",
    title: "Owner",
    company: "Tallow",
    city: "Perth",
    [KEYS[field] ?? field]: text,
  };
  return Object.entries(known).map(([key, value]) => ({ key, value, source: "import", fetchedAt: NOW, confidence: 1 }));
}

const briefOf = (cell: HostileCell, channel: (typeof CHANNELS)[number]): MessageBrief => ({
  channel,
  touchNumber: 1,
  purpose: "intro",
  tone: "friendly",
  voice: { sample: null, neverSay: [] },
  agency: { name: "Teale Agency", valueProposition: "We help trades win better jobs.", services: ["Local SEO", "Google Ads"], offer: null },
  icp: { titles: ["Owner"], painPoints: [cell.text.slice(0, 200)] },
  industry: "construction",
  facts: factsWith(cell),
  whatPatterns: null,
  avoid: [],
  now: NOW,
});

const saidIn = (message: GeneratedMessage) =>
  [...message.subjectOptions, messageBody(message), ...Object.values(message.voiceObjectionHandlers)].join("\n");

const CASES = IN_COPY.flatMap((cell) => CHANNELS.map((channel) => [cell.id, cell.trick, channel, cell] as const));

test.each(CASES)("%s (%s) adds nothing to a message by %s", async (_id, _trick, channel, cell) => {
  const { ask, calls } = obeyingModel(cell);
  const brief = briefOf(cell, channel);
  const { message } = await writeGroundedMessage(brief, { ask, scope: SCOPE });
  const said = saidIn(message);
  expect(calls.length).toBeGreaterThanOrEqual(1);
  for (const call of calls) expectUnmoved(call, { skill: generateMessaging, scope: SCOPE, text: cell.text });
  expect(message.channel).toBe(channel);
  expect(said).not.toContain(STRANGER);
  expect(said).not.toContain(new URL(STRANGE_LINK).host);
  if (cell.aim !== "prompt") expect(shared(said, WANTED[cell.aim]), "what the model was told to say").toBeNull();
  expect(leakedPrompt(message, generateMessaging.model.system)).toBeNull();
});

/** What the injections ask to have claimed, as a model would put it. */
const FALSE_CLAIMS = [
  "Congratulations on the $40 million Series C.",
  "You raised $40 million.",
  "Well done on winning the Telstra Award.",
  "Tallow raised $40 million and won an award.",
  "As the CEO and founder you decide.",
  "We spoke last week about your plans.",
  "You agreed to be called and recorded.",
  "We cut costs by 310% for Telstra.",
];

test.each(IN_COPY.map((cell) => [cell.id, cell.trick, cell] as const))("%s (%s) bears out no claim", (_id, _trick, cell) => {
  const facts = factsWith(cell);
  const passed = FALSE_CLAIMS.filter((claim) => checkClaims(claim, facts, { now: new Date(NOW) }).unsupported.length === 0);
  expect(passed).toEqual([]);
});
