import "server-only";
import type { AskModel, SpendScope } from "@/lib/agents/model-port";
import { runSkill } from "@/lib/agents/run-skill";
import { classifyReply, needsModel, type ReplyReading } from "@/lib/agents/skills/classify-reply";
import { extractEntities } from "@/lib/agents/skills/extract-entities";
import { type WrittenReply, writeReply } from "@/lib/agents/skills/write-reply";
import { isReplyAction, type ReplyAction } from "@/lib/domain/replies";
import type { ReplyEntities, ReplyToAnswer } from "@/lib/domain/reply-handling";
import { readObjection } from "@/lib/engines/replies/read-objection";

/** What an agent makes of one reply; plain JSON, so that a durable step can keep it. */
export type ReplyAnswered = {
  reading: Pick<ReplyReading, "intent" | "confidence" | "reasons" | "by" | "objection" | "rejectionReason"> & { actions: ReplyAction[] };
  entities: ReplyEntities;
  draft: WrittenReply["draft"];
  draftedBy: "baseline" | "model";
};

/**
 * Reads a reply that was stored, and drafts an answer: intent by rules, then by a model where they are unsure; what it tells; an answer
 * where one is due. Changes nothing and sends nothing.
 */
export async function answerReply(
  reply: ReplyToAnswer & { raw: string },
  { ask, scope, now }: { ask: AskModel; scope: SpendScope; now: Date },
): Promise<ReplyAnswered> {
  const run = { ask, scope };
  const stored = { ...reply, actions: reply.actions.filter(isReplyAction) };
  const reading = await readAgain(reply, stored.actions, run, now);
  const entities = await runSkill(extractEntities, { text: reply.text }, run);
  const { raw: _raw, ...rest } = reply;
  const written = await runSkill(
    writeReply,
    {
      ...rest,
      intent: reading.intent,
      confidence: reading.confidence,
      by: reading.by,
      actions: reading.actions,
      times: reading.intent === "meeting_request" ? reply.times : [],
    },
    run,
  );
  return { reading, entities: entities.data, draft: written.data.draft, draftedBy: written.by };
}

/** What was decided when it came stands, unless the rules were unsure then and a model is surer within its bounds. */
async function readAgain(
  reply: ReplyToAnswer & { raw: string },
  actions: ReplyAction[],
  run: { ask: AskModel; scope: SpendScope },
  now: Date,
): Promise<ReplyAnswered["reading"]> {
  const asStored = {
    intent: reply.intent,
    confidence: reply.confidence,
    by: reply.by,
    reasons: reply.reasons,
    actions,
    ...readObjection(reply.text, { intent: reply.intent, actions }),
  };
  if (!needsModel(asStored)) return asStored;
  const headers = { "in-reply-to": "<thread>" };
  const again = await runSkill(
    classifyReply,
    { channel: reply.channel, headers, subject: reply.subject, body: reply.raw, footer: null, now: now.toISOString() },
    run,
  );
  if (again.data.by !== "model") return asStored;
  return { ...again.data, actions: again.data.actions.filter(isReplyAction) };
}
