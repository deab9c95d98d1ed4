import "server-only";
import type { EmailStatus } from "@/lib/domain/email-status";
import { HUNTER_CREDIT_MICRO_AUD } from "@/lib/domain/provider-costs";
import type { ProviderError } from "@/lib/errors";
import { failedAnswer, type HttpAnswer, type HttpRequest, type ProviderAccess, parseBody, send } from "@/lib/integrations/http";
import { toEmailStatus } from "@/lib/integrations/hunter/transform";
import { accountAnswer, domainSearchAnswer, errorAnswer, finderAnswer, verifierAnswer } from "@/lib/integrations/hunter/wire";

/**
 * `running`: ask the same again after the wait, it is not charged twice. `later`: the mail server misbehaved, ask much later.
 * `suppress`: the person asked Hunter not to be processed, so we must not write to them either.
 */
export type Verification =
  | {
      outcome: "checked";
      email: string;
      emailStatus: EmailStatus;
      score: number | null;
      isDisposable: boolean;
      isWebmail: boolean;
      costMicroAud: number;
    }
  | { outcome: "running" | "later"; retryAfterMs: number; costMicroAud: 0 }
  | { outcome: "suppress"; costMicroAud: 0 };

export type FoundEmail =
  | {
      outcome: "found";
      email: string;
      emailStatus: EmailStatus;
      score: number | null;
      firstName: string | null;
      lastName: string | null;
      title: string | null;
      company: string | null;
      linkedinUrl: string | null;
      phone: string | null;
      costMicroAud: number;
    }
  | { outcome: "none" | "suppress"; costMicroAud: 0 };

export type EmailQuery = { domain: string; firstName: string; lastName: string };

export type DomainEmail = {
  email: string;
  isGeneric: boolean;
  confidence: number;
  emailStatus: EmailStatus;
  firstName: string | null;
  lastName: string | null;
  title: string | null;
  seniority: string | null;
  linkedinUrl: string | null;
};

export type Hunter = ReturnType<typeof hunter>;

const RUNNING_WAIT_MS = 2_000;
const REMOTE_SERVER_WAIT_MS = 3_600_000;
const RATE_WAIT_MS = 60_000;
const QUOTA_WAIT_MS = 3_600_000;
const EMAILS_PER_CREDIT = 10;
/** Hunter's documents and its own client disagree on which is rate and which is plan; all three mean "not now", none means a bad key. */
const BACK_OFF = new Set([402, 403, 429]);

/**
 * Hunter's API: all GET, one attempt each, all throw ProviderError. Nothing found is not charged.
 * @param access `baseUrl` such as https://api.hunter.io/v2
 */
export function hunter({ apiKey, baseUrl, fetch }: ProviderAccess) {
  const call = async (path: string, query: NonNullable<HttpRequest["query"]>) => {
    const request: HttpRequest = { provider: "hunter", fetch, method: "GET", baseUrl, path, query, headers: { "x-api-key": apiKey } };
    const answer = await send(request);
    const isExpected = answer.status === 200 || answer.status === 202 || answer.status === 222 || answer.status === 451;
    if (!isExpected) throw refusal(request, answer);
    return { request, answer };
  };

  return {
    /** Whether a message to this address would arrive. */
    async verifyEmail(email: string): Promise<Verification> {
      const { request, answer } = await call("/email-verifier", { email });
      if (answer.status === 202) return { outcome: "running", retryAfterMs: RUNNING_WAIT_MS, costMicroAud: 0 };
      if (answer.status === 222) return { outcome: "later", retryAfterMs: REMOTE_SERVER_WAIT_MS, costMicroAud: 0 };
      if (answer.status === 451) return { outcome: "suppress", costMicroAud: 0 };
      const { data } = parseBody(request, answer, verifierAnswer);
      return {
        outcome: "checked",
        email: data.email.toLowerCase(),
        emailStatus: toEmailStatus(data.status),
        score: data.score ?? null,
        isDisposable: data.disposable === true || data.status === "disposable",
        isWebmail: data.webmail === true || data.status === "webmail",
        costMicroAud: HUNTER_CREDIT_MICRO_AUD,
      };
    },

    /** The most likely address of a named person at a domain. */
    async findEmail({ domain, firstName, lastName }: EmailQuery): Promise<FoundEmail> {
      const { request, answer } = await call("/email-finder", { domain, first_name: firstName, last_name: lastName });
      if (answer.status === 451) return { outcome: "suppress", costMicroAud: 0 };
      const { data } = parseBody(request, answer, finderAnswer);
      if (!data.email) return { outcome: "none", costMicroAud: 0 };
      return {
        outcome: "found",
        email: data.email.toLowerCase(),
        emailStatus: toEmailStatus(data.verification?.status),
        score: data.score ?? null,
        firstName: data.first_name ?? null,
        lastName: data.last_name ?? null,
        title: data.position ?? null,
        company: data.company ?? null,
        linkedinUrl: data.linkedin_url ?? null,
        phone: data.phone_number ?? null,
        costMicroAud: HUNTER_CREDIT_MICRO_AUD,
      };
    },

    /** Addresses known at a domain, `limit` 10 to 100. A domain whose owner asked not to be processed has none. */
    async searchDomain(domain: string, { limit = 10, offset = 0 } = {}) {
      const { request, answer } = await call("/domain-search", { domain, limit, offset });
      if (answer.status === 451) return { pattern: null, organization: null, emails: [], costMicroAud: 0 };
      const { data } = parseBody(request, answer, domainSearchAnswer);
      const emails = (data.emails ?? []).map(
        (found): DomainEmail => ({
          email: found.value.toLowerCase(),
          isGeneric: found.type === "generic",
          confidence: found.confidence,
          emailStatus: toEmailStatus(found.verification?.status),
          firstName: found.first_name ?? null,
          lastName: found.last_name ?? null,
          title: found.position ?? null,
          seniority: found.seniority ?? null,
          linkedinUrl: found.linkedin ?? null,
        }),
      );
      const costMicroAud = Math.ceil(emails.length / EMAILS_PER_CREDIT) * HUNTER_CREDIT_MICRO_AUD;
      return { pattern: data.pattern ?? null, organization: data.organization ?? null, emails, costMicroAud };
    },

    /** Remaining credit of the account; free. Null where the plan does not count it. */
    async getAccount() {
      const { request, answer } = await call("/account", {});
      const { data } = parseBody(request, answer, accountAnswer);
      return { planName: data.plan_name ?? null, resetDate: data.reset_date ?? null, credits: data.requests?.credits ?? null };
    },
  };
}

function refusal(request: HttpRequest, answer: HttpAnswer): ProviderError {
  const id = errorId(answer.text);
  const detail = answer.status === 401 ? "the API key is not accepted" : (id ?? "no reason given");
  if (!BACK_OFF.has(answer.status)) return failedAnswer(request, answer, { detail });
  const isQuota = answer.status === 402 || /usage|quota|credit|plan/.test(id ?? "");
  return failedAnswer(request, answer, { detail, retryable: true, retryAfterMs: isQuota ? QUOTA_WAIT_MS : RATE_WAIT_MS });
}

function errorId(body: string): string | undefined {
  try {
    return errorAnswer.parse(JSON.parse(body)).errors[0]?.id;
  } catch {
    return undefined; // a proxy's HTML page has no id; the status still says what to do
  }
}
