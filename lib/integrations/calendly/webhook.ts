import "server-only";
import { z } from "zod";
import type { RawBytes, Secrets } from "@/lib/integrations/signatures/hmac-signature";
import { isTimestampedSignature } from "@/lib/integrations/signatures/timestamped-signature";

const text = z.string().nullish();
const time = z.iso.datetime({ offset: true });

/** The envelope of every webhook. */
export const calendlyWebhook = z.object({ event: z.string().min(1), created_at: time, payload: z.unknown() });
export type CalendlyWebhook = z.infer<typeof calendlyWebhook>;

/** `payload` of the webhooks about an invitee. Its `uri` is the booking's id; ids of Calendly are addresses. */
export const calendlyInvitee = z.object({
  uri: z.string().min(1),
  email: z.string(),
  name: text,
  rescheduled: z.boolean().nullish(),
  old_invitee: text,
  new_invitee: text,
  scheduled_event: z.object({ uri: text, start_time: time, end_time: time }),
  tracking: z.record(z.string(), z.unknown()).nullish(),
  cancellation: z.object({ reason: text }).nullish(),
});

/** Calendly's own example lets a signature be three minutes old. */
const TOLERANCE_SECONDS = 180;

/**
 * Whether Calendly made this call: `Calendly-Webhook-Signature: t=<seconds>,v1=<hex>`, HMAC-SHA-256 of `{t}.{raw body}` with the
 * subscription's signing key (vendor's public documentation, "Webhook signatures").
 */
export function verifyCalendly({
  header,
  body,
  secrets,
  now,
}: {
  header: string | null;
  body: RawBytes;
  secrets: Secrets;
  now: Date;
}): boolean {
  return isTimestampedSignature({ header, body, secrets, now, toleranceSeconds: TOLERANCE_SECONDS });
}

/** One name for every repeat of one webhook; Calendly gives none. Undefined for what is no webhook of Calendly. */
export function calendlyEventId(body: unknown): string | undefined {
  const webhook = calendlyWebhook.safeParse(body);
  if (!webhook.success) return undefined;
  const { event, created_at, payload } = webhook.data;
  const uri = z.object({ uri: z.string() }).safeParse(payload).data?.uri ?? "";
  return [event, uri, created_at].join(" ");
}
