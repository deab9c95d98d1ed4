import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { type ChannelEvent, DELIVERY_STATES, type DeliveryState } from "@/lib/domain/channel-events";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import type { NewsOptions } from "@/lib/engines/channel-events/channel-news";
import { closeChannel } from "@/lib/engines/channel-events/close-channel";
import type { HandOver } from "@/lib/engines/channel-events/find-hand-over";
import { settleTold } from "@/lib/engines/channel-events/settle-told";
import type { LockedTouch } from "@/lib/engines/dispatch/record-hand-over";
import { recordCost } from "@/lib/engines/dispatch/record-sent";
import { closeEmail } from "@/lib/engines/suppression/close-email";

type Delivery = Extract<ChannelEvent, { kind: "delivery" }>;

const BAD_STATES: ReadonlySet<DeliveryState> = new Set(["undelivered", "failed", "returned"]);

/**
 * Writes down where a message stands. A state only moves forward, a price counts once, an address that will never work is closed; so
 * the same news in any order and any number ends the same. A call has no such state: its outcome comes when it ends.
 */
export function applyDelivery(
  ctx: Ctx,
  { handOver, event, source }: { handOver: HandOver; event: Delivery; source: string },
  options: NewsOptions,
): Promise<void> {
  return ctx.tx(async (db) => {
    const touch = await settleTold(db, ctx, handOver, event.reference);
    if (!touch) return;
    if (event.costMicroAud) await recordPrice(db, ctx, touch, event.costMicroAud);
    const news = touch.channel === "voice" ? "none" : await moveForward(db, ctx, touch.id, event.state);
    if (news === "bad") await tellFailure(db, ctx, touch, event);
    if (news === "new" && touch.channel === "mail" && event.state === "sent") await tellPosted(db, ctx, touch);
    if (event.isPermanent) await closeAddress(db, ctx, touch, { code: event.code, source }, options);
  });
}

/** @returns `bad` for the first bad news of the message, `none` for what is known already */
async function moveForward(db: Db, { clientId }: Ctx, touchId: string, state: DeliveryState): Promise<"none" | "new" | "bad"> {
  const { deliveryState } = await db
    .selectFrom("touches")
    .select("deliveryState")
    .where("id", "=", touchId)
    .where("clientId", "=", clientId)
    .executeTakeFirstOrThrow();
  const known = deliveryState as DeliveryState | null;
  if (known !== null && DELIVERY_STATES.indexOf(known) >= DELIVERY_STATES.indexOf(state)) return "none";
  await db.updateTable("touches").set({ deliveryState: state }).where("id", "=", touchId).where("clientId", "=", clientId).execute();
  const isFirstBad = BAD_STATES.has(state) && (known === null || !BAD_STATES.has(known));
  return isFirstBad ? "bad" : "new";
}

async function recordPrice(db: Db, ctx: Ctx, touch: LockedTouch, costMicroAud: number): Promise<void> {
  await recordCost(db, ctx, touch, costMicroAud);
  await db
    .updateTable("touches")
    .set({ costMicros: costMicroAud })
    .where("id", "=", touch.id)
    .where("clientId", "=", ctx.clientId)
    .where("costMicros", "is", null)
    .execute();
}

/** The post tells nobody when a letter arrives: this is the last that is known of one. */
async function tellPosted(db: Db, ctx: Ctx, { leadId, campaignId, id: touchId, channel }: LockedTouch): Promise<void> {
  await recordActivity(db, ctx, {
    action: "letter_posted",
    actor: "provider",
    reason: "Handed to Australia Post",
    ...{ leadId, campaignId, touchId, channel },
  });
}

async function tellFailure(db: Db, ctx: Ctx, touch: LockedTouch, { state, code }: Delivery): Promise<void> {
  if (touch.channel === "linkedin") await closeInvitation(db, ctx, touch);
  await recordActivity(db, ctx, {
    action: state === "returned" ? "letter_returned" : "undelivered",
    actor: "provider",
    reason: `It did not arrive${code === null ? "" : ` (${code})`}`,
    leadId: touch.leadId,
    campaignId: touch.campaignId,
    touchId: touch.id,
    channel: touch.channel,
  });
}

/** An invitation that never left is not open, and does not count against the seat. */
async function closeInvitation(db: Db, { clientId, now }: Ctx, { leadId }: LockedTouch): Promise<void> {
  await db
    .updateTable("linkedinConnections")
    .set({ state: "withdrawn", withdrawnAt: now })
    .where("clientId", "=", clientId)
    .where("leadId", "=", leadId)
    .where("state", "=", "invited")
    .execute();
}

async function closeAddress(
  db: Db,
  ctx: Ctx,
  { leadId, channel }: LockedTouch,
  { code, source }: { code: string | null; source: string },
  options: NewsOptions,
): Promise<void> {
  const because = code === null ? "" : ` (${code})`;
  if (channel !== "email") {
    return closeChannel(db, ctx, { leadId, channels: [channel], reason: `Nothing arrives there${because}`, source }, options);
  }
  const { email, emailStatus } = await db
    .selectFrom("leads")
    .select(["email", "emailStatus"])
    .where("id", "=", leadId)
    .where("clientId", "=", ctx.clientId)
    .executeTakeFirstOrThrow();
  if (emailStatus === "invalid") return;
  await closeEmail(db, ctx, { leadId, address: email, reason: `The address does not exist${because}`, source }, options);
}
