import type { DirectoryCompany, DirectoryPerson, MailboxTruth, PersonDirectory } from "@/local/providers/directory";
import { officeStreet } from "@/local/providers/office-street";
import { hexId, type Seeded, seeded } from "@/local/providers/seeded";
import {
  AUSTRALIAN_CITIES,
  COMPANY_FIRST,
  COMPANY_SECOND,
  FIRST_NAMES,
  LAST_NAMES,
  OTHER_CITIES,
  TECHNOLOGIES,
  TITLES,
} from "@/local/providers/vocabulary";

export type WorldCompany = Required<Omit<DirectoryCompany, "postcode">> & {
  id: string;
  website: string;
  linkedinUrl: string;
  postcode: string | null;
  technologies: string[];
  keywords: string[];
};

export type WorldPerson = Required<DirectoryPerson> & {
  id: string;
  department: string;
  /** Apollo's own opinion of the address, right more often than not. */
  apolloEmailStatus: string;
  previousCompany: string;
  previousTitle: string;
};

export type World = {
  personByEmail(email: string): Promise<WorldPerson>;
  /** Undefined when nobody has that profile. Whom the directory does not know is read from the name in the address, as Apollo does. */
  personByProfile(profileUrl: string): Promise<WorldPerson | undefined>;
  companyByDomain(domain: string): Promise<WorldCompany>;
  /** The n-th of the people Apollo's search can find, by address. */
  emailOfResident(index: number): string;
  emailsAtDomain(domain: string): Promise<string[]>;
  /** Whether a company whose Apollo id this is has positions open. */
  isHiringById(organizationId: string): boolean;
};

/** People that search can find; anybody else exists as soon as somebody asks for their address. */
export const RESIDENTS = 5_000;
const RESIDENTS_PER_COMPANY = 4;
const APOLLO_MISS_RATE = 0.12;
const WEBMAIL = /^(gmail|hotmail|outlook|yahoo|icloud|bigpond|live)\./;
const DAY_MS = 86_400_000;

type WorldOptions = { seed: string; anchor: Date; people?: PersonDirectory | undefined };

/**
 * The people and companies behind every provider, derived from a hash of seed and address so that the same question always has the
 * same answer and all three providers agree. What the directory says wins.
 * @param options `anchor` is the day from which dates reach back; it stays fixed while the clock moves
 */
export function makeWorld({ seed, anchor, people }: WorldOptions): World {
  const companyByDomain = async (domain: string) =>
    deriveCompany({ seed, anchor, known: await people?.findCompanyByDomain(domain), domain });
  return {
    companyByDomain,
    async personByEmail(email) {
      return derivePerson({ seed, anchor, known: await people?.findPersonByEmail(email), email });
    },
    async personByProfile(profileUrl) {
      const known = await people?.findPersonByProfile?.(profileUrl);
      const [, first, last] = /\/in\/([a-z]+)-([a-z]+)/i.exec(profileUrl) ?? [];
      const email = known?.email ?? (first && last ? `${first}.${last}@${last}-${first}.example`.toLowerCase() : undefined);
      return email === undefined ? undefined : derivePerson({ seed, anchor, known, email });
    },
    emailOfResident: (index) => residentEmail(seed, index),
    async emailsAtDomain(domain) {
      const listed = await people?.listPeopleByDomain?.(domain);
      if (listed && listed.length > 0) return listed.map(({ email }) => email);
      const random = seeded(seed, "staff", domain);
      return Array.from({ length: random.whole(0, 5) }, () => address(random.pick(FIRST_NAMES), random.pick(LAST_NAMES), domain));
    },
    isHiringById: (organizationId) => Number.parseInt(organizationId.at(-1) ?? "0", 16) % 2 === 1,
  };
}

function deriveCompany({
  seed,
  anchor,
  known,
  domain,
}: {
  seed: string;
  anchor: Date;
  known: DirectoryCompany | undefined;
  domain: string;
}): WorldCompany {
  const random = seeded(seed, "company", domain);
  const label = domain.split(".")[0] ?? domain;
  const name = known?.name ?? companyName(label);
  const country = known?.country ?? countryOf(domain, random);
  const place = country === "Australia" ? random.weighted(AUSTRALIAN_CITIES) : OTHER_CITIES[country];
  const employeeCount = known?.employeeCount ?? headcount(random);
  const fundedDaysAgo = random.whole(5, 900);
  const isFunded = random.chance(0.12);
  const isHiring = known?.isHiring ?? random.chance(0.35);
  const industry = known?.industry ?? industryOf(label, random);
  const derivedPresence = webPresence(random);
  return {
    domain,
    name,
    industry,
    country,
    employeeCount,
    isHiring,
    city: known?.city ?? place?.city ?? "",
    state: known?.state ?? place?.state ?? "",
    street: known?.street ?? officeStreet(seed, domain),
    postcode: known?.postcode ?? postcodeOf(known?.city) ?? place?.postcode ?? null,
    foundedYear: known?.foundedYear ?? random.whole(1985, anchor.getUTCFullYear() - 2),
    latestFundingDate:
      known?.latestFundingDate !== undefined ? known.latestFundingDate : isFunded ? daysBefore(anchor, fundedDaysAgo) : null,
    webPresence: known?.webPresence !== undefined ? known.webPresence : derivedPresence,
    id: organizationId(seed, domain, isHiring),
    website: `http://www.${domain}`,
    linkedinUrl: `http://www.linkedin.com/company/${label}`,
    technologies: [...new Set([random.pick(TECHNOLOGIES), random.pick(TECHNOLOGIES), random.pick(TECHNOLOGIES)])],
    keywords: [industry.split(/[ ,/]/)[0] ?? industry, (place?.city ?? country).toLowerCase()],
  };
}

function derivePerson({
  seed,
  anchor,
  known,
  email,
}: {
  seed: string;
  anchor: Date;
  known: DirectoryPerson | undefined;
  email: string;
}): WorldPerson {
  const random = seeded(seed, "person", email);
  const [local = "", domain = ""] = email.split("@");
  const [spokenFirst, spokenLast] = namesIn(local);
  const role = random.weighted(TITLES);
  const tenureDays = random.weighted([
    [() => random.whole(10, 180), 18] as const,
    [() => random.whole(181, 365), 14] as const,
    [() => random.whole(366, 4000), 68] as const,
  ])();
  const derivedFirst = random.pick(FIRST_NAMES);
  const derivedLast = random.pick(LAST_NAMES);
  const firstName = known?.firstName ?? spokenFirst ?? derivedFirst;
  const lastName = known?.lastName ?? spokenLast ?? derivedLast;
  const derivedMailbox = mailbox(domain, random);
  const truth = known?.mailbox ?? derivedMailbox;
  const isMissed = random.chance(APOLLO_MISS_RATE);
  return {
    email,
    firstName,
    lastName,
    title: known?.title ?? role.title,
    seniority: known?.seniority ?? (known?.title ? "" : role.seniority),
    department: role.department,
    linkedinUrl:
      known?.linkedinUrl ?? `http://www.linkedin.com/in/${firstName}-${lastName}-${hexId(seed, email).slice(0, 6)}`.toLowerCase(),
    phone: known?.phone === undefined ? fictionalMobile(email) : known.phone,
    city: known?.city ?? "",
    state: known?.state ?? "",
    country: known?.country ?? "",
    employmentStart: known?.employmentStart ?? daysBefore(anchor, tenureDays),
    mailbox: truth,
    isInApollo: known?.isInApollo ?? !isMissed,
    isClaimed: known?.isClaimed ?? false,
    id: hexId(seed, "person", email),
    apolloEmailStatus: apolloOpinion(truth, random),
    previousCompany: `${random.pick(COMPANY_FIRST)} ${random.pick(COMPANY_SECOND)[0]}`,
    previousTitle: random.weighted(TITLES).title,
  };
}

/** A number among those kept for fiction (0491 570 006 and its neighbours). */
function fictionalMobile(email: string): string {
  return `+6149157${String(seeded("mobile", email).whole(6, 156)).padStart(4, "0")}`;
}

function postcodeOf(city: string | undefined): string | undefined {
  return AUSTRALIAN_CITIES.find(([place]) => place.city === city)?.[0].postcode;
}

/** Residents live four to a company; names repeat no sooner than the lists do. */
function residentEmail(seed: string, index: number): string {
  const company = Math.floor(index / RESIDENTS_PER_COMPANY);
  const first = COMPANY_FIRST[company % COMPANY_FIRST.length] ?? "Wattle";
  const [second] = COMPANY_SECOND[Math.floor(company / COMPANY_FIRST.length) % COMPANY_SECOND.length] ?? ["Digital"];
  const random = seeded(seed, "resident", index);
  return address(random.pick(FIRST_NAMES), random.pick(LAST_NAMES), `${first}-${second}.example`.toLowerCase());
}

function address(first: string, last: string, domain: string): string {
  return `${first}.${last}@${domain}`.toLowerCase();
}

/** The last bit says whether the company is hiring, so that the postings of an id need no register of ids. */
function organizationId(seed: string, domain: string, isHiring: boolean): string {
  const id = hexId(seed, "company", domain);
  const last = Number.parseInt(id.at(-1) ?? "0", 16);
  return id.slice(0, -1) + ((last & ~1) | Number(isHiring)).toString(16);
}

function companyName(label: string): string {
  return label
    .replace(/\d+$/, "")
    .split(/[-_]/)
    .filter(Boolean)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
}

function industryOf(label: string, random: Seeded): string {
  const any = random.pick(COMPANY_SECOND)[1];
  return COMPANY_SECOND.find(([word]) => label.toLowerCase().includes(word.toLowerCase()))?.[1] ?? any;
}

function countryOf(domain: string, random: Seeded): string {
  const any = random.weighted([
    ["Australia", 78],
    ["New Zealand", 8],
    ["United States", 6],
    ["United Kingdom", 6],
    ["Singapore", 2],
  ] as const);
  if (domain.endsWith(".au")) return "Australia";
  if (domain.endsWith(".nz")) return "New Zealand";
  return domain.endsWith(".uk") ? "United Kingdom" : any;
}

function headcount(random: Seeded): number {
  const [min, max] = random.weighted([
    [[1, 4], 12],
    [[5, 20], 33],
    [[21, 50], 22],
    [[51, 200], 22],
    [[201, 2000], 11],
  ] as const);
  return random.whole(min, max);
}

function webPresence(random: Seeded): WorldCompany["webPresence"] {
  const isUnknown = random.chance(0.08);
  const hasRank = random.chance(0.9);
  const hasTraffic = random.chance(0.87);
  const figures = {
    domainRank: hasRank ? Math.round(40 + random.unit() * random.unit() * 900) : 0,
    organicEtv: hasTraffic ? Math.round(10 ** (1 + random.unit() * 3.5) * 10) / 10 : 0,
    top10Keywords: hasTraffic ? Math.floor(random.unit() ** 2 * 60) : 0,
    spamScore: Math.round(random.unit() ** 2 * 100),
  };
  return isUnknown ? null : figures;
}

function mailbox(domain: string, random: Seeded): MailboxTruth {
  const business = random.weighted([
    ["valid", 81],
    ["accept_all", 9],
    ["invalid", 6],
    ["unknown", 4],
  ] as const);
  return WEBMAIL.test(domain) && business === "valid" ? "webmail" : business;
}

function apolloOpinion(truth: MailboxTruth, random: Seeded): string {
  const verified = truth === "valid" || truth === "webmail" ? 86 : truth === "invalid" ? 20 : 8;
  return random.weighted([
    ["verified", verified],
    ["extrapolated", truth === "accept_all" ? 60 : 8],
    ["unverified", truth === "valid" ? 5 : 40],
    ["unavailable", 1],
  ] as const);
}

/** "tahlia.tran" is Tahlia Tran; a single word may be anything. */
function namesIn(local: string): readonly [string?, string?] {
  const parts = /^([a-z]{2,})[._-]([a-z'-]{2,})\d*$/i.exec(local);
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
  return parts?.[1] && parts[2] ? [capital(parts[1]), capital(parts[2])] : [];
}

function daysBefore(anchor: Date, days: number): string {
  return new Date(anchor.getTime() - days * DAY_MS).toISOString().slice(0, 10);
}
