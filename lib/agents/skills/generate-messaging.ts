import "server-only";
import { FENCE_RULE, fenced } from "@/lib/agents/fenced";
import { baselineMessage } from "@/lib/agents/messaging/baseline-message";
import { groundMessage } from "@/lib/agents/messaging/ground-message";
import { defineSkill } from "@/lib/agents/skill";
import { voiceLines } from "@/lib/agents/voice-lines";
import { type GeneratedMessage, generatedMessage, type MessageBrief, messageBrief } from "@/lib/domain/generated-message";

/** Writes one message of a sequence, for everybody (merge fields) or for one person (facts). */
export const generateMessaging = defineSkill<MessageBrief, GeneratedMessage>({
  name: "generate_messaging",
  description:
    "Writes the message of one touch for its channel: e-mail, text, LinkedIn, call or letter, each sentence about the reader backed by a fact.",
  input: messageBrief,
  output: generatedMessage,
  baseline: (brief) => groundMessage(baselineMessage(brief), brief, null),
  model: {
    version: 2,
    tier: "strong",
    system: [
      "You write first-contact business messages for a marketing agency in Australia, in plain Australian English: short sentences, no flattery, no urgency, no claims that need proof.",
      "About the reader or their company you may say only what the listed facts say; every such sentence lists the keys of its facts in `claims`. No fact: speak of businesses in general, or ask.",
      "Never claim an earlier talk, a referral, a visit to their site, or something you saw, unless a fact says so. Never invent figures, names, clients or results, also not of the agency.",
      "Without facts write a template: {{first_name|there}}, {{company|your company}}, {{city}}, {{industry|local}}, {{sender_first_name|The team}}; each field that may be empty with a fallback. No company in a subject.",
      "Limits: three subjects below 50 characters; a first e-mail below 125 words, later ones below 150; a text 100 characters; a LinkedIn note 300; a letter 250 words. Fill only the fields of the channel. `refused` stays empty.",
      "Sound like the agency: where a sample of its writing is given, take its rhythm, greeting and formality from it, and no fact, name, figure or offer. The phrases it never says stand nowhere in your text.",
      "Do not add an address, an opt-out line or a legal name: these are put behind your text.",
      FENCE_RULE,
    ].join("\n"),
    prompt: ({ facts, icp, agency, whatPatterns, avoid, voice, ...touch }, baseline) =>
      [
        fenced("touch", JSON.stringify(touch)),
        fenced("agency, in its own words", JSON.stringify(agency)),
        ...voiceLines(voice),
        fenced("audience", JSON.stringify(icp)),
        fenced("facts about the reader", JSON.stringify(facts.map(({ key, value }) => ({ key, value })))),
        ...(whatPatterns ? [fenced("what has worked", whatPatterns)] : []),
        ...(avoid.length > 0
          ? [fenced("sentences and phrases your last attempt was refused for; write without them", avoid.join("\n"))]
          : []),
        `Improve on what rules alone wrote: ${fenced("plain message", JSON.stringify({ ...baseline, claims: [], refused: [] }))}`,
      ].join("\n\n"),
    maxOutputTokens: 2048,
    temperature: 0.7,
  },
  settle: (answer, brief, baseline) => groundMessage(answer, brief, baseline),
});
