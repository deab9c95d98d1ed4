import { z } from "zod";
import type { ActivityAction } from "@/lib/domain/activities";

/** What a client's own systems can be told, with the words that name it on screen. */
export const WEBHOOK_EVENTS = {
  "lead.created": "A lead was added",
  "lead.enriched": "A lead was enriched",
  "lead.scored": "A lead was scored for the first time",
  "lead.converted": "A lead converted",
  "lead.unsubscribed": "A lead opted out",
  "campaign.started": "A campaign started",
  "campaign.paused": "A campaign was paused",
  "campaign.completed": "A campaign is completed",
  "outreach.sent": "A message went out, on any channel",
  "approval.requested": "A message waits for approval",
  "reply.received": "A person replied",
  "email.bounced": "An e-mail bounced",
  "meeting.booked": "A meeting was booked",
} as const;
export type WebhookEvent = keyof typeof WEBHOOK_EVENTS;
export const WEBHOOK_EVENT_NAMES = Object.keys(WEBHOOK_EVENTS) as [WebhookEvent, ...WebhookEvent[]];

/** Sent on request only, to the one webhook that is tried; nobody subscribes to it. */
export const TEST_EVENT = "webhook.test";

const OF_ACTIVITY: Partial<Record<ActivityAction, readonly WebhookEvent[]>> = {
  campaign_started: ["campaign.started"],
  campaign_paused: ["campaign.paused"],
  campaign_completed: ["campaign.completed"],
  sent: ["outreach.sent"],
  called: ["outreach.sent"],
  bounced: ["email.bounced"],
  replied: ["reply.received"],
  unsubscribed: ["lead.unsubscribed"],
  complained: ["lead.unsubscribed"],
  approval_requested: ["approval.requested"],
  meeting_booked: ["meeting.booked", "lead.converted"],
};

/** The events an activity stands for; most stand for none. */
export function webhookEventsOf(action: ActivityAction): readonly WebhookEvent[] {
  return OF_ACTIVITY[action] ?? [];
}

/** Waits before each further attempt; after the last one a delivery is given up. */
export const WEBHOOK_RETRY_DELAYS_MS = [1, 5, 30, 120, 720].map((minutes) => minutes * 60_000);
/** Deliveries given up in a row after which a webhook is switched off. */
export const WEBHOOK_FAILURE_LIMIT = 10;
/** How long the old secret still signs beside the new one. */
export const SECRET_OVERLAP_HOURS = 24;
export const WEBHOOK_LIMIT = 10;

const INTERNAL_NAME = /(^|\.)(localhost|local|internal|lan|intranet|home\.arpa)$/;
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;

/**
 * Why nothing may be posted to an address that a client named, or null (SE-20): https on its usual port, a public name, no user name.
 * `URL` writes every spelling of an IP address (decimal, octal, hex) in dots before it is looked at. Where the name leads is checked
 * at each delivery.
 * @param allowPrivateHosts true where the app itself is reachable from this machine alone: then plain http and any host will do
 */
export function webhookUrlProblem(value: string, { allowPrivateHosts }: { allowPrivateHosts: boolean }): string | null {
  const url = URL.parse(value);
  if (url === null || (url.protocol !== "https:" && !(allowPrivateHosts && url.protocol === "http:")))
    return "Enter an address that starts with https://";
  if (url.username !== "" || url.password !== "") return "Leave the user name and password out of the address";
  if (allowPrivateHosts) return null;
  const host = url.hostname.replace(/\.$/, "");
  if (IPV4.test(host) || host.startsWith("[")) return "Enter a host name; an IP address cannot be used";
  if (!host.includes(".") || INTERNAL_NAME.test(host)) return "That name is not on the public internet";
  return url.port === "" ? null : "Only the usual https port (443) can be used";
}

export const webhookInput = z.object({
  url: z
    .string()
    .trim()
    .max(2000)
    .refine((value) => webhookUrlProblem(value, { allowPrivateHosts: true }) === null, "Enter an address that starts with https://"),
  description: z.string().trim().max(200),
  events: z.array(z.enum(WEBHOOK_EVENT_NAMES)).min(1, "Choose at least one event"),
});
export type WebhookInput = z.infer<typeof webhookInput>;

export const webhookIdInput = z.object({ webhookId: z.uuid() });
export const webhookActiveInput = webhookIdInput.extend({ isActive: z.boolean() });
export const webhookEditInput = webhookInput.extend(webhookIdInput.shape);
export const deliveryIdInput = z.object({ deliveryId: z.uuid() });
