import "server-only";
import { runSkill, type SkillRun } from "@/lib/agents/run-skill";
import { generateMessaging } from "@/lib/agents/skills/generate-messaging";
import type { GeneratedMessage, MessageBrief } from "@/lib/domain/generated-message";

/** `template`: what a model wrote was refused twice, and the safe text written by rules stands in. */
export type GroundedMessage = { message: GeneratedMessage; writtenBy: "model" | "baseline" | "template"; costMicroAud: number };

/** Writes a message; what a model writes without facts behind it is sent back once with the sentences named, and then given up. */
export async function writeGroundedMessage(brief: MessageBrief, run: SkillRun): Promise<GroundedMessage> {
  const first = await runSkill(generateMessaging, brief, run);
  if (first.by === "baseline" || first.data.refused.length === 0)
    return { message: first.data, writtenBy: first.by, costMicroAud: first.costMicroAud };

  const avoid = first.data.refused.map(({ text }) => text).slice(0, 20);
  const second = await runSkill(generateMessaging, { ...brief, avoid }, run);
  const isRefused = second.by === "baseline" || second.data.refused.length > 0;
  return { message: second.data, writtenBy: isRefused ? "template" : "model", costMicroAud: first.costMicroAud + second.costMicroAud };
}
