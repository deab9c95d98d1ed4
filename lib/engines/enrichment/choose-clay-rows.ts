import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { clayUseOfDay, insertClayBatch, listClayCandidates, listIdleClayRows, updateClayRow } from "@/lib/db/queries/clay-rows";
import { takeTurns } from "@/lib/db/queries/take-turns";
import { clayAllowance } from "@/lib/engines/enrichment/clay-share";
import { hottestFirst } from "@/lib/engines/enrichment/hottest-first";
import { requireBilling } from "@/lib/engines/enrichment/lead-billing";
import type { EnrichmentProviders } from "@/lib/engines/enrichment/providers";
import { settleClayRow } from "@/lib/engines/enrichment/settle-clay-row";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { LimitError } from "@/lib/errors";
import { clayRowChosen } from "@/lib/events/catalogue";
import { clayDeadline } from "@/lib/integrations/clay/limits";

type Batch = {
  leadIds: readonly string[];
  /** Of this batch, the same when it is asked again. */
  batchKey: string;
  /** How many look-ups the batch came to. */
  lookedUp: number;
};

/**
 * Decides which leads of a batch that the other providers know too little of go on to Clay: the hottest, as many as the share of the batch
 * and of the client's day allow. The others go on without it. Counted and decided in one transaction, one batch of a client at a time; a
 * batch that asks again is not counted again. With no credit left nobody is chosen, and everybody waits.
 * @returns how many were chosen
 */
export async function chooseClayRows(ctx: Ctx, batch: Batch, providers: Pick<EnrichmentProviders, "cache" | "clay">): Promise<number> {
  if (batch.leadIds.length === 0) return 0;
  let chosen = 0;
  try {
    if (providers.clay) chosen = await ctx.tx((db) => choose(db, ctx, batch));
  } catch (error) {
    if (error instanceof LimitError) return 0;
    throw error;
  }
  const { leadIds } = batch;
  const idle = await ctx.tx((db) => listIdleClayRows(db, { clientId: ctx.clientId, leadIds, now: ctx.now }));
  for (const clayRowId of idle) await settleClayRow(ctx, { clayRowId }, providers);
  return chosen;
}

async function choose(db: Db, ctx: Ctx, { leadIds, batchKey, lookedUp }: Batch): Promise<number> {
  const { clientId, now } = ctx;
  await takeTurns(db, `clay share ${clientId}`);
  const candidates = await listClayCandidates(db, { clientId, leadIds });
  if (candidates.length > 0) await requireBilling(db, ctx);

  // Those whose batch died before it was counted are counted with this one.
  const counted = Math.max(lookedUp, candidates.length);
  const day = now.toISOString().slice(0, 10);
  const today = await clayUseOfDay(db, { clientId, day });
  const allowance = clayAllowance({ lookedUp: counted, dayLookedUp: today.lookedUp + counted, dayAttempts: today.attempts });
  const hottest = hottestFirst(candidates).slice(0, allowance);
  if (!(await insertClayBatch(db, { clientId, batchKey, day, lookedUp: counted, attempts: hottest.length }))) return 0;

  for (const { id } of hottest) await updateClayRow(db, { clientId, clayRowId: id }, { state: "chosen", answerBy: clayDeadline(now) });
  await enqueueEvent(db, ...hottest.map(({ id }) => clayRowChosen.create({ clientId, clayRowId: id })));
  return hottest.length;
}
