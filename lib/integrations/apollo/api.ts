import "server-only";
import type { z } from "zod";
import type { EnrichedCompany, EnrichedPerson } from "@/lib/domain/enriched-person";
import { APOLLO_CREDIT_MICRO_AUD } from "@/lib/domain/provider-costs";
import { InvalidError, type ProviderError } from "@/lib/errors";
import { toEnrichedCompany, toEnrichedPerson } from "@/lib/integrations/apollo/transform";
import {
  type ApolloFoundPerson,
  type ApolloJobPosting,
  bulkMatchAnswer,
  errorAnswer,
  jobPostingsAnswer,
  matchAnswer,
  organizationAnswer,
  searchAnswer,
} from "@/lib/integrations/apollo/wire";
import { failedAnswer, type HttpAnswer, type HttpRequest, type ProviderAccess, parseBody, send } from "@/lib/integrations/http";

/** Who is looked for: an id, an e-mail, a LinkedIn URL, or a name with a domain or company. */
export type PersonQuery = {
  id?: string;
  email?: string;
  linkedinUrl?: string;
  firstName?: string;
  lastName?: string;
  domain?: string;
  organizationName?: string;
};

export type PeopleSearch = {
  titles?: readonly string[];
  seniorities?: readonly string[];
  personLocations?: readonly string[];
  organizationLocations?: readonly string[];
  organizationDomains?: readonly string[];
  /** "1,10", "11,50" … as Apollo writes ranges. */
  employeeRanges?: readonly string[];
  keywords?: string;
  page?: number;
  perPage?: number;
};

/** What a call cost, in micro-dollars AUD. */
type Costed<T> = T & { costMicroAud: number };

export type Apollo = ReturnType<typeof apollo>;

const BULK_LIMIT = 10;
const RATE_LIMIT_WAIT_MS = 60_000;

/**
 * Apollo's API. Every call is one attempt and only looks things up, so a repeat costs at most another credit.
 * All throw ProviderError. Phones are left out: Apollo delivers them by webhook only.
 * @param access `baseUrl` such as https://api.apollo.io/api/v1
 */
export function apollo({ apiKey, baseUrl, fetch }: ProviderAccess) {
  const call = async <Schema extends z.ZodType>(
    schema: Schema,
    request: Pick<HttpRequest, "method" | "path" | "query" | "body">,
  ): Promise<z.infer<Schema>> => {
    const full: HttpRequest = { provider: "apollo", fetch, baseUrl, headers: { "x-api-key": apiKey }, isRepeatable: true, ...request };
    const answer = await send(full);
    if (answer.status !== 200) throw refusal(full, answer);
    return parseBody(full, answer, schema);
  };

  return {
    /** One person with their company; `person` is null when Apollo does not know them, which costs nothing. */
    async matchPerson(query: PersonQuery): Promise<Costed<{ person: EnrichedPerson | null; requestId: string | null }>> {
      const { person, request_id } = await call(matchAnswer, { method: "POST", path: "/people/match", query: toWire(query) });
      return {
        person: person ? toEnrichedPerson(person) : null,
        requestId: request_id ?? null,
        costMicroAud: person ? APOLLO_CREDIT_MICRO_AUD : 0,
      };
    },

    /** Up to ten people in the order asked; null where Apollo knows nobody. */
    async bulkMatchPeople(queries: readonly PersonQuery[]): Promise<Costed<{ people: (EnrichedPerson | null)[] }>> {
      if (queries.length === 0 || queries.length > BULK_LIMIT)
        throw new InvalidError(`Apollo takes 1 to ${BULK_LIMIT} people at once`, "queries");
      const answer = await call(bulkMatchAnswer, { method: "POST", path: "/people/bulk_match", body: { details: queries.map(toWire) } });
      const matches = answer.matches ?? [];
      const people = queries.map((_, index) => matches[index] ?? null).map((person) => (person ? toEnrichedPerson(person) : null));
      const credits = answer.credits_consumed ?? people.filter((person) => person !== null).length;
      return { people, costMicroAud: Math.round(credits * APOLLO_CREDIT_MICRO_AUD) };
    },

    /** A company by its domain; null when unknown. */
    async enrichOrganization(domain: string): Promise<Costed<{ organization: EnrichedCompany | null }>> {
      const { organization } = await call(organizationAnswer, { method: "GET", path: "/organizations/enrich", query: { domain } });
      if (!organization) return { organization: null, costMicroAud: 0 };
      return { organization: toEnrichedCompany(organization), costMicroAud: APOLLO_CREDIT_MICRO_AUD };
    },

    /** A company by its name alone: whatever Apollo thinks is meant, so the caller compares. Null when unknown. */
    async findOrganizationByName(name: string): Promise<Costed<{ organization: EnrichedCompany | null }>> {
      const { organization } = await call(organizationAnswer, { method: "GET", path: "/organizations/enrich", query: { name } });
      if (!organization) return { organization: null, costMicroAud: 0 };
      return { organization: toEnrichedCompany(organization), costMicroAud: APOLLO_CREDIT_MICRO_AUD };
    },

    /** Open positions of a company by Apollo's id: any at all means it is hiring. Charged per page that has results. */
    async listJobPostings(organizationId: string): Promise<Costed<{ postings: ApolloJobPosting[]; isHiring: boolean }>> {
      const path = `/organizations/${encodeURIComponent(organizationId)}/job_postings`;
      const answer = await call(jobPostingsAnswer, { method: "GET", path, query: { page: 1, per_page: 25 } });
      const postings = (answer.organization_job_postings ?? []).filter((posting) => posting !== null);
      return { postings, isHiring: postings.length > 0, costMicroAud: postings.length > 0 ? APOLLO_CREDIT_MICRO_AUD : 0 };
    },

    /** Free search: ids and titles without addresses; `matchPerson({ id })` reveals one. At most 100 a page and 500 pages. */
    async searchPeople(search: PeopleSearch): Promise<Costed<{ total: number; people: ApolloFoundPerson[] }>> {
      const query = {
        "person_titles[]": search.titles,
        "person_seniorities[]": search.seniorities,
        "person_locations[]": search.personLocations,
        "organization_locations[]": search.organizationLocations,
        "q_organization_domains_list[]": search.organizationDomains,
        "organization_num_employees_ranges[]": search.employeeRanges,
        q_keywords: search.keywords,
        page: search.page ?? 1,
        per_page: search.perPage ?? 25,
      };
      const answer = await call(searchAnswer, { method: "POST", path: "/mixed_people/api_search", query });
      return { total: answer.total_entries ?? 0, people: answer.people ?? [], costMicroAud: 0 };
    },
  };
}

function toWire(query: PersonQuery) {
  return {
    id: query.id,
    email: query.email,
    linkedin_url: query.linkedinUrl,
    first_name: query.firstName,
    last_name: query.lastName,
    domain: query.domain,
    organization_name: query.organizationName,
  };
}

/** 401 (plain text), 403 and 422 fail again; 429 passes, by its header or within the minute. */
function refusal(request: HttpRequest, answer: HttpAnswer): ProviderError {
  const detail = answer.status === 401 ? "the API key is not accepted" : (errorCode(answer.text) ?? "no reason given");
  return failedAnswer(request, answer, { detail, ...(answer.status === 429 ? { retryAfterMs: RATE_LIMIT_WAIT_MS } : {}) });
}

/** Apollo's own text names routes and limits, never the person asked for. */
function errorCode(body: string): string | undefined {
  try {
    const { error_code, error, error_message, message } = errorAnswer.parse(JSON.parse(body));
    return error_code ?? error ?? error_message ?? message ?? undefined;
  } catch {
    return undefined; // a proxy's HTML page has no code; the status still says what to do
  }
}
