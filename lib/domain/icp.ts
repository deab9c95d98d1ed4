import { z } from "zod";
import { INDUSTRIES } from "@/lib/domain/industries";
import { COMPONENTS, type Component } from "@/lib/domain/scoring";

// The ideal customer profile: what a discovery proposes, what a person edits and confirms, and what every version keeps.

/** Head-count bands of prospects, as LinkedIn and the data providers cut them; scoring reads them as ranges. */
export const COMPANY_SIZES = ["1-10", "11-50", "51-200", "201-500", "501-1000", "1001+"] as const;
export type CompanySize = (typeof COMPANY_SIZES)[number];

/** Yearly revenue of prospects in Australian dollars. */
export const REVENUE_RANGES = ["under A$1m", "A$1m to A$5m", "A$5m to A$20m", "A$20m to A$100m", "over A$100m"] as const;
export type RevenueRange = (typeof REVENUE_RANGES)[number];

/** What the weight suggester may propose (domain.md 2.6); a person may use the whole range. */
export const SUGGESTED_WEIGHT_RANGES: Record<Component, { min: number; max: number }> = {
  data_quality: { min: 10, max: 30 },
  authority: { min: 15, max: 35 },
  company_fit: { min: 15, max: 35 },
  timing: { min: 5, max: 25 },
  risk: { min: 5, max: 25 },
};

const entry = (maximum: number) => z.string().trim().min(1, "An entry is empty").max(maximum, `Use at most ${maximum} characters`);
const list = (maximum: number, length = 100) =>
  z
    .array(entry(length))
    .max(maximum, `Use at most ${maximum} entries`)
    .refine((values) => new Set(values.map((value) => value.toLowerCase())).size === values.length, "An entry is there twice");

const weight = z.int("Use whole numbers").min(0, "A weight is at least 0").max(100, "A weight is at most 100");
const weights = z
  .object({ data_quality: weight, authority: weight, company_fit: weight, timing: weight, risk: weight })
  .refine((given) => COMPONENTS.reduce((sum, component) => sum + given[component], 0) === 100, "The five weights add up to 100");

/** Each card of the review and what it holds. */
export const CARD_VALUES = {
  services: list(30),
  value_proposition: z.string().trim().max(600, "Use at most 600 characters"),
  agency: z.object({
    teamSize: z.int().min(1).max(100_000).nullable(),
    yearsInBusiness: z.int().min(0).max(300).nullable(),
    offices: list(20),
  }),
  industries: z
    .array(z.enum(INDUSTRIES, "Choose industries from the list"))
    .max(INDUSTRIES.length)
    .refine((values) => new Set(values).size === values.length, "An industry is there twice"),
  company_sizes: list(20),
  revenue_ranges: z.array(z.enum(REVENUE_RANGES, "Choose revenue ranges from the list")).max(REVENUE_RANGES.length),
  locations: list(50),
  technologies: list(30),
  signals: list(30, 200),
  titles: list(50),
  pain_points: list(30, 300),
  weights,
} as const;
export type CardName = keyof typeof CARD_VALUES;
export const CARD_NAMES = Object.keys(CARD_VALUES) as CardName[];
export type CardValue<Name extends CardName = CardName> = z.infer<(typeof CARD_VALUES)[Name]>;
export type CardValues = { [Name in CardName]: CardValue<Name> };

/** Any of the cards, as somebody edits them. */
export const cardEdits = z.object(CARD_VALUES).partial();
export type CardEdits = z.infer<typeof cardEdits>;

/** Stands for an address where a person typed a fact instead of a page saying it. */
export const BY_HAND = "by-hand";

/** What a card rests on: words of the agency's own pages, a data provider's record, or what a person typed. */
export const icpEvidence = z.object({
  source: z.enum(["website", "provider", "person"]),
  /** Where it can be looked up; null for what has no page. */
  url: z.string().max(2000).nullable(),
  quote: z.string().max(500),
});
export type IcpEvidence = z.infer<typeof icpEvidence>;

/** A fact of a site, or one that a person typed. */
export function toEvidence({ url, quote }: { url: string; quote: string }): IcpEvidence {
  return url === BY_HAND ? { source: "person", url: null, quote } : { source: "website", url, quote };
}

/** What is known of a card beside its value. */
const cardFacts = {
  confidence: z.number().min(0).max(1),
  /** Who made the value. */
  by: z.enum(["baseline", "model", "person"]),
  /** One line for the person who decides. */
  reason: z.string().max(600),
  evidence: z.array(icpEvidence).max(12),
  isEdited: z.boolean(),
  isConfirmed: z.boolean(),
};

const card = <Value extends z.ZodType>(value: Value) => z.object({ value, ...cardFacts });

export const icpProfile = z.object({
  cards: z.object({
    services: card(CARD_VALUES.services),
    value_proposition: card(CARD_VALUES.value_proposition),
    agency: card(CARD_VALUES.agency),
    industries: card(CARD_VALUES.industries),
    company_sizes: card(CARD_VALUES.company_sizes),
    revenue_ranges: card(CARD_VALUES.revenue_ranges),
    locations: card(CARD_VALUES.locations),
    technologies: card(CARD_VALUES.technologies),
    signals: card(CARD_VALUES.signals),
    titles: card(CARD_VALUES.titles),
    pain_points: card(CARD_VALUES.pain_points),
    weights: card(CARD_VALUES.weights),
  }),
  /** The pattern in the agency's own clients, in words; empty where there is none. */
  pattern: z.object({
    industry: z.string().max(400),
    size: z.string().max(400),
    location: z.string().max(400),
    description: z.string().max(1000),
    confidence: z.number().min(0).max(1),
  }),
  /** Clients of the agency that the pattern rests on. */
  sampleSize: z.int().min(0),
  /** What would make the profile better. */
  recommendations: z.array(z.string().max(300)).max(10),
});
export type IcpProfile = z.infer<typeof icpProfile>;
export type IcpCard<Name extends CardName = CardName> = IcpProfile["cards"][Name];

/** Titles of the cards on screen. */
export const CARD_LABELS: Record<CardName, string> = {
  services: "What you offer",
  value_proposition: "Why clients choose you",
  agency: "Your agency",
  industries: "Industries",
  company_sizes: "Company sizes",
  revenue_ranges: "Yearly revenue",
  locations: "Places",
  technologies: "Tools they use",
  signals: "Signs that they need you now",
  titles: "Job titles",
  pain_points: "What troubles them",
  weights: "How leads are scored",
};
