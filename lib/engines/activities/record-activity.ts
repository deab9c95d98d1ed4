import "server-only";
import type { Insertable } from "kysely";
import { actingUserId, type Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import type { Activity } from "@/lib/db/types.gen";
import type { ActivityAction } from "@/lib/domain/activities";

/** What happened, in the past tense, and one line saying why. */
export type NewActivity = Pick<
  Insertable<Activity>,
  "reason" | "leadId" | "campaignId" | "touchId" | "channel" | "providerMessageId"
> & {
  action: ActivityAction;
  metadata?: Record<string, unknown>;
  actor?: "system" | "human" | "ai" | "prospect" | "provider";
};

/** Appends to the record of what happened, in the caller's transaction; a trigger announces it to the live feed. */
export async function recordActivity(db: Db, ctx: Ctx, ...activities: NewActivity[]): Promise<void> {
  if (activities.length === 0) return;
  await db
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
    .execute();
}
