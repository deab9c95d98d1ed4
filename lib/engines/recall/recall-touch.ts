import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { findRecallableTouch, type RecallableTouch } from "@/lib/db/queries/recalls";
import { lockTouch } from "@/lib/db/queries/touches";
import type { Recalled } from "@/lib/domain/recalled";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { forgetContact, type LockedTouch } from "@/lib/engines/dispatch/record-hand-over";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";
import type { OutreachProviders } from "@/lib/engines/recovery/outreach-providers";
import { recallFromClickSend } from "@/lib/integrations/clicksend/recall";
import { recallFromHeyreach } from "@/lib/integrations/heyreach/recall";
import { recallFromSmartlead } from "@/lib/integrations/smartlead/recall";
import { recallFromVapi } from "@/lib/integrations/vapi/recall";

/** `in_flight`: it is being handed over right now, so its carrier cannot be asked yet. */
export type RecallResult = { outcome: Recalled["outcome"] | "in_flight" | "settled" };

type Providers = Pick<OutreachProviders, "heyreach" | "smartlead" | "vapi" | "clicksend">;

/**
 * Asks the carrier of a message not to let it go, because its person is to be left alone. Safe to repeat.
 * @throws ProviderError when the carrier cannot be asked
 */
export async function recallTouch(
  ctx: Ctx,
  { touchId }: { touchId: string },
  { providers, pepper }: { providers: Providers; pepper: string },
): Promise<RecallResult> {
  const touch = await ctx.tx((db) => findRecallableTouch(db, { clientId: ctx.clientId, touchId }));
  if (touch?.state === "sending") return { outcome: "in_flight" };
  if (!touch || (touch.state !== "sent" && touch.state !== "unknown")) return { outcome: "settled" };
  const recalled = await askCarrier(providers, touch, `${touchId}-${touch.attempts}`);
  if (recalled.outcome === "stopped") await ctx.tx((db) => recordStopped(db, ctx, touchId, { pepper }));
  if (recalled.outcome === "out_of_reach") await ctx.tx((db) => recordOutOfReach(db, ctx, touchId));
  return recalled;
}

/** Nobody could be asked for as long as is tried: a person has to. */
export function recordRecallFailed(ctx: Ctx, { touchId }: { touchId: string }): Promise<void> {
  return ctx.tx((db) => recordOutOfReach(db, ctx, touchId));
}

async function askCarrier(providers: Providers, touch: RecallableTouch, key: string): Promise<Recalled> {
  const { provider, externalId, label, email, linkedinUrl, claimedAt: handedOverAt, providerReference: reference } = touch;
  if (handedOverAt === null) return { outcome: "left" };
  switch (provider) {
    case "heyreach":
      if (externalId === null || linkedinUrl === null) return { outcome: "left" };
      return recallFromHeyreach(providers.heyreach, { seat: externalId, profileUrl: linkedinUrl, handedOverAt });
    case "smartlead":
      return recallFromSmartlead(providers.smartlead, { mailbox: label, email, key });
    case "vapi":
      return recallFromVapi(providers.vapi, { reference });
    case "clicksend":
      return recallFromClickSend(providers.clicksend, { key, handedOverAt });
    default:
      return { outcome: "left" };
  }
}

/** Nobody was reached: the touch is as if it had been cancelled in time. What it counted for that day stays counted. */
async function recordStopped(db: Db, ctx: Ctx, touchId: string, options: { pepper: string }): Promise<void> {
  const { clientId, now } = ctx;
  const touch = await lockTouch(db, { clientId, touchId });
  if (touch?.state !== "sent" && touch?.state !== "unknown") return;
  const reason = "Its carrier was told to stop before it left";
  await db
    .updateTable("touches")
    .set({ state: "cancelled", reasonCode: "recalled", reason, slotAt: null, sentAt: null })
    .where("id", "=", touchId)
    .where("clientId", "=", clientId)
    .execute();
  await forgetMessage(db, ctx, touchId);
  if (touch.channel === "linkedin") {
    await db
      .updateTable("linkedinConnections")
      .set({ state: "withdrawn", withdrawnAt: now })
      .where("leadId", "=", touch.leadId)
      .where("clientId", "=", clientId)
      .where("state", "=", "invited")
      .execute();
  }
  await forgetContact(db, ctx, touch, options);
  await recordActivity(db, ctx, { action: "recalled", reason, ...about(touch) });
}

/** It was never said, so it stands in no conversation; nor does a conversation it would have opened. */
async function forgetMessage(db: Db, { clientId }: Ctx, touchId: string): Promise<void> {
  const said = await db
    .deleteFrom("messages")
    .where("touchId", "=", touchId)
    .where("clientId", "=", clientId)
    .returning("threadId")
    .executeTakeFirst();
  if (!said) return;
  await db
    .deleteFrom("threads as h")
    .where("h.id", "=", said.threadId)
    .where("h.clientId", "=", clientId)
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom("messages as m").select("m.id").whereRef("m.threadId", "=", "h.id"))))
    .execute();
}

const OUT_OF_REACH = {
  email: { what: "An e-mail", where: "Smartlead" },
  linkedin: { what: "A LinkedIn message", where: "HeyReach" },
  voice: { what: "A call", where: "Vapi" },
  mail: { what: "A letter", where: "ClickSend" },
  sms: { what: "A text", where: "Twilio" },
} as const;

/** Told to the client's people, who may be able to do by hand what no call does. Said once of a message. */
async function recordOutOfReach(db: Db, ctx: Ctx, touchId: string): Promise<void> {
  const touch = await lockTouch(db, { clientId: ctx.clientId, touchId });
  if (touch?.state !== "sent" && touch?.state !== "unknown") return;
  const isKnown = await db
    .selectFrom("activities")
    .select("id")
    .where("clientId", "=", ctx.clientId)
    .where("leadId", "=", touch.leadId)
    .where("touchId", "=", touchId)
    .where("action", "=", "not_recalled")
    .executeTakeFirst();
  if (isKnown) return;
  const { what, where } = OUT_OF_REACH[touch.channel];
  const reason = `${what} to somebody who is to be left alone is still with ${where} and could not be stopped from here`;
  await recordActivity(db, ctx, { action: "not_recalled", reason, ...about(touch) });
  await notifyOnce(db, ctx, {
    kind: "review",
    title: `${what} could not be taken back`,
    body: `${reason}. If it has not left, cancel it at ${where} by hand.`,
    href: `/dashboard/leads/${touch.leadId}`,
  });
}

function about({ id, leadId, campaignId, channel }: LockedTouch) {
  return { leadId, campaignId, touchId: id, channel };
}
