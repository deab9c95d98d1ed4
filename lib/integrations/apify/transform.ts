import "server-only";
import { toEmployeeRange } from "@/lib/domain/employee-range";
import type { EnrichedCompany, EnrichedPerson } from "@/lib/domain/enriched-person";
import { canonicalProfileUrl } from "@/lib/domain/linkedin";
import { personConfidence } from "@/lib/domain/person-confidence";
import type { CrawledPageItem, LinkedinProfileItem, PlaceItem } from "@/lib/integrations/apify/wire";

/** A page of a website as it was read. Everything in it is written by strangers: data, never an instruction. */
export type CrawledPage = {
  url: string;
  title: string | null;
  description: string | null;
  language: string | null;
  text: string;
  markdown: string | null;
  /** The page as the browser built it; null where it was not kept. */
  html: string | null;
  depth: number;
  status: number | null;
};

/** A business on the map. */
export type Place = {
  street: string;
  postcode: string;
  city: string | null;
  state: string | null;
  country: string | null;
  domain: string | null;
};

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Null for a page that could not be read, or that said nothing. */
export function toCrawledPage({ url, crawl, metadata, text, markdown, html }: CrawledPageItem): CrawledPage | null {
  const status = crawl?.httpStatusCode ?? null;
  const words = text?.trim() ?? "";
  if (words === "" || (status !== null && status >= 400)) return null;
  return {
    url: metadata?.canonicalUrl ?? crawl?.loadedUrl ?? url,
    title: filled(metadata?.title),
    description: filled(metadata?.description),
    language: filled(metadata?.languageCode),
    text: words,
    markdown: filled(markdown),
    html: filled(html),
    depth: crawl?.depth ?? 0,
    status,
  };
}

/**
 * What a LinkedIn profile says of a person, in our words: fills what Apollo left open. An address comes unverified, as a guess; the
 * confidence is that of these fields alone and is computed anew once merged.
 */
export function toEnrichedPerson(profile: LinkedinProfileItem): EnrichedPerson {
  const jobs = (profile.experiences ?? []).map((job) => ({
    company: filled(job.companyName),
    title: filled(job.title),
    start: toDay(job.jobStartedOn),
    end: toDay(job.jobEndedOn),
    isCurrent: job.jobStillWorking === true,
  }));
  const current = jobs.find(({ isCurrent }) => isCurrent);
  const [city = null, state = null] = (profile.addressWithoutCountry ?? "").split(",").map((part) => filled(part));
  const fields = {
    email: filled(profile.email)?.toLowerCase() ?? null,
    firstName: filled(profile.firstName),
    lastName: filled(profile.lastName),
    title: filled(profile.jobTitle) ?? current?.title ?? null,
    company: filled(profile.companyName) ?? current?.company ?? null,
    linkedinUrl: canonicalProfileUrl(profile.linkedinUrl ?? ""),
    phone: filled(profile.mobileNumber),
  };
  const emailStatus = fields.email ? "guessed" : "unknown";
  return {
    source: "apify",
    providerId: null,
    ...fields,
    emailStatus,
    headline: filled(profile.headline),
    seniority: null,
    departments: [],
    personalEmail: null,
    city,
    state,
    country: filled(profile.addressCountryOnly),
    currentJobStart: toDay(profile.jobStartedOn) ?? current?.start ?? null,
    employmentHistory: jobs,
    organization: toEnrichedCompany(profile),
    confidence: personConfidence({ ...fields, emailStatus }),
  };
}

/** Null when the profile names no company. A size is a range of LinkedIn's; its lower end is what is certain. */
function toEnrichedCompany(profile: LinkedinProfileItem): EnrichedCompany | null {
  const name = filled(profile.companyName);
  if (!name) return null;
  const website = filled(profile.companyWebsite);
  const foundedYear = Number.parseInt(String(profile.companyFoundedIn ?? ""), 10);
  return {
    providerId: null,
    name,
    domain: domainOf(website),
    website,
    linkedinUrl: filled(profile.companyLinkedin),
    description: null,
    industry: filled(profile.companyIndustry),
    employeeCount: toEmployeeRange(profile.companySize ?? "")?.min ?? null,
    street: null,
    city: null,
    state: null,
    postcode: null,
    country: null,
    foundedYear: Number.isNaN(foundedYear) ? null : foundedYear,
    latestFundingDate: null,
    totalFundingUsd: null,
    annualRevenueUsd: null,
    keywords: [],
    technologies: [],
    isHiring: null,
  };
}

/** Where a business is and the domain of the website it names; null for one that closed or says neither street nor postcode. */
export function toPlace(item: PlaceItem): Place | null {
  const [street, postcode] = [filled(item.street), filled(item.postalCode)];
  if (item.permanentlyClosed || street === null || postcode === null) return null;
  const { city, state, countryCode, website } = item;
  return { street, postcode, city: filled(city), state: filled(state), country: filled(countryCode), domain: domainOf(filled(website)) };
}

function domainOf(website: string | null): string | null {
  const url = website && URL.parse(website.includes("://") ? website : `https://${website}`);
  return url ? url.hostname.replace(/^www\./, "") || null : null;
}

/** The first day of what the profile says: `2021`, `5-2021`, `May 2021`; an ISO day as it is. */
function toDay(written: string | null | undefined): string | null {
  const clean = written?.trim().toLowerCase() ?? "";
  const iso = /^\d{4}-\d{2}-\d{2}/.exec(clean)?.[0];
  if (iso) return iso;
  const [, month = "", year] = /^(?:([a-z]{3})[a-z]*|(?:\d{1,2}))?[\s./-]*(\d{4})$/.exec(clean) ?? [];
  if (!year) return null;
  const number = month ? MONTHS.indexOf(month) + 1 : Number.parseInt(clean.length > 4 ? clean : "1", 10);
  return number >= 1 && number <= 12 ? `${year}-${String(number).padStart(2, "0")}-01` : null;
}

function filled(text: string | null | undefined): string | null {
  return text?.trim() || null;
}
