import "server-only";
import { max, subDays } from "date-fns";
import type { Ctx } from "@/lib/context";
import { findToldActivity, listListeners, listToldLeads } from "@/lib/db/queries/webhooks";
import { isActivityAction } from "@/lib/domain/activities";
import { type WebhookEvent, webhookEventsOf } from "@/lib/domain/webhook-events";
import { requestDeliveries, type WebhookMessage } from "@/lib/engines/webhooks/request-deliveries";

/** A lead that waited longer than this is no news, whatever brings it up again (a nightly sweep, another campaign). */
const NEWS_DAYS = 1;

type LeadEvent = Extract<WebhookEvent, "lead.created" | "lead.enriched" | "lead.scored">;

/** Tells every webhook that listens what an activity says. @returns how many deliveries were added */
export function announceActivity(ctx: Ctx, { activityId }: { activityId: string }): Promise<number> {
  const { clientId } = ctx;
  return ctx.tx(async (db) => {
    const activity = await findToldActivity(db, { clientId, activityId });
    if (!activity || !isActivityAction(activity.action)) return 0;
    const messages: WebhookMessage[] = [];
    for (const event of webhookEventsOf(activity.action)) {
      if (!isTrueOf(event, activity)) continue;
      for (const { id: webhookId } of await listListeners(db, { clientId }, event)) {
        const { leadId, occurredAt: at } = activity;
        messages.push({ webhookId, event, eventKey: keyOf(event, activity), leadId, at, data: dataOf(activity) });
      }
    }
    return (await requestDeliveries(db, ctx, messages)).ids.length;
  });
}

/** The same for leads that were added, enriched or scored just now. */
export function announceLeads(ctx: Ctx, { event, leadIds }: { event: LeadEvent; leadIds: readonly string[] }): Promise<number> {
  const { clientId, now } = ctx;
  return ctx.tx(async (db) => {
    const listeners = await listListeners(db, { clientId }, event);
    if (listeners.length === 0) return 0;
    const leads = await listToldLeads(db, { clientId, leadIds });
    const messages = listeners.flatMap(({ id: webhookId, createdAt }) =>
      leads.flatMap((lead): WebhookMessage[] => {
        const at = { "lead.created": lead.createdAt, "lead.enriched": lead.enrichedAt, "lead.scored": lead.scoredAt }[event];
        if (at === null || at < max([createdAt, subDays(now, NEWS_DAYS)])) return [];
        const data = {
          lead: { id: lead.id, email: lead.email },
          campaign_id: lead.campaignId,
          ...(event === "lead.enriched" && { email_status: lead.emailStatus }),
          ...(event === "lead.scored" && { score: lead.alsScore, tier: lead.alsTier }),
        };
        return [{ webhookId, event, eventKey: `${event}:${lead.id}`, leadId: lead.id, at, data }];
      }),
    );
    return (await requestDeliveries(db, ctx, messages)).ids.length;
  });
}

type Activity = NonNullable<Awaited<ReturnType<typeof findToldActivity>>>;

/** A word is wider than an event: only e-mail bounces here, and an angry answer is not always an opt-out. */
function isTrueOf(event: WebhookEvent, { action, channel, leadStatus }: Activity): boolean {
  if (event === "email.bounced") return channel === null || channel === "email";
  if (event === "lead.unsubscribed" && action === "complained") return leadStatus === "unsubscribed" || leadStatus === "converted";
  return true;
}

/** A second meeting converts nobody again, and an opt-out that is recorded as a complaint too is one. */
function keyOf(event: WebhookEvent, { id, leadId, occurredAt }: Activity): string {
  if (event === "lead.converted") return `${event}:${leadId}`;
  if (event === "lead.unsubscribed") return `${event}:${leadId}:${occurredAt.toISOString()}`;
  return `${event}:${id}`;
}

/** Ids, and of the person no more than finds them in another system. */
function dataOf({ id, leadId, leadEmail, campaignId, touchId, channel, metadata }: Activity) {
  const { intent, startsAt } = metadata as { intent?: string; startsAt?: string };
  return {
    activity_id: id,
    lead: leadId === null ? null : { id: leadId, email: leadEmail },
    campaign_id: campaignId,
    touch_id: touchId,
    channel,
    ...(intent !== undefined && { intent }),
    ...(startsAt !== undefined && { starts_at: startsAt }),
  };
}
