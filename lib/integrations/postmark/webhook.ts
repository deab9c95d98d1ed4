import "server-only";
import { z } from "zod";
import { type BasicCredentials, isBasicAuthorization } from "@/lib/integrations/signatures/basic-authorization";
import type { Secrets } from "@/lib/integrations/signatures/hmac-signature";

/** An inbound message as Postmark posts it, with "include raw email content" switched on; only what we read. */
export const postmarkInbound = z.object({
  MessageID: z.string().min(1),
  OriginalRecipient: z.string().default(""),
  From: z.string().default(""),
  ToFull: z.array(z.object({ Email: z.string() })).default([]),
  RawEmail: z.string().min(1, "Switch on “include raw email content” for the inbound stream"),
});

const bounce = {
  ID: z.union([z.number(), z.string()]).transform(String),
  TypeCode: z.number().int(),
  MessageID: z.string().default(""),
  Email: z.string(),
  BouncedAt: z.coerce.date(),
};

/** What Postmark posts about mail that was sent through it; told apart by `RecordType`, which inbound messages do not have. */
export const postmarkRecord = z.discriminatedUnion("RecordType", [
  z.object({ RecordType: z.literal("Bounce"), ...bounce, Type: z.string() }),
  z.object({ RecordType: z.literal("SpamComplaint"), ...bounce }),
  z.object({
    RecordType: z.literal("SubscriptionChange"),
    MessageID: z.string().default(""),
    Recipient: z.string(),
    ChangedAt: z.coerce.date(),
    SuppressSending: z.boolean(),
    SuppressionReason: z.string().nullish(),
  }),
  z.object({ RecordType: z.literal("Delivery"), MessageID: z.string(), Recipient: z.string(), DeliveredAt: z.coerce.date() }),
  z.object({ RecordType: z.enum(["Open", "Click"]), MessageID: z.string(), Recipient: z.string(), ReceivedAt: z.coerce.date() }),
]);
export type PostmarkRecord = z.infer<typeof postmarkRecord>;

/**
 * Postmark signs nothing: HTTP Basic in the webhook's address is all there is. Compared in constant time.
 * @param authorization the header as received
 */
export function verifyPostmark(authorization: string | null, expected: Secrets<BasicCredentials>): boolean {
  return isBasicAuthorization(authorization, expected);
}

/** What tells a delivery from a repeat of it, for inbound messages and records alike; undefined when the body is neither. */
export function postmarkExternalId(body: unknown): string | undefined {
  const inbound = z.object({ MessageID: z.string().min(1), RecordType: z.undefined().optional() }).safeParse(body);
  if (inbound.success) return inbound.data.MessageID;
  const { data: record } = postmarkRecord.safeParse(body);
  if (!record) return undefined;
  switch (record.RecordType) {
    case "Bounce":
    case "SpamComplaint":
      return `${record.RecordType}:${record.ID}`;
    case "SubscriptionChange":
      return `${record.RecordType}:${record.MessageID}:${record.Recipient}:${record.ChangedAt.toISOString()}`;
    case "Delivery":
      return `${record.RecordType}:${record.MessageID}:${record.Recipient}`;
    default:
      return `${record.RecordType}:${record.MessageID}:${record.Recipient}:${record.ReceivedAt.toISOString()}`;
  }
}
