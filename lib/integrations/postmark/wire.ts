import "server-only";
import { z } from "zod";

const bounce = z.object({
  ID: z.union([z.number(), z.string()]).transform(String),
  Type: z.string(),
  TypeCode: z.number().int(),
  MessageID: z.string().default(""),
  Email: z.string(),
  BouncedAt: z.coerce.date(),
  Inactive: z.boolean().default(false),
  CanActivate: z.boolean().default(false),
  Details: z.string().nullish(),
});
export type PostmarkBounce = z.infer<typeof bounce>;

export const bounceAnswer = bounce;
export const bouncesAnswer = z.object({ TotalCount: z.number().int(), Bounces: z.array(bounce) });
export const activationAnswer = z.object({ Message: z.string().nullish(), Bounce: bounce });

const inbound = z.object({
  MessageID: z.string().min(1),
  From: z.string().default(""),
  OriginalRecipient: z.string().default(""),
  Subject: z.string().default(""),
  Date: z.string().default(""),
  Status: z.string().default(""),
});
export const inboundListAnswer = z.object({ TotalCount: z.number().int(), InboundMessages: z.array(inbound) });

const address = z.object({ Email: z.string(), Name: z.string().default("") });
export const inboundAnswer = inbound.extend({
  FromFull: address.nullish(),
  ToFull: z.array(address).default([]),
  TextBody: z.string().nullish(),
  HtmlBody: z.string().nullish(),
  Headers: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
});
export type PostmarkInboundMessage = z.infer<typeof inboundAnswer>;

/** The real answer also holds the server's API tokens, which nobody here needs to see. */
export const serverAnswer = z.object({
  ID: z.number().int(),
  Name: z.string().default(""),
  InboundAddress: z.string().default(""),
  InboundDomain: z.string().default(""),
  InboundHookUrl: z.string().default(""),
  BounceHookUrl: z.string().default(""),
  RawEmailEnabled: z.boolean().default(false),
});

export const errorAnswer = z.object({ ErrorCode: z.number().int(), Message: z.string().nullish() });
