import "server-only";
import { z } from "zod";
import { FENCE_RULE, fenced } from "@/lib/agents/fenced";
import { findEntities } from "@/lib/agents/replies/find-entities";
import { defineSkill } from "@/lib/agents/skill";
import { type ReplyEntities, replyEntities } from "@/lib/domain/reply-handling";

/** `text`: what they typed, without quotes and signature. */
const input = z.object({ text: z.string().max(20_000) });
export type ExtractEntitiesInput = z.infer<typeof input>;

/** Below this there is nothing for a model to find. */
const SHORTEST = 40;
const LONGEST = 6000;

/** What a reply tells beside its intent. Only what is quoted word for word from it counts. */
export const extractEntities = defineSkill<ExtractEntitiesInput, ReplyEntities>({
  name: "extract_entities",
  description: "Reads meeting preferences, questions, pains, competitors, budget, timeline and people out of a reply.",
  input,
  output: replyEntities,
  baseline: ({ text }) => findEntities(text),
  model: {
    version: 1,
    tier: "fast",
    system: [
      "You note what a business person says in a reply: when and how they would meet, what they ask, what troubles them, whom they use today,",
      "what they would spend, by when, and who decides or should hear of it. Each entry has a short `value` and a `quote` copied word for word.",
      "Leave a list empty where nothing is said. Never infer, never translate a quote.",
      FENCE_RULE,
    ].join("\n"),
    prompt: ({ text }) => fenced("reply", text.slice(0, LONGEST)),
    maxOutputTokens: 900,
    temperature: 0.3,
    isNeeded: ({ text }) => text.trim().length >= SHORTEST,
  },
  settle: (answer, { text }, baseline) => {
    const whole = plain(text);
    const stands = ({ quote }: { quote: string }) => plain(quote).length > 1 && whole.includes(plain(quote));
    const decisionMakers = answer.decisionMakers
      .filter(stands)
      .map((person) => ({
        ...person,
        name: person.name && whole.includes(plain(person.name)) ? person.name : null,
        email: person.email && whole.includes(plain(person.email)) ? person.email.toLowerCase() : null,
      }))
      .filter(({ name, email }) => name !== null || email !== null);
    return {
      meetingPreferences: answer.meetingPreferences.filter(stands),
      // A question stands as it was asked.
      questions: [...answer.questions.filter(stands), ...baseline.questions]
        .filter((one, index, all) => all.findIndex((other) => plain(other.quote) === plain(one.quote)) === index)
        .slice(0, 10),
      painPoints: answer.painPoints.filter(stands),
      competitors: answer.competitors.filter(stands),
      budget: answer.budget.filter(stands),
      timeline: answer.timeline.filter(stands),
      decisionMakers,
    };
  },
});

const plain = (text: string) => text.toLowerCase().replace(/[’‘]/g, "'").replace(/\s+/g, " ").trim();
