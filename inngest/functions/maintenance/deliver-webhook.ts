import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { WEBHOOK_RETRY_DELAYS_MS } from "@/lib/domain/webhook-events";
import { announceActivity, announceLeads } from "@/lib/engines/webhooks/announce-to-webhooks";
import { attemptDelivery } from "@/lib/engines/webhooks/attempt-delivery";
import { activityRecorded, leadsAdded, leadsEnriched, leadsScored, webhookDeliveryRequested } from "@/lib/events/catalogue";

const LEAD_EVENTS = new Map<string, "lead.created" | "lead.enriched" | "lead.scored">([
  ["leads/added", "lead.created"],
  ["leads/enriched", "lead.enriched"],
  ["leads/scored", "lead.scored"],
]);

/** Tells a client's webhooks what happened: activities that one of them listens to, and the steps of a lead's life-cycle before outreach. */
export const announceToWebhooks = ({ systemCtx }: Deps) =>
  inngest.createFunction(
    {
      id: "announce-to-webhooks",
      triggers: [activityRecorded, leadsAdded, leadsEnriched, leadsScored],
      concurrency: { key: "event.data.clientId", limit: 4 },
    },
    async ({ event, step }) => {
      const added = await step.run("request-deliveries", () => {
        const { data } = event;
        const ctx = systemCtx(data.clientId);
        if ("activityId" in data) return announceActivity(ctx, data);
        const told = LEAD_EVENTS.get(event.name);
        return told === undefined ? 0 : announceLeads(ctx, { event: told, leadIds: data.leadIds });
      });
      return { added };
    },
  );

/** One delivery to one webhook, with its waits. A slow receiver keeps only its own deliveries waiting. */
export const deliverWebhook = ({ systemCtx, sending, webhooks }: Deps) =>
  inngest.createFunction(
    { id: "deliver-webhook", triggers: [webhookDeliveryRequested], concurrency: { key: "event.data.webhookId", limit: 3 } },
    async ({ event, step }) => {
      const { clientId, deliveryId, round } = event.data;
      let status: string = "pending";
      for (let attempt = 0; attempt <= WEBHOOK_RETRY_DELAYS_MS.length; attempt += 1) {
        const made = await step.run(`attempt-${attempt}`, () =>
          attemptDelivery(systemCtx(clientId), { deliveryId, round, attempt }, { secretsKey: sending.secretsKey, post: webhooks }),
        );
        status = made.status;
        if (made.nextAttemptAt === null) break;
        await step.sleepUntil(`wait-${attempt}`, made.nextAttemptAt);
      }
      return { status };
    },
  );
