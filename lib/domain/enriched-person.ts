import { z } from "zod";
import { EMAIL_STATUSES } from "@/lib/domain/email-status";

const text = z.string().nullable();

/** A company as the data providers know it, in our words. `industry` is the provider's own text; `isHiring` null means not asked. */
export const enrichedCompany = z.object({
  providerId: text,
  name: text,
  domain: text,
  website: text,
  linkedinUrl: text,
  description: text,
  industry: text,
  employeeCount: z.number().int().nullable(),
  /** Number and street of its office; entries of the cache from before it was read have none. */
  street: text.default(null),
  city: text,
  state: text,
  postcode: text,
  country: text,
  foundedYear: z.number().int().nullable(),
  latestFundingDate: text,
  totalFundingUsd: z.number().nullable(),
  annualRevenueUsd: z.number().nullable(),
  keywords: z.array(z.string()),
  technologies: z.array(z.string()),
  isHiring: z.boolean().nullable(),
});
export type EnrichedCompany = z.infer<typeof enrichedCompany>;

/** Who told us one field, how sure they were of the person (0 to 1), and when (ISO time). */
export const fieldProvenance = z.object({ provider: z.string(), confidence: z.number().min(0).max(1), fetchedAt: z.iso.datetime() });
export type FieldProvenance = z.infer<typeof fieldProvenance>;

/**
 * A person as the data providers know them, in our words. Dates are ISO days; `confidence` is 0 to 1 (see `personConfidence`);
 * `source` names every provider that contributed, joined by "+".
 */
export const enrichedPerson = z.object({
  source: z.string(),
  providerId: text,
  email: text,
  emailStatus: z.enum(EMAIL_STATUSES),
  firstName: text,
  lastName: text,
  title: text,
  headline: text,
  seniority: text,
  departments: z.array(z.string()),
  linkedinUrl: text,
  phone: text,
  personalEmail: text,
  city: text,
  state: text,
  country: text,
  currentJobStart: text,
  employmentHistory: z.array(z.object({ company: text, title: text, start: text, end: text, isCurrent: z.boolean() })),
  company: text,
  organization: enrichedCompany.nullable(),
  confidence: z.number().min(0).max(1),
  /** By field name, those of the company as `organization.domain`; set by the waterfall, not by a provider's transform. */
  provenance: z.record(z.string(), fieldProvenance).optional(),
});
export type EnrichedPerson = z.infer<typeof enrichedPerson>;
