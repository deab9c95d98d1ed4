import "server-only";
import { z } from "zod";
import type { Db } from "@/lib/db/client";
import type { ChannelEvent } from "@/lib/domain/channel-events";
import { callReading } from "@/lib/engines/channel-events/call-reading";
import type { ChannelNews } from "@/lib/engines/channel-events/channel-news";
import { findHandOver } from "@/lib/engines/channel-events/find-hand-over";
import { toChannelEvents as heyreachEvents } from "@/lib/integrations/heyreach/transform";
import { heyreachWebhook } from "@/lib/integrations/heyreach/webhook";
import { toChannelEvents as postmarkEvents } from "@/lib/integrations/postmark/transform";
import { postmarkRecord } from "@/lib/integrations/postmark/webhook";
import { toChannelEvents as resendEvents, touchOf } from "@/lib/integrations/resend/transform";
import { resendEvent } from "@/lib/integrations/resend/webhook";
import { inboundToEvents, statusToEvents } from "@/lib/integrations/twilio/transform";
import { readTwilioWebhook } from "@/lib/integrations/twilio/webhook";
import { callKey, toLiveStop, toChannelEvents as vapiEvents } from "@/lib/integrations/vapi/transform";
import { type ServerMessage, serverMessage } from "@/lib/integrations/vapi/wire";

/** From a stored body to our words. Throws ZodError when the body is not what the provider posts. */
type NewsReader = (db: Db, body: unknown, receivedAt: Date) => Promise<ChannelNews>;

const twilioBody = z.object({ fields: z.record(z.string(), z.string()), key: z.string().nullable() });

/** By the provider's name in `private.inbound_events`. */
export const NEWS_READERS = {
  async twilio(_db, body, receivedAt) {
    const { fields, key } = twilioBody.parse(body);
    const webhook = readTwilioWebhook(fields);
    const common = { source: "twilio", channel: "sms", key } as const;
    if (webhook?.kind === "inbound") {
      return { ...common, events: inboundToEvents(webhook.text, receivedAt), reference: null, receiver: webhook.text.To };
    }
    if (!webhook) return { ...common, events: [], reference: null, receiver: null };
    return { ...common, events: statusToEvents(webhook.status, receivedAt), reference: webhook.status.MessageSid, receiver: null };
  },

  /** Not authenticated by more than its address: what it tells may stop and suppress, and costs nothing. */
  async heyreach(_db, body, receivedAt) {
    const event = heyreachWebhook.parse(body);
    const events = heyreachEvents(event, receivedAt).map((one) => (one.kind === "delivery" ? { ...one, costMicroAud: null } : one));
    return { source: "heyreach", channel: "linkedin", events, key: null, reference: null, receiver: event.sender?.id ?? null };
  },

  async vapi(db, body, receivedAt) {
    const { message } = serverMessage.parse(body);
    const names = { source: "vapi", channel: "voice", key: callKey(message), reference: message.call?.id ?? null } as const;
    const events = await callEvents(db, message, { ...names, receivedAt });
    return { ...names, events, receiver: null };
  },

  async resend(_db, body) {
    const event = resendEvent.parse(body);
    const names = { key: touchOf(event), reference: event.data.email_id, receiver: null };
    return { source: "resend", channel: "email", events: resendEvents(event), ...names };
  },

  async postmark(_db, body) {
    const record = postmarkRecord.parse(body);
    const events = postmarkEvents(record);
    return { source: "postmark", channel: "email", events, key: null, reference: record.MessageID || null, receiver: null };
  },
} satisfies Record<string, NewsReader>;

async function callEvents(
  db: Db,
  message: ServerMessage,
  { receivedAt, ...names }: { channel: "voice"; key: string | null; reference: string | null; receivedAt: Date },
): Promise<ChannelEvent[]> {
  const handOver = await findHandOver(db, names);
  if (!handOver) return [];
  const reading = await callReading(db, handOver, receivedAt);
  const stop = toLiveStop(message, reading);
  if (!stop) return vapiEvents(message, reading);
  return [{ kind: "opted_out", channel: "sms", address: reading.phone ?? "", isComplaint: false, at: stop.at }];
}
