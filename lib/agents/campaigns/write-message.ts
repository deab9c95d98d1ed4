import "server-only";
import type { WrittenText } from "@/lib/agents/campaigns/to-steps";
import { writeGroundedMessage } from "@/lib/agents/messaging/write-grounded-message";
import type { SkillRun } from "@/lib/agents/run-skill";
import type { PlannedTouch } from "@/lib/domain/campaign-plan";
import { readyText } from "@/lib/domain/default-sequence";
import { type GeneratedMessage, type MessageBrief, messageBody } from "@/lib/domain/generated-message";
import { readTone } from "@/lib/domain/read-tone";
import type { WritingBrief } from "@/lib/engines/campaigns/run-writing";
import { lintTemplateNeverSay } from "@/lib/engines/content/lint-never-say";

/** Of `sequenceStepInput`. */
const LONGEST_SUBJECT = 150;
const SHORTEST_BODY = 20;

type MessageToWrite = { brief: WritingBrief; touch: PlannedTouch; touchNumber: number; isFirstEmail: boolean; now: Date };

/** The template of one planned touch: for everybody in the audience, with merge fields and nothing said of anybody in particular. */
export async function writeMessage({ brief, touch, touchNumber, isFirstEmail, now }: MessageToWrite, run: SkillRun): Promise<WrittenText> {
  const { message, writtenBy } = await writeGroundedMessage(toMessageBrief(brief, touch, touchNumber, now), run);
  const subjectTemplate = isFirstEmail ? subjectWithVariants(message) : null;
  const bodyTemplate = messageBody(message).trim();
  const isUsable =
    bodyTemplate.length >= SHORTEST_BODY && lintTemplateNeverSay({ subjectTemplate, bodyTemplate }, brief.voice.neverSay).length === 0;
  if (!isUsable) return { ...readyText(touch, { isFirstEmail }), writtenBy: "template" };
  return {
    subjectTemplate,
    bodyTemplate,
    // What a model was refused for twice is written by rules.
    writtenBy: writtenBy === "model" ? "model" : "baseline",
  };
}

function toMessageBrief(
  { agency, voice, icp }: WritingBrief,
  { channel, purpose }: PlannedTouch,
  touchNumber: number,
  now: Date,
): MessageBrief {
  return {
    channel,
    purpose,
    touchNumber,
    tone: readTone(voice.sample).tone,
    voice,
    agency,
    icp: { titles: icp.titles, painPoints: icp.painPoints },
    industry: icp.industries.length === 1 ? (icp.industries[0] ?? null) : null,
    facts: [],
    whatPatterns: null,
    avoid: [],
    now: now.toISOString(),
  };
}

/** The subjects as variants of one, of which each message takes its own and keeps it; fewer where they would not fit. */
function subjectWithVariants({ subjectOptions }: GeneratedMessage): string | null {
  const options = [...new Set(subjectOptions)];
  for (let count = options.length; count > 1; count -= 1) {
    const spun = `{${options.slice(0, count).join("|")}}`;
    if (spun.length <= LONGEST_SUBJECT) return spun;
  }
  return options[0] ?? null;
}
