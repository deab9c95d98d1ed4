import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { linkedinIdentity } from "@/lib/domain/linkedin";
import type { Heyreach } from "@/lib/integrations/heyreach/api";
import { isSameText } from "@/lib/integrations/signatures/is-same-text";

const text = z.string().nullish();
const id = z.union([z.number().int(), z.string()]).transform(String);
/** Fields differ between descriptions of the service, so only what names the event and the person is insisted on. */
export const heyreachWebhook = z.object({
  event_type: z.string().transform((type) => type.toLowerCase()),
  timestamp: text,
  /** The same for several events of one person: no key of a delivery. */
  correlation_id: text,
  conversation_id: z.union([z.string(), z.number()]).transform(String).nullish(),
  campaign: z.object({ id: id.nullish(), name: text }).nullish(),
  sender: z.object({ id: id.nullish() }).nullish(),
  lead: z.object({ profile_url: z.string().min(1), custom_fields: z.record(z.string(), z.unknown()).nullish() }),
  recent_messages: z.array(z.object({ creation_time: text, message: text, is_reply: z.boolean().nullish() })).nullish(),
});
export type HeyreachWebhook = z.infer<typeof heyreachWebhook>;

/**
 * HeyReach signs nothing and sends no secret: an unguessable part of the path is all there is. Whoever learns the address can post to it,
 * so what arrives here may stop and suppress, and never books, spends or lifts a suppression.
 * @param token the path segment as received
 * @param secrets accepted tokens; two while one replaces the other. Empty ones match nothing
 */
export function verifyHeyreach(token: string | null, secrets: readonly string[]): boolean {
  return secrets.map((secret) => secret !== "" && isSameText(token ?? "", secret)).some(Boolean);
}

/**
 * Names one event, for storing each once: HeyReach has no event id, and every active webhook with the same address gets a copy of its own.
 * Made of what happened rather than of the bytes, so a copy that is written differently is still a copy.
 */
export function heyreachEventKey(event: HeyreachWebhook): string {
  const { event_type, timestamp, conversation_id, campaign, sender, lead, recent_messages } = event;
  const parts = [
    event_type.replace(/^every_/, ""),
    timestamp,
    sender?.id,
    campaign?.id,
    linkedinIdentity(lead.profile_url) ?? lead.profile_url,
    conversation_id,
    (recent_messages ?? []).map(({ creation_time, message, is_reply }) => [creation_time, message, is_reply]),
  ];
  return createHash("sha256")
    .update(JSON.stringify(parts.map((part) => part ?? null)))
    .digest("hex");
}

/**
 * What we listen to. EVERY_MESSAGE_REPLY_RECEIVED would repeat MESSAGE_REPLY_RECEIVED and bring the seat owner's private conversations,
 * which are none of our business; whoever we write to is in one of our campaigns, and polling the inbox finds what a webhook missed.
 */
const LISTENED = {
  CONNECTION_REQUEST_SENT: "Agency OS invited",
  CONNECTION_REQUEST_ACCEPTED: "Agency OS accepted",
  MESSAGE_SENT: "Agency OS sent",
  MESSAGE_REPLY_RECEIVED: "Agency OS replied",
} as const;

/**
 * Registers our address for each event type once, and removes second registrations, which would each send a copy. Safe to repeat.
 * @param url our address with its token
 * @throws ProviderError
 */
export async function ensureHeyreachWebhooks(api: Heyreach, url: string): Promise<void> {
  const ours = (await api.listWebhooks()).filter(({ webhookUrl, isActive }) => webhookUrl === url && isActive !== false);
  for (const [eventType, name] of Object.entries(LISTENED)) {
    const [first, ...others] = ours.filter((registration) => registration.eventType?.toUpperCase() === eventType);
    if (!first) await api.createWebhook({ name, url, eventType });
    for (const { id: duplicate } of others) await api.deleteWebhook(duplicate);
  }
}
