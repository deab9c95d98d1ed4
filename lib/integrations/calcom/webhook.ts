import "server-only";
import { z } from "zod";
import { isHmacSignature, type RawBytes, type Secrets } from "@/lib/integrations/signatures/hmac-signature";

const text = z.string().nullish();

/** The envelope of every webhook. Cal.com has more triggers than we read and adds fields without notice. */
export const calcomWebhook = z.object({
  triggerEvent: z.string().min(1),
  createdAt: z.iso.datetime({ offset: true }),
  payload: z.unknown(),
});
export type CalcomWebhook = z.infer<typeof calcomWebhook>;

/** `payload` of the triggers about a booking. `uid` is the booking's id; a rescheduled one names the one before in `rescheduleUid`. */
export const calcomBooking = z.object({
  uid: z.string().min(1),
  startTime: z.iso.datetime({ offset: true }),
  endTime: z.iso.datetime({ offset: true }),
  attendees: z.array(z.object({ email: z.string(), name: text })).min(1),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  rescheduleUid: text,
  rescheduleReason: text,
  cancellationReason: text,
  rejectionReason: text,
});

/** `payload` when attendees are marked as absent, or not any more. */
export const calcomNoShow = z.object({
  bookingUid: z.string().min(1),
  attendees: z.array(z.object({ email: z.string(), noShow: z.boolean() })),
});

/**
 * Whether Cal.com made this call: `X-Cal-Signature-256` is the hex HMAC-SHA-256 of the raw body with the webhook's secret (vendor's public
 * documentation of webhooks, "Verifying the authenticity of the received payload"). No time is signed, so a replay looks like a repeat and
 * is told apart by `calcomEventId`. A webhook without a secret sends a fixed word there, which never matches.
 */
export function verifyCalcom({ signature, body, secrets }: { signature: string | null; body: RawBytes; secrets: Secrets }): boolean {
  return isHmacSignature({ signature, content: [body], secrets });
}

/** One name for every repeat of one webhook; Cal.com gives none. Undefined for what is no webhook of Cal.com. */
export function calcomEventId(body: unknown): string | undefined {
  const webhook = calcomWebhook.safeParse(body);
  if (!webhook.success) return undefined;
  const { triggerEvent, createdAt, payload } = webhook.data;
  const booking = z.object({ uid: text, bookingUid: text }).safeParse(payload);
  const id = booking.data?.uid ?? booking.data?.bookingUid ?? "";
  return [triggerEvent, id, createdAt].join(":");
}
