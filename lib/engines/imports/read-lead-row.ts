import "server-only";
import { stateOfPostcode, timezoneOfState, toAustralianState } from "@/lib/domain/australian-place";
import { toCountryCode } from "@/lib/domain/countries";
import { toEmployeeRange } from "@/lib/domain/employee-range";
import { isFreeMailDomain } from "@/lib/domain/free-mail";
import type { LeadField } from "@/lib/domain/lead-columns";
import { type ColumnMapping, CUSTOM_PREFIX, type DefaultConsent } from "@/lib/domain/lead-import";
import { canonicalProfileUrl } from "@/lib/domain/linkedin";
import { type ConsentRecord, readConsent } from "@/lib/engines/imports/read-consent";
import { readDate } from "@/lib/engines/imports/read-date";
import { readEmail } from "@/lib/engines/imports/read-email";
import { readPersonName } from "@/lib/engines/imports/read-person-name";
import { canonicalPhone, registrableDomain } from "@/lib/engines/suppression/canonical-identity";

/** Columns of `leads` that a file can fill, under their names in code; null where the row says nothing. */
export type LeadValues = {
  personalEmail: string | null;
  phone: string | null;
  firstName: string | null;
  lastName: string | null;
  title: string | null;
  seniority: string | null;
  company: string | null;
  domain: string | null;
  websiteUrl: string | null;
  linkedinUrl: string | null;
  addressLine1: string | null;
  city: string | null;
  state: string | null;
  postcode: string | null;
  country: string | null;
  timezone: string | null;
  emailStatus: "guessed" | "catch_all" | "invalid" | null;
  organizationIndustry: string | null;
  organizationEmployeeCount: number | null;
  organizationFoundedYear: number | null;
  employmentStartDate: string | null;
};

/** A row as a lead. `unread` names the fields whose value could not be understood and was left out. */
export type ReadLead = {
  email: string;
  values: LeadValues;
  custom: Record<string, string>;
  consent: ConsentRecord | null;
  unread: LeadField[];
};

export type ReadRow = { lead: ReadLead; reason?: never } | { lead?: never; reason: string };

type ReaderOptions = {
  header: readonly string[];
  mapping: ColumnMapping;
  defaultConsent: DefaultConsent | null;
  now: Date;
  /** Where the agency is: its days are the days in the file. */
  timezone: string;
};

const MAX_TEXT = 300;
const MAX_CUSTOM_TEXT = 2000;
/** Fields that hold an explanation or an address and may be longer. */
const LONG_FIELDS: ReadonlySet<string> = new Set(["consentNote", "consentSourceUrl", "website"]);
/** Hosts where many companies have a page: such an address is nobody's own domain. */
const SHARED_HOSTS: ReadonlySet<string> = new Set([
  "linkedin.com",
  "facebook.com",
  "instagram.com",
  "x.com",
  "twitter.com",
  "google.com",
  "linktr.ee",
]);
/** "Verified" by somebody else is not taken over: we verify before we write (AU-07). Doubt is. */
const EMAIL_STATUS_WORDS: readonly [RegExp, LeadValues["emailStatus"]][] = [
  [/catch|accept|risky/, "catch_all"],
  [/invalid|undeliverable|bounce|unavailable/, "invalid"],
  [/guess|extrapolat|likely|unverified|pattern/, "guessed"],
];

/** Makes the function that reads rows of one file. It returns the lead, or the reason why the row cannot become one. */
export function leadRowReader({ header, mapping, defaultConsent, now, timezone }: ReaderOptions): (cells: readonly string[]) => ReadRow {
  const columnOf = new Map(Object.entries(mapping).map(([field, name]) => [field, header.indexOf(name)]));
  const limited = [...columnOf.keys()].filter((key) => !LONG_FIELDS.has(key) && !key.startsWith(CUSTOM_PREFIX));
  const customs = Object.keys(mapping).filter((key) => key.startsWith(CUSTOM_PREFIX));

  return (cells) => {
    if (cells.slice(header.length).some((cell) => cell.trim() !== "")) {
      return { reason: `The row has ${cells.length} values, the file ${header.length} columns: a value with a comma must stand in quotes` };
    }
    const written = new Map([...columnOf].map(([key, column]) => [key, cleanCell(cells[column] ?? "")]));
    const cell = (key: string) => written.get(key) ?? "";
    const tooLong = limited.find((key) => cell(key).length > MAX_TEXT);
    if (tooLong) return { reason: `${header[columnOf.get(tooLong) ?? -1]} is longer than ${MAX_TEXT} characters` };
    const address = readEmail(cell("email"));
    if (address.reason !== undefined) return { reason: address.reason };

    const unread: LeadField[] = [];
    const values = readValues(cell, address.email, now, unread);
    const consent = readConsent(
      {
        basis: cell("consentBasis"),
        note: cell("consentNote"),
        sourceUrl: cell("consentSourceUrl"),
        date: cell("consentDate"),
        noContraryStatement: cell("noContraryStatement"),
        channels: cell("consentChannels"),
      },
      defaultConsent,
      { title: values.title, domains: [values.domain, registrableDomain(address.email)].filter((domain) => domain !== null) },
      { now, timezone },
    );
    const custom: Record<string, string> = {};
    for (const key of customs) {
      const value = cell(key).slice(0, MAX_CUSTOM_TEXT);
      if (value !== "") custom[key.slice(CUSTOM_PREFIX.length)] = value;
    }
    return { lead: { email: address.email, values, custom, consent, unread } };
  };
}

type Cell = (field: LeadField) => string;

function readValues(cell: Cell, email: string, now: Date, unread: LeadField[]): LeadValues {
  /** The understood value; a filled cell that is not understood is noted. */
  const read = <T>(field: LeadField, understand: (text: string) => T | null): T | null => {
    const written = cell(field);
    if (written === "") return null;
    const value = understand(written);
    if (value === null) unread.push(field);
    return value;
  };
  const name = readPersonName({ first: cell("firstName"), last: cell("lastName"), full: cell("fullName") });
  const place = readPlace(cell, read);
  const site = read("website", readWebsite);
  const mailDomain = registrableDomain(email);

  return {
    personalEmail: read("personalEmail", (text) => readEmail(text).email ?? null),
    phone: read("phone", (text) => canonicalPhone(text.split(/[;,/|]/)[0] ?? "")),
    firstName: name.first,
    lastName: name.last,
    title: cell("title") || null,
    seniority:
      cell("seniority")
        .toLowerCase()
        .replace(/[\s-]+/g, "_") || null,
    company: cell("company") || null,
    domain: site?.domain ?? (mailDomain && !isFreeMailDomain(mailDomain) ? mailDomain : null),
    websiteUrl: site?.url ?? null,
    linkedinUrl: read("linkedinUrl", canonicalProfileUrl),
    addressLine1: cell("addressLine1") || null,
    ...place,
    emailStatus: EMAIL_STATUS_WORDS.find(([pattern]) => pattern.test(cell("emailStatus").toLowerCase()))?.[1] ?? null,
    organizationIndustry: cell("industry") || null,
    organizationEmployeeCount: read("employees", readHeadcount),
    organizationFoundedYear: read("foundedYear", (text) => readYear(text, now)),
    employmentStartDate: read("startedOn", readDate),
  };
}

function readPlace(cell: Cell, read: <T>(field: LeadField, understand: (text: string) => T | null) => T | null) {
  const parts = cell("location")
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
  const named = parts.map(toAustralianState).find((found) => found !== null) ?? null;
  const country = read("country", toCountryCode) ?? (parts.length > 0 ? toCountryCode(cell("location")) : null);
  const postcode = cell("postcode") || null;
  const written = toAustralianState(cell("state")) ?? named;
  const isAustralian = country === "AU" || (country === null && written !== null);
  const state = isAustralian ? (written ?? (postcode ? stateOfPostcode(postcode) : null)) : null;
  return {
    city: cell("city") || (parts.length > 1 ? (parts[0] ?? null) : null),
    state,
    postcode: postcode && state && /^\d{3}$/.test(postcode) ? `0${postcode}` : postcode, // spreadsheets eat the zero of 0800
    country: isAustralian ? "AU" : country,
    timezone: state ? timezoneOfState(state) : null,
  };
}

function readWebsite(text: string): { domain: string | null; url: string | null } | null {
  const url = URL.parse(/^https?:\/\//i.test(text) ? text : `https://${text}`);
  const domain = url ? registrableDomain(url.hostname) : null;
  if (!url || !domain || url.username) return null;
  if (SHARED_HOSTS.has(domain)) return { domain: null, url: url.href };
  return isFreeMailDomain(domain) ? null : { domain, url: url.href };
}

/** A band counts as its middle, an open one ("500+") as where it starts. */
function readHeadcount(text: string): number | null {
  const range = toEmployeeRange(text);
  if (!range || range.min > 5_000_000) return null;
  return Number.isFinite(range.max) ? Math.round((range.min + range.max) / 2) : range.min;
}

function readYear(text: string, now: Date): number | null {
  const year = /^\d{4}$/.test(text) ? Number(text) : Number.NaN;
  return year >= 1500 && year <= now.getUTCFullYear() ? year : null;
}

/** One line without control characters; without the apostrophe our own exports put before what a spreadsheet would run. */
function cleanCell(cell: string): string {
  return cell
    .replace(/\p{Cf}/gu, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .replace(/^'(?=[=+\-@])/, "");
}
