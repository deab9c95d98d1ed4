import "server-only";
import type { Insertable } from "kysely";
import { actingUserId, type Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { anybodyListens } from "@/lib/db/queries/webhooks";
import type { Activity } from "@/lib/db/types.gen";
import { type ActivityAction, isActivityAction } from "@/lib/domain/activities";
import { webhookEventsOf } from "@/lib/domain/webhook-events";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { activityRecorded } from "@/lib/events/catalogue";

/** What happened, in the past tense, and one line saying why. */
export type NewActivity = Pick<Insertable<Activity>, "reason" | "leadId" | "campaignId" | "touchId" | "channel" | "providerMessageId"> & {
  action: ActivityAction;
  metadata?: Record<string, unknown>;
  actor?: "system" | "human" | "ai" | "prospect" | "provider";
};

/**
 * Appends to the record of what happened, in the caller's transaction; a trigger announces it to the live feed. What a webhook of the
 * client listens to goes out as an event as well.
 */
export async function recordActivity(db: Db, ctx: Ctx, ...activities: NewActivity[]): Promise<void> {
  if (activities.length === 0) return;
  const events = [...new Set(activities.flatMap(({ action }) => webhookEventsOf(action)))];
  const recorded = await db
    .insertInto("activities")
    .values(
      activities.map(({ metadata, actor, ...activity }) => ({
        ...activity,
        clientId: ctx.clientId,
        actor: actor ?? (ctx.actor.kind === "user" ? "human" : "system"),
        actorUserId: actingUserId(ctx),
        metadata: JSON.stringify(metadata ?? {}),
        occurredAt: ctx.now,
      })),
    )
    .returning(["id", "action", anybodyListens(ctx, events).as("isHeard")])
    .execute();
  const heard = recorded.filter(({ action, isHeard }) => isHeard && isActivityAction(action) && webhookEventsOf(action).length > 0);
  await enqueueEvent(db, ...heard.map(({ id }) => activityRecorded.create({ clientId: ctx.clientId, activityId: id })));
}
