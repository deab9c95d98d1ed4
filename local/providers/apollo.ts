import { departmentRecord, foundRecord, jobPostings, organizationRecord, personRecord } from "@/local/providers/apollo-records";
import { givenKey } from "@/local/providers/given-key";
import { hexId } from "@/local/providers/seeded";
import type { Answer, Call, Handled, Played, StandIn, StandInContext } from "@/local/providers/stand-in";
import { COMPANY_SECOND } from "@/local/providers/vocabulary";
import { RESIDENTS, type WorldCompany, type WorldPerson } from "@/local/providers/world";

const PHONE_AND_WATERFALL = ["reveal_phone_number", "run_waterfall_email", "run_waterfall_phone"];
const WEBMAIL = /^(gmail|hotmail|outlook|yahoo|icloud|bigpond|live)\./;
const MAX_PER_PAGE = 100;
const MAX_PAGES = 500;
const PER_MINUTE = { enrichment: 1000, search: 200 };

type Found = { person: WorldPerson; company: WorldCompany };
type Identity = (name: string) => string | undefined;

/** The key the stand-in accepts. It opens nothing else. */
export const APOLLO_KEY = "local-apollo-key";

/** Apollo's enrichment and search. */
export const apolloStandIn: StandIn = {
  name: "apollo",
  prefix: "/apollo/api/v1",
  credits: 1_000_000,
  env: (baseUrl) => ({ APOLLO_BASE_URL: baseUrl, APOLLO_API_KEY: APOLLO_KEY }),
  play,
};

function play({ world, account, now }: StandInContext): Played {
  const emailOfId = new Map<string, string>();
  let residents: Promise<Found[]> | undefined;

  const meet = async (email: string): Promise<Found> => {
    const person = await world.personByEmail(email);
    emailOfId.set(person.id, email);
    return { person, company: await world.companyByDomain(email.slice(email.lastIndexOf("@") + 1)) };
  };
  const allResidents = () => {
    residents ??= Promise.all(Array.from({ length: RESIDENTS }, (_, index) => meet(world.emailOfResident(index))));
    return residents;
  };

  async function find(identity: Identity): Promise<Found | null> {
    const id = identity("id");
    if (id && !emailOfId.has(id)) await allResidents();
    const [first, last] = [identity("first_name"), identity("last_name")];
    const domain = identity("domain");
    const slug = /linkedin\.com\/in\/([a-z]+)-([a-z]+)/i.exec(identity("linkedin_url") ?? "");
    const email =
      (id ? emailOfId.get(id) : undefined) ??
      identity("email") ??
      (first && last && domain ? `${first}.${last}@${domain}` : undefined) ??
      (slug ? `${slug[1]}.${slug[2]}@${slug[2]}-${slug[1]}.example` : undefined);
    if (!email?.includes("@")) return null;
    const found = await meet(email.trim().toLowerCase().replaceAll(" ", ""));
    return found.person.isInApollo ? found : null;
  }

  async function match(call: Call): Promise<Handled> {
    const unsupported = PHONE_AND_WATERFALL.find((name) => parameter(call, name) === "true");
    if (unsupported)
      return { answer: { status: 501, json: { error: `people/match with ${unsupported} is not implemented by the stand-in` } } };
    const identity: Identity = (name) => parameter(call, name);
    const subject = identity("email") ?? identity("id") ?? identity("linkedin_url") ?? identity("domain") ?? null;
    if (!subject) return { answer: problem(422, "Provide an id, an email, a linkedin_url, or a name with a domain.") };
    const found = await find(identity);
    if (!found) return { answer: { status: 200, json: { person: null } }, subject };
    if (!account.charge(1)) return { answer: outOfCredits(), subject };
    const json = { request_id: requestId(subject), person: personRecord(found.person, found.company) };
    return { answer: { status: 200, json }, subject, credits: 1 };
  }

  async function bulkMatch(call: Call): Promise<Handled> {
    const details = (call.body as { details?: Record<string, unknown>[] } | undefined)?.details;
    const failed = (error_message: string): Answer => ({
      status: 400,
      json: { status: "failed", error_code: "INVALID_REQUEST", error_message },
    });
    if (!Array.isArray(details) || details.length === 0) return { answer: failed("Add people to enrich.") };
    if (details.length > 10) return { answer: failed("You can enrich at most 10 people in one call.") };
    const found = await Promise.all(details.map((detail) => find((name) => textOf(detail[name]))));
    const credits = found.filter((one) => one !== null).length;
    if (!account.charge(credits)) return { answer: outOfCredits(), credits: 0 };
    const json = {
      status: "success",
      error_code: null,
      error_message: null,
      total_requested_enrichments: details.length,
      unique_enriched_records: credits,
      missing_records: details.length - credits,
      credits_consumed: credits,
      matches: found.map((one) => (one ? personRecord(one.person, one.company) : null)),
    };
    return { answer: { status: 200, json }, subject: `${details.length} people`, credits };
  }

  async function enrichOrganization(call: Call): Promise<Handled> {
    const given = (parameter(call, "domain") ?? parameter(call, "website"))?.toLowerCase().replace(/^(https?:\/\/)?(www\.)?/, "");
    const named = parameter(call, "name")
      ?.toLowerCase()
      .replace(/[^a-z0-9]+/g, "-");
    const domain = given ?? (named && `${named}.com.au`);
    if (!domain) return { answer: problem(422, "Provide a domain or a name.") };
    // By its name alone Apollo knows a company whose trade shows in it; what it would say of another would be made up.
    const isKnown = given ?? COMPANY_SECOND.some(([word]) => named?.split("-").includes(word.toLowerCase()));
    if (!isKnown || WEBMAIL.test(domain)) return { answer: { status: 200, json: {} }, subject: domain };
    if (!account.charge(1)) return { answer: outOfCredits(), subject: domain };
    const company = await world.companyByDomain(domain);
    const organization = { ...organizationRecord(company), ...departmentRecord(company) };
    return { answer: { status: 200, json: { organization } }, subject: domain, credits: 1 };
  }

  function listJobPostings({ params: { id = "" } }: Call): Handled {
    const postings = world.isHiringById(id) ? jobPostings(id, now()) : [];
    const credits = postings.length > 0 ? 1 : 0;
    if (!account.charge(credits)) return { answer: outOfCredits(), subject: id };
    return { answer: { status: 200, json: { organization_job_postings: postings } }, subject: id, credits };
  }

  async function search(call: Call): Promise<Handled> {
    const page = Number(parameter(call, "page") ?? 1);
    const perPage = Number(parameter(call, "per_page") ?? 25);
    if (!(page >= 1 && page <= MAX_PAGES && perPage >= 1 && perPage <= MAX_PER_PAGE)) {
      return { answer: problem(422, `page goes to ${MAX_PAGES} and per_page to ${MAX_PER_PAGE}.`) };
    }
    const domains = list(call, "q_organization_domains_list[]");
    const atDomains = async () => Promise.all((await Promise.all(domains.map((domain) => world.emailsAtDomain(domain)))).flat().map(meet));
    const candidates = domains.length > 0 ? await atDomains() : await allResidents();
    const hits = candidates.filter((found) => isWanted(found, call));
    const people = hits.slice((page - 1) * perPage, page * perPage).map(({ person, company }) => foundRecord(person, company, now()));
    return { answer: { status: 200, json: { total_entries: hits.length, people } }, subject: `page ${page}` };
  }

  return {
    routes: {
      "POST /people/match": match,
      "POST /people/bulk_match": bulkMatch,
      "GET /organizations/enrich": enrichOrganization,
      "GET /organizations/{id}/job_postings": listJobPostings,
      "POST /mixed_people/api_search": search,
    },
    authenticate: (call) => (givenKey(call) === APOLLO_KEY ? undefined : { status: 401, text: "Invalid access credentials." }),
    limits: {
      perMinute: (operation) => (operation === "POST /mixed_people/api_search" ? PER_MINUTE.search : PER_MINUTE.enrichment),
      headers: (limit, left) => ({
        "x-rate-limit-minute": String(limit),
        "x-minute-requests-left": String(left),
        "x-hourly-requests-left": String(limit * 60 - (limit - left)),
        "x-24-hour-requests-left": String(limit * 600 - (limit - left)),
      }),
    },
    failure(status, operation) {
      const path = `api/v1${operation.slice(operation.indexOf("/"))}`;
      if (status === 401) return { status, text: "Invalid access credentials." };
      if (status === 403)
        return { status, json: { error: `This API key is not authorized to access ${path}.`, error_code: "API_INACCESSIBLE" } };
      if (status === 429) return { status, json: { message: `The maximum number of api calls allowed for ${path} was reached.` } };
      return problem(status, status === 422 ? "The request could not be processed." : "Internal server error");
    },
  };
}

function isWanted({ person, company }: Found, call: Call): boolean {
  const includesAny = (haystack: string, needles: readonly string[]) =>
    needles.length === 0 || needles.some((needle) => haystack.toLowerCase().includes(needle.toLowerCase()));
  const place = `${company.city}, ${company.state}, ${company.country}`;
  const ranges = list(call, "organization_num_employees_ranges[]").map((range) => range.split(",").map(Number));
  const keywords = parameter(call, "q_keywords");
  return (
    includesAny(person.title, list(call, "person_titles[]")) &&
    includesAny(person.seniority, list(call, "person_seniorities[]")) &&
    includesAny(place, list(call, "person_locations[]")) &&
    includesAny(place, list(call, "organization_locations[]")) &&
    includesAny(`${person.title} ${company.name} ${company.industry}`, keywords ? [keywords] : []) &&
    (ranges.length === 0 ||
      ranges.some(([min = 0, max = Number.POSITIVE_INFINITY]) => company.employeeCount >= min && company.employeeCount <= max))
  );
}

/** Apollo documents the query string; its own client sends the same names in the body. */
function parameter({ query, body }: Call, name: string): string | undefined {
  return query.get(name) ?? textOf((body as Record<string, unknown> | undefined)?.[name]);
}

function list({ query, body }: Call, name: string): string[] {
  const inBody = (body as Record<string, unknown> | undefined)?.[name.replace("[]", "")];
  return query.getAll(name).concat(Array.isArray(inBody) ? inBody.map(String) : []);
}

function textOf(value: unknown): string | undefined {
  return value === undefined || value === null || value === "" ? undefined : String(value);
}

/** A signed 64-bit number, larger than JavaScript can hold, as the real one is. */
function requestId(subject: string): bigint {
  return BigInt(`0x0${hexId("request", subject).slice(0, 15)}`) | 0x0e00_0000_0000_0001n;
}

function problem(status: number, error: string): Answer {
  return { status, json: { error } };
}

function outOfCredits(): Answer {
  return problem(422, "You have insufficient credits.");
}
