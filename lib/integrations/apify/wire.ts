import "server-only";
import { z } from "zod";

const text = z.string().nullish();
const number = z.number().nullish();

export const run = z.object({
  id: z.string(),
  actId: z.string(),
  startedAt: z.string(),
  finishedAt: text,
  status: z.string(),
  statusMessage: text,
  defaultDatasetId: z.string(),
  usageTotalUsd: number,
});
export type ApifyRunRecord = z.infer<typeof run>;
export const runAnswer = z.object({ data: run });
export const runListAnswer = z.object({ data: z.object({ total: z.number(), items: z.array(run) }) });

export const errorAnswer = z.object({ error: z.object({ type: text, message: text }) });

/** A page as Website Content Crawler stores it. */
export const crawledPageItem = z.object({
  url: z.string(),
  crawl: z.object({ loadedUrl: text, depth: number, httpStatusCode: number }).nullish(),
  metadata: z.object({ canonicalUrl: text, title: text, description: text, languageCode: text }).nullish(),
  text,
  markdown: text,
  html: text,
});
export type CrawledPageItem = z.infer<typeof crawledPageItem>;

const experience = z.object({
  title: text,
  companyName: text,
  jobStartedOn: text,
  jobEndedOn: text,
  jobStillWorking: z.boolean().nullish(),
});

/** A profile as the LinkedIn Profile Scraper of dev_fusion stores it; not described by a contract, so every field may be missing. */
export const linkedinProfileItem = z.object({
  linkedinUrl: text,
  firstName: text,
  lastName: text,
  headline: text,
  email: text,
  mobileNumber: text,
  jobTitle: text,
  jobStartedOn: text,
  companyName: text,
  companyIndustry: text,
  companyWebsite: text,
  companyLinkedin: text,
  companyFoundedIn: z.union([z.number(), z.string()]).nullish(),
  companySize: text,
  addressCountryOnly: text,
  addressWithoutCountry: text,
  experiences: z.array(experience).nullish(),
});
export type LinkedinProfileItem = z.infer<typeof linkedinProfileItem>;

/** A place as compass's Google Maps Scraper stores it; not described by a contract, so every field may be missing. */
export const placeItem = z.object({
  title: text,
  street: text,
  city: text,
  state: text,
  postalCode: text,
  countryCode: text,
  website: text,
  permanentlyClosed: z.boolean().nullish(),
});
export type PlaceItem = z.infer<typeof placeItem>;
