import { z } from "zod";
import type { MailboxTruth } from "@/local/providers/directory";
import { seeded } from "@/local/providers/seeded";
import type { Answer, Handled, Played, StandIn, StandInContext } from "@/local/providers/stand-in";
import type { WorldPerson } from "@/local/providers/world";

/** The table's webhook and its token, and the secret its last column sends. */
export const CLAY_TABLE = { webhookId: "pull-in-data-from-a-webhook-local", token: "local-clay-token" } as const;
export const CLAY_CALLBACK_SECRET = "local-clay-callback-secret";

const ROW = "row";
const LARGEST_PAYLOAD_BYTES = 100_000;
const ROWS_OF_A_WEBHOOK = 50_000;
const ROWS_PER_MINUTE = 600;
const SECONDS_TO_ANSWER = [20, 240] as const;
/** What comes of a row; a few are never answered. */
const OUTCOMES = [
  ["found", 62],
  ["partial", 14],
  ["not_found", 20],
  ["error", 2],
  ["silence", 2],
] as const;
const EMAIL_STATUSES: Readonly<Record<MailboxTruth, string>> = {
  valid: "valid",
  webmail: "valid",
  accept_all: "catch_all",
  unknown: "unknown",
  disposable: "invalid",
  invalid: "invalid",
};
const VENDORS = ["vendor-one", "vendor-two", "vendor-three"];
/** Nothing is promised about a second attempt. */
const NO_RETRIES: readonly number[] = [];

const rowInput = z.looseObject({
  agency_os_request_id: z.string().min(1),
  email: z.string().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  domain: z.string().optional(),
  max_credits: z.number().int().positive().optional(),
  callback_url: z.url(),
});
type Row = z.infer<typeof rowInput>;
type Outcome = (typeof OUTCOMES)[number][0];

/**
 * One Clay table as the product sets it up: rows come in through its webhook, a waterfall looks for the person, and the last column posts
 * what it found to the row's own address. Its columns stop at the row's `max_credits`. A row that comes twice is looked for, and charged,
 * twice.
 */
export const clayStandIn: StandIn = {
  name: "clay",
  prefix: "/clay",
  credits: 1_000_000,
  env: (baseUrl) => ({
    CLAY_BASE_URL: baseUrl,
    CLAY_WEBHOOK_ID: CLAY_TABLE.webhookId,
    CLAY_WEBHOOK_TOKEN: CLAY_TABLE.token,
    CLAY_CALLBACK_SECRET,
  }),
  play,
};

function play({ world, account, records, callbacks, seed, now }: StandInContext): Played {
  async function takeRow({
    params: { id = "" },
    raw,
    body,
  }: {
    params: Readonly<Record<string, string>>;
    raw: Buffer;
    body: unknown;
  }): Promise<Handled> {
    if (id !== CLAY_TABLE.webhookId || (await records.count(ROW)) >= ROWS_OF_A_WEBHOOK) return { answer: plain(404, "Not found") };
    if (raw.length > LARGEST_PAYLOAD_BYTES) return { answer: plain(413, "Payload too large") };
    const input = rowInput.safeParse(body);
    if (!input.success) return { answer: { status: 200, json: { message: "Success" } } }; // Clay takes any row and shows it as it is
    const row = input.data;
    const number = await records.next(ROW);
    const chance = seeded(seed, "clay", row.email ?? row.agency_os_request_id);
    const outcome = chance.weighted(OUTCOMES);
    const credits = outcome === "error" ? 0 : Math.min(chance.whole(2, 15), row.max_credits ?? Number.POSITIVE_INFINITY);
    if (!account.charge(credits)) return { answer: plain(404, "Not found") };
    await records.insert(ROW, String(number), { requestId: row.agency_os_request_id, outcome, credits }, now());
    if (outcome !== "silence") {
      const answer = { ...(await answerTo(row, outcome)), credits_used: credits };
      await callbacks.enqueue("clay", {
        key: String(number),
        url: row.callback_url,
        contentType: "application/json",
        headers: { authorization: `Bearer ${CLAY_CALLBACK_SECRET}` },
        body: JSON.stringify(answer),
        dueAt: new Date(now().getTime() + chance.whole(...SECONDS_TO_ANSWER) * 1000),
        retryDelaysMs: NO_RETRIES,
      });
    }
    return { answer: { status: 200, json: { message: "Success" } }, subject: row.agency_os_request_id, credits };
  }

  async function answerTo(row: Row, outcome: Exclude<Outcome, "silence">) {
    const email = row.email ?? addressOf(row);
    if (email === undefined || outcome === "not_found" || outcome === "error") {
      return {
        agency_os_request_id: row.agency_os_request_id,
        status: outcome === "error" ? "error" : "not_found",
        email: null,
        provider: null,
      };
    }
    const person = await world.personByEmail(email.toLowerCase());
    const company = await world.companyByDomain(email.slice(email.lastIndexOf("@") + 1).toLowerCase());
    return {
      agency_os_request_id: row.agency_os_request_id,
      status: outcome,
      ...personFields(person, outcome),
      company: company.name,
      domain: company.domain,
      company_employee_count: company.employeeCount,
      company_industry: company.industry,
      company_country: company.country,
      provider: seeded(seed, "clay vendor", email).pick(VENDORS),
    };
  }

  return {
    routes: { "POST /v3/sources/webhook/{id}": takeRow },
    authenticate: ({ headers }) => (headers["x-clay-webhook-auth"] === CLAY_TABLE.token ? undefined : plain(401, "Unauthorized")),
    failure: (status) => plain(status, `The stand-in was told to answer ${status}`),
    limits: { perMinute: () => ROWS_PER_MINUTE, headers: () => ({}) },
  };
}

/** A partial answer has the person and no telephone number. */
function personFields(person: WorldPerson, outcome: "found" | "partial") {
  const { email, firstName, lastName, title, linkedinUrl, mailbox, phone } = person;
  return {
    email,
    email_status: EMAIL_STATUSES[mailbox],
    phone: outcome === "found" ? phone : null,
    first_name: firstName,
    last_name: lastName,
    title,
    linkedin_url: linkedinUrl,
  };
}

function addressOf({ first_name, last_name, domain }: Row): string | undefined {
  return first_name && last_name && domain ? `${first_name}.${last_name}@${domain}`.toLowerCase().replaceAll(" ", "") : undefined;
}

function plain(status: number, text: string): Answer {
  return { status, text };
}
