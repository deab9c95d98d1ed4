import type { MailboxTruth } from "@/local/providers/directory";
import { givenKey } from "@/local/providers/given-key";
import { seeded } from "@/local/providers/seeded";
import type { Answer, Call, Handled, Played, StandIn, StandInContext } from "@/local/providers/stand-in";

const PER_MINUTE = { verifier: 300, other: 500 };
const STILL_RUNNING_RATE = 0.02;
const REMOTE_TROUBLE_RATE = 0.01;
const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
const SCORES: Record<MailboxTruth, number> = { valid: 98, accept_all: 60, unknown: 45, webmail: 90, disposable: 10, invalid: 5 };

/** The key the stand-in accepts. It opens nothing else. */
export const HUNTER_KEY = "local-hunter-key";

/** Hunter's verifier, finder, domain search and account. */
export const hunterStandIn: StandIn = {
  name: "hunter",
  prefix: "/hunter/v2",
  credits: 1_000_000,
  env: (baseUrl) => ({ HUNTER_BASE_URL: baseUrl, HUNTER_API_KEY: HUNTER_KEY }),
  play,
};

function play({ world, account, records, seed, now }: StandInContext): Played {
  async function verify(call: Call): Promise<Handled> {
    const email = call.query.get("email")?.trim().toLowerCase();
    if (!email || !EMAIL.test(email)) return { answer: problem(400, "wrong_params", "The email parameter is missing or not an address") };
    const person = await world.personByEmail(email);
    if (person.isClaimed) return { answer: claimed(), subject: email };
    const unfinished = await unfinishedStatus(email);
    if (unfinished) return { answer: { status: unfinished }, subject: email };
    if (!account.charge(1)) return { answer: usedUp(), subject: email };
    const status = person.mailbox;
    const data = {
      status,
      result: status === "valid" ? "deliverable" : status === "invalid" ? "undeliverable" : "risky",
      _deprecation_notice: "Using result is deprecated, use status instead",
      score: SCORES[status],
      email,
      regexp: true,
      gibberish: false,
      disposable: status === "disposable",
      webmail: status === "webmail",
      mx_records: true,
      smtp_server: true,
      smtp_check: status !== "invalid" && status !== "unknown",
      accept_all: status === "accept_all",
      block: false,
      sources: [],
    };
    return { answer: { status: 200, json: { data, meta: { params: { email } } } }, subject: email, credits: 1 };
  }

  /**
   * Some addresses are answered 202 or 222 the first time and in full the second, as promised. Which ones is the seed's, so one
   * address behaves the same in every run.
   */
  async function unfinishedStatus(email: string): Promise<202 | 222 | undefined> {
    const draw = seeded(seed, "hunter", email).unit();
    if (draw >= STILL_RUNNING_RATE + REMOTE_TROUBLE_RATE) return undefined;
    const status = draw < STILL_RUNNING_RATE ? 202 : 222;
    return (await records.insert("unfinished", email, { status }, now())) ? status : undefined;
  }

  async function findEmail(call: Call): Promise<Handled> {
    const [first, last] = namesFrom(call.query);
    const domain = call.query.get("domain")?.toLowerCase();
    if (!domain || !first || !last) return { answer: problem(400, "wrong_params", "You are missing the domain or the name parameters") };
    const email = `${first}.${last}@${domain}`.toLowerCase().replaceAll(" ", "");
    const person = await world.personByEmail(email);
    if (person.isClaimed) return { answer: claimed(), subject: email };
    const params = { first_name: first, last_name: last, full_name: null, domain, company: null, max_duration: null };
    if (person.mailbox === "invalid") {
      const none = {
        score: null,
        accept_all: null,
        position: null,
        company: null,
        sources: [],
        verification: { date: null, status: null },
      };
      const json = { data: { ...finderBase(first, last, domain), email: null, ...none }, meta: { params } };
      return { answer: { status: 200, json }, subject: email };
    }
    if (!account.charge(1)) return { answer: usedUp(), subject: email };
    const company = await world.companyByDomain(domain);
    const data = {
      ...finderBase(first, last, domain),
      email,
      score: SCORES[person.mailbox],
      accept_all: person.mailbox === "accept_all",
      position: person.title,
      company: company.name,
      sources: [],
      verification: { date: null, status: person.mailbox },
    };
    return { answer: { status: 200, json: { data, meta: { params } } }, subject: email, credits: 1 };
  }

  async function searchDomain(call: Call): Promise<Handled> {
    const domain = call.query.get("domain")?.toLowerCase();
    if (!domain) return { answer: problem(400, "wrong_params", "You are missing the domain parameter") };
    const limit = Number(call.query.get("limit") ?? 10);
    const offset = Number(call.query.get("offset") ?? 0);
    if (!(limit >= 1 && limit <= 100 && offset >= 0)) return { answer: problem(400, "wrong_params", "limit goes from 1 to 100") };
    const company = await world.companyByDomain(domain);
    const all = await Promise.all((await world.emailsAtDomain(domain)).map((email) => world.personByEmail(email)));
    const shown = all.filter(({ isClaimed }) => !isClaimed).slice(offset, offset + limit);
    const credits = Math.ceil(shown.length / 10);
    if (!account.charge(credits)) return { answer: usedUp(), subject: domain };
    const data = {
      domain,
      disposable: false,
      webmail: false,
      accept_all: false,
      pattern: "{first}.{last}",
      organization: company.name,
      description: null,
      industry: company.industry,
      twitter: null,
      facebook: null,
      linkedin: company.linkedinUrl,
      technologies: company.technologies,
      country: null,
      state: company.state || null,
      city: company.city || null,
      headcount: null,
      company_type: "privately held",
      emails: shown.map((person) => ({
        value: person.email,
        type: "personal",
        confidence: SCORES[person.mailbox],
        sources: [],
        first_name: person.firstName,
        last_name: person.lastName,
        position: person.title,
        seniority: null,
        department: null,
        linkedin: null,
        twitter: null,
        phone_number: null,
        verification: { date: null, status: person.mailbox },
      })),
      linked_domains: [],
    };
    const meta = { results: all.length, limit, offset, params: { domain, company: null, type: null, seniority: null, department: null } };
    return { answer: { status: 200, json: { data, meta } }, subject: domain, credits };
  }

  function showAccount(): Handled {
    const usage = account.usage();
    const data = {
      first_name: "Local",
      last_name: "Account",
      email: "local@agency.example",
      plan_name: "Stand-in",
      plan_level: 1,
      reset_date: "2099-01-01",
      team_id: 1,
      requests: { credits: usage, searches: usage, verifications: usage },
    };
    return { answer: { status: 200, json: { data } } };
  }

  return {
    routes: {
      "GET /email-verifier": verify,
      "GET /email-finder": findEmail,
      "GET /domain-search": searchDomain,
      "GET /account": showAccount,
    },
    authenticate(call) {
      const given = givenKey(call) ?? call.query.get("api_key");
      return given === HUNTER_KEY ? undefined : problem(401, "authentication_failed", "No user found for the API key supplied");
    },
    limits: {
      perMinute: (operation) => (operation === "GET /email-verifier" ? PER_MINUTE.verifier : PER_MINUTE.other),
      headers: () => ({}),
    },
    failure(status) {
      const ids: Record<number, string> = { 402: "payment_required", 403: "rate_limited", 429: "too_many_requests", 451: "claimed_email" };
      return problem(status, ids[status] ?? "error", `The stand-in was told to answer ${status}`);
    },
  };
}

function namesFrom(query: URLSearchParams): [string | undefined, string | undefined] {
  const [first, ...rest] = query.get("full_name")?.split(" ") ?? [];
  return [query.get("first_name") ?? first, query.get("last_name") ?? (rest.join(" ") || undefined)];
}

function finderBase(first: string, last: string, domain: string) {
  return { first_name: first, last_name: last, domain, twitter: null, linkedin_url: null, phone_number: null };
}

function problem(status: number, id: string, details: string): Answer {
  return { status, json: { errors: [{ id, code: status, details }] } };
}

function claimed(): Answer {
  return problem(451, "claimed_email", "The person behind this address asked not to be processed");
}

function usedUp(): Answer {
  return problem(429, "too_many_requests", "You have reached your usage limit");
}
