import { z } from "zod";

import { CONSENT_BASES } from "@/lib/domain/consent-basis";
import { CHANNELS, PERMISSION_MODES } from "@/lib/domain/outreach";
import { REPLY_INTENTS } from "@/lib/domain/replies";
import { TIERS } from "@/lib/domain/scoring";
import { MANUAL_SUPPRESSION_REASONS } from "@/lib/domain/suppression-entry";

/** A lead's life, in order; the last three are ends. */
export const LEAD_STATUSES = ["new", "enriched", "scored", "in_sequence", "converted", "unsubscribed", "bounced"] as const;
export type LeadStatusName = (typeof LEAD_STATUSES)[number];

export const AUSTRALIAN_STATES = ["NSW", "VIC", "QLD", "SA", "WA", "TAS", "ACT", "NT"] as const;

/** How many leads one change may touch: it holds them all until it commits. */
export const MAXIMUM_LEADS = 2000;

/** What the lead table can be narrowed by; an empty list, an empty text or null means any. */
export const leadFilterInput = z.object({
  search: z.string().max(200),
  statuses: z.array(z.enum(LEAD_STATUSES)),
  tiers: z.array(z.enum(TIERS)),
  states: z.array(z.enum(AUSTRALIAN_STATES)),
  campaignId: z.uuid().nullable(),
  hasConsent: z.boolean().nullable(),
  blockedBy: z
    .string()
    .regex(/^[a-z_]{1,50}$/)
    .nullable(),
});
export type LeadFilterInput = z.infer<typeof leadFilterInput>;

export const leadIdsInput = z
  .array(z.uuid())
  .min(1, "Choose at least one lead")
  .max(MAXIMUM_LEADS, `Choose at most ${MAXIMUM_LEADS} leads at a time`);

/** Leads somebody ticked, or everything that matches what they filtered for. */
export const leadSelection = z.union([z.object({ leadIds: leadIdsInput }), z.object({ matching: leadFilterInput })]);
export type LeadSelection = z.infer<typeof leadSelection>;

const day = z.iso.date("Choose a day");
const note = z.string().trim().max(300, "Use at most 300 characters");

export const leadHoldInput = z.object({ selection: leadSelection, reason: note.min(1, "Say why, in a few words") });
export const leadSnoozeInput = z.object({ selection: leadSelection, until: day });
export const leadSuppressInput = z.object({ selection: leadSelection, reason: z.enum(MANUAL_SUPPRESSION_REASONS), evidence: note });
export const leadAssignInput = z.object({ selection: leadSelection, campaignId: z.uuid("Choose a campaign") });
export const leadModeInput = z.object({ leadId: z.uuid(), mode: z.enum(PERMISSION_MODES).nullable() });

export const consentInput = z.object({
  leadId: z.uuid(),
  channel: z.enum(CHANNELS).default("email"),
  basis: z.enum(CONSENT_BASES),
  capturedOn: day,
  /** What shows it; for a publication, why the offer is relevant to the role. */
  note: z.string().trim().max(1000, "Use at most 1,000 characters"),
  sourceUrl: z.string().trim().max(2000),
  role: z.string().trim().max(200),
  noContraryStatement: z.boolean(),
});
export type ConsentInput = z.input<typeof consentInput>;

export const consentRevokeInput = z.object({ leadId: z.uuid(), consentId: z.uuid(), reason: note.min(1, "Say why, in a few words") });

export const leadMeetingInput = z.object({
  leadId: z.uuid(),
  /** On the lead's own clock. */
  day,
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Use a time like 14:30"),
  durationMinutes: z.number().int().min(5, "At least 5 minutes").max(480, "At most 8 hours"),
  notes: z.string().trim().max(2000),
});
export type LeadMeetingInput = z.infer<typeof leadMeetingInput>;

export const outcomeInput = z.object({ touchId: z.uuid(), arrived: z.boolean() });

/** What the envelope says, such as "left address". */
export const returnedLetterInput = z.object({ touchId: z.uuid(), reason: note.min(1, "Say why, in a few words") });
export type ReturnedLetterInput = z.infer<typeof returnedLetterInput>;

export const approvalInput = z.object({ approvalId: z.uuid() });
export const approvalEditInput = z.object({
  approvalId: z.uuid(),
  /** Empty where the channel has none; the gate's lint asks an e-mail for one. */
  subject: z.string().trim().max(150, "Use at most 150 characters"),
  body: z.string().trim().min(20, "Write at least a sentence").max(3000, "Use at most 3,000 characters"),
});
export const approvalRejectInput = z.object({
  approvalId: z.uuid(),
  reason: z.string().trim().min(1, "Say why, in a word or two").max(500),
});

export const threadIdInput = z.object({ threadId: z.uuid() });
export const intentCorrectionInput = z.object({ messageId: z.uuid(), intent: z.enum(REPLY_INTENTS) });
export const messageMatchInput = z.object({ messageId: z.uuid(), leadId: z.uuid() });
export const leadLookupInput = z.object({ search: z.string().trim().min(2).max(200) });
