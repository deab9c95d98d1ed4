import "server-only";
import { z } from "zod";

/** Ids that are numbers in one answer and text in another. */
export const smartleadId = z.union([z.number().int(), z.string().regex(/^\d+$/)]).transform(Number);

/** A share as a number or as text with a per cent sign. */
const share = z
  .union([z.number(), z.string().regex(/^\s*\d+(\.\d+)?\s*%?\s*$/)])
  .transform((value) => (typeof value === "number" ? value : Number(value.replace("%", ""))));

const warmupDetails = z.object({
  status: z.string().nullish(),
  total_sent_count: z.number().nullish(),
  total_spam_count: z.number().nullish(),
  warmup_reputation: share.nullish(),
  is_warmup_blocked: z.boolean().nullish(),
  blocked_reason: z.string().nullish(),
});

/** Real answers also hold the mailbox's passwords; what is not named here goes no further. */
export const emailAccount = z.object({
  id: smartleadId,
  from_email: z.string(),
  from_name: z.string().nullish(),
  message_per_day: z.number().nullish(),
  daily_sent_count: z.number().nullish(),
  is_smtp_success: z.boolean().nullish(),
  is_imap_success: z.boolean().nullish(),
  warmup_details: warmupDetails.nullish(),
});
export const emailAccountsAnswer = z.array(emailAccount);

/** The id is in `data`; answers of an older kind have it beside. */
export const savedAccountAnswer = z
  .object({
    emailAccountId: smartleadId.optional(),
    data: z.object({ id: smartleadId, is_smtp_success: z.boolean().nullish(), is_imap_success: z.boolean().nullish() }).optional(),
  })
  .refine(({ data, emailAccountId }) => data !== undefined || emailAccountId !== undefined, "no id");

export const warmupStatsAnswer = z.object({
  total_sent: z.number().default(0),
  spam_count: z.number().default(0),
  reputation_score: share.nullish(),
  daily_stats: z
    .array(
      z.object({
        date: z.iso.date(),
        sent: z.number().default(0),
        spam: z.number().default(0),
        delivered: z.number().nullish(),
        opened: z.number().nullish(),
        replied: z.number().nullish(),
      }),
    )
    .default([]),
});

export const campaignStatus = z.enum(["DRAFTED", "ACTIVE", "PAUSED", "STOPPED", "COMPLETED", "ARCHIVED"]);
export const campaign = z.object({
  id: smartleadId,
  name: z.string().default(""),
  status: z.union([campaignStatus, z.string()]).default("DRAFTED"),
});
export const campaignsAnswer = z.array(campaign);
export const createdCampaignAnswer = z.object({ id: smartleadId });

/** `upload_count` is what older answers call the added ones. */
export const addedLeadsAnswer = z.object({ added_count: z.number().nullish(), upload_count: z.number().nullish() });

/** `{}` for somebody Smartlead does not know. */
export const leadAnswer = z.object({
  id: smartleadId.optional(),
  email: z.string().optional(),
  is_unsubscribed: z.boolean().nullish(),
  custom_fields: z.record(z.string(), z.unknown()).nullish(),
  lead_campaign_data: z.array(z.object({ campaign_id: smartleadId, campaign_name: z.string().nullish() })).nullish(),
});

export const historyAnswer = z.object({
  history: z
    .array(
      z.object({
        type: z.string(),
        time: z.coerce.date(),
        message_id: z.string().nullish(),
        stats_id: z.string().nullish(),
        subject: z.string().nullish(),
        email_body: z.string().nullish(),
      }),
    )
    .default([]),
});

export const createdWebhookAnswer = z.object({ id: smartleadId.optional() });

/** Both shapes of a refusal, and the bare `message` of some routes. */
export const errorAnswer = z.object({
  error: z
    .union([z.string(), z.object({ code: z.string().nullish(), message: z.string().nullish(), retry_after: z.number().nullish() })])
    .nullish(),
  message: z.string().nullish(),
});
