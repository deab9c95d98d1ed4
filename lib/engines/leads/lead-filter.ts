import "server-only";
import { z } from "zod";
import { TIERS } from "@/lib/domain/scoring";
import { AUSTRALIAN_STATES, LEAD_STATUSES } from "@/lib/domain/leads";

/** What the lead table can be narrowed by, as a browser may send it. */
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
