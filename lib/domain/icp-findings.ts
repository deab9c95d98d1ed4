import { z } from "zod";
import { COMPANY_SIZES, icpEvidence, REVENUE_RANGES } from "@/lib/domain/icp";
import { INDUSTRIES } from "@/lib/domain/industries";
import { componentNumbers } from "@/lib/domain/scoring";
import { confidence, type PortfolioFound, type ServicesFound, sourcedFact, type ValuePropFound } from "@/lib/domain/site-facts";

// What the skills of a discovery find out about the agency's clients, and conclude from them.

/** A client of the agency with what a data provider knows of it; every field null where nobody knows. */
export const knownClient = z.object({
  name: z.string().min(1).max(200),
  domain: z.string().max(253).nullable(),
  /** What the provider, or else the agency's own page, calls its trade. */
  industryText: z.string().max(300).nullable(),
  /** Who said so: a provider's word is worth more than a hint. */
  industryFrom: z.enum(["provider", "website", "person"]).nullable(),
  employeeCount: z.int().min(0).nullable(),
  annualRevenueUsd: z.number().min(0).nullable(),
  city: z.string().max(200).nullable(),
  state: z.string().max(200).nullable(),
  country: z.string().max(200).nullable(),
  technologies: z.array(z.string().max(100)).max(200),
  isHiring: z.boolean().nullable(),
  latestFundingDate: z.string().max(10).nullable(),
  /** Where the agency names it, and the words there; the first is the strongest. */
  evidence: z.array(icpEvidence).max(12),
  /** Title of the person who praises the agency there. */
  praisedBy: z.string().max(200).nullable(),
  caseStudy: z.string().max(500).nullable(),
});
export type KnownClient = z.infer<typeof knownClient>;

export const classifiedIndustry = z.object({
  industry: z.enum(INDUSTRIES),
  confidence,
  /** Part of everything that speaks for an industry; 0 to 1. */
  share: z.number().min(0).max(1),
  isPrimary: z.boolean(),
  /** Names of the clients in it. */
  clients: z.array(z.string().max(200)).max(100),
  evidence: z.array(icpEvidence).max(8),
});
export type ClassifiedIndustry = z.infer<typeof classifiedIndustry>;

export const INDUSTRY_FOCUS = ["specialist", "focused", "generalist"] as const;

export const industriesFound = z.object({
  /** Most evident first. */
  industries: z.array(classifiedIndustry).max(INDUSTRIES.length),
  /** specialist: one industry has 70 % or more; focused: three have 80 %. Null when nothing speaks for any. */
  focus: z.enum(INDUSTRY_FOCUS).nullable(),
  focusDescription: z.string().max(400),
  confidence,
});
export type IndustriesFound = z.infer<typeof industriesFound>;

/** Head-count classes of an agency (domain.md 10.2): 1, 2-5, 6-20, 21-50, 51-200, more. */
export const AGENCY_SIZES = ["solo", "micro", "small", "medium", "large", "enterprise"] as const;
export type AgencySize = (typeof AGENCY_SIZES)[number];

export const companySizeFound = z.object({
  teamSize: z.int().min(1).max(1_000_000).nullable(),
  sizeRange: z.enum(AGENCY_SIZES).nullable(),
  yearsInBusiness: z.int().min(0).max(300).nullable(),
  /** Cities with an office, as written. */
  offices: z.array(sourcedFact).max(20),
  hasMultipleOffices: z.boolean(),
  evidence: z.array(sourcedFact).max(12),
  confidence,
});
export type CompanySizeFound = z.infer<typeof companySizeFound>;

const derived = <Value extends z.ZodType>(value: Value, most: number) =>
  z.object({ values: z.array(value).max(most), confidence, reason: z.string().max(600), evidence: z.array(icpEvidence).max(12) });

export const icpDerived = z.object({
  industries: derived(z.enum(INDUSTRIES), 5),
  companySizes: derived(z.enum(COMPANY_SIZES), COMPANY_SIZES.length),
  revenueRanges: derived(z.enum(REVENUE_RANGES), REVENUE_RANGES.length),
  locations: derived(z.string().min(1).max(100), 12),
  technologies: derived(z.string().min(1).max(100), 12),
  signals: derived(z.string().min(1).max(200), 8),
  titles: derived(z.string().min(1).max(100), 12),
  painPoints: derived(z.string().min(1).max(300), 8),
  pattern: z.object({
    industry: z.string().max(400),
    size: z.string().max(400),
    location: z.string().max(400),
    description: z.string().max(1000),
    confidence,
  }),
  /** Clients that the pattern rests on. */
  sampleSize: z.int().min(0),
  /** How much of what matters is known of them; 0 to 1. */
  dataQuality: z.number().min(0).max(1),
  recommendations: z.array(z.string().max(300)).max(10),
});
export type IcpDerived = z.infer<typeof icpDerived>;

export const weightsSuggested = z.object({
  /** Whole numbers that add up to 100, each within what the suggester may propose. */
  weights: componentNumbers,
  reasoning: z.object({
    data_quality: z.string().max(300),
    authority: z.string().max(300),
    company_fit: z.string().max(300),
    timing: z.string().max(300),
    risk: z.string().max(300),
  }),
  /** What to look for first in a lead. */
  prioritySignals: z.array(z.string().max(200)).max(6),
  confidence,
});
export type WeightsSuggested = z.infer<typeof weightsSuggested>;

/** What a skill found, and which one made it. */
export type Made<Data> = { data: Data; by: "baseline" | "model" };

/** What is known so far, by the step that found it. */
export type DiscoveryResults = Partial<{
  extract_services: Made<ServicesFound>;
  extract_value_prop: Made<ValuePropFound>;
  extract_portfolio: Made<PortfolioFound>;
  enrich_portfolio: Made<KnownClient[]>;
  classify_industries: Made<IndustriesFound>;
  estimate_company_size: Made<CompanySizeFound>;
  derive_icp: Made<IcpDerived>;
  suggest_als_weights: Made<WeightsSuggested>;
}>;
