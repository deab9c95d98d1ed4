import "server-only";
import { z } from "zod";
import { InvalidError } from "@/lib/errors";
import { failedAnswer, type HttpAnswer, type HttpRequest, type ProviderAccess, parseBody, send } from "@/lib/integrations/http";
import {
  type DomainOffer,
  type InfraforgeDomain,
  type InfraforgeMailbox,
  type InfraforgeWorkspace,
  toDomain,
  toMailbox,
  toOffer,
  toWorkspace,
} from "@/lib/integrations/infraforge/transform";
import {
  availability,
  balance,
  boughtDomains,
  boughtMailboxes,
  dnsRecord,
  domain,
  errorAnswer,
  mailbox,
  workspace,
} from "@/lib/integrations/infraforge/wire";

export type Infraforge = ReturnType<typeof infraforge>;

/** Who the domains are registered for; the registry wants all of it. `phone` as +61.255501001, `country` ISO 3166-1 alpha-2. */
export type DomainContact = {
  firstName: string;
  lastName: string;
  organization: string;
  email: string;
  phone: string;
  address1: string;
  city: string;
  province: string;
  postalCode: string;
  country: string;
  dmarcEmail?: string;
  forwardToDomain?: string;
};

export type MailboxToBuy = { email: string; firstName: string; lastName: string };
export type DnsRecord = z.infer<typeof dnsRecord>;

/** The text columns of Smartlead's import, in InfraForge's word for it. */
const SMARTLEAD_EXPORT = "sl";
const DOMAINS_AT_ONCE = 100;
const PURCHASE_TIMEOUT_MS = 60_000;

/**
 * InfraForge's workspaces, domains and mailboxes: one attempt each, all throw ProviderError. Nothing takes an idempotency key: a purchase
 * whose answer is lost is an unknown outcome and must be looked up (`findDomains`, `listMailboxes`, `listWorkspaces`) before any repeat.
 * @param access `baseUrl` such as https://api.infraforge.ai/public
 */
export function infraforge({ apiKey, baseUrl, fetch }: ProviderAccess) {
  const call = async (given: Pick<HttpRequest, "method" | "path" | "label" | "query" | "body" | "isRepeatable" | "timeoutMs">) => {
    const request: HttpRequest = { ...given, provider: "infraforge", fetch, baseUrl, headers: { authorization: apiKey } };
    const answer = await send(request);
    if (answer.status < 200 || answer.status > 299) throw failedAnswer(request, answer, detailOf(answer));
    return { request, answer };
  };
  const ask = async <Schema extends z.ZodType>(given: Parameters<typeof call>[0], schema: Schema): Promise<z.infer<Schema>> => {
    const { request, answer } = await call(given);
    return parseBody(request, answer, schema);
  };
  const id = encodeURIComponent;
  const listDomains = async () => (await ask({ method: "GET", path: "/domains" }, z.array(domain))).map(toDomain);
  const findDomains = async (names: readonly string[]): Promise<InfraforgeDomain[]> => {
    const wanted = new Set(names.map((name) => name.toLowerCase()));
    return (await listDomains()).filter(({ name }) => wanted.has(name));
  };
  const listDns = (domainId: string): Promise<DnsRecord[]> =>
    ask({ method: "GET", path: `/domains/${id(domainId)}/dns` }, z.array(dnsRecord));
  const listMailboxes = async ({ workspaceId, withCredentials = false }: MailboxQuery = {}): Promise<InfraforgeMailbox[]> => {
    const query = { workspace_id: workspaceId, with_credentials: withCredentials ? true : undefined };
    return (await ask({ method: "GET", path: "/mailboxes", query }, z.array(mailbox))).map(toMailbox);
  };

  return {
    async listWorkspaces(): Promise<InfraforgeWorkspace[]> {
      return (await ask({ method: "GET", path: "/workspaces" }, z.array(workspace))).map(toWorkspace);
    },

    /** @param workspace `hasOwnIp` buys an address of its own, US$99 a month; the name has at most 50 characters */
    async createWorkspace({ name, hasOwnIp }: { name: string; hasOwnIp: boolean }): Promise<InfraforgeWorkspace> {
      const body = { name, attachUniqueIp: hasOwnIp };
      return toWorkspace(await ask({ method: "POST", path: "/workspaces", body, timeoutMs: PURCHASE_TIMEOUT_MS }, workspace));
    },

    /** Removes everything in it, its address included. */
    async deleteWorkspace(workspaceId: string): Promise<void> {
      await call({ method: "DELETE", path: `/workspaces/${id(workspaceId)}` });
    },

    async checkDomain(name: string): Promise<DomainOffer> {
      return toOffer(await ask({ method: "GET", path: "/check-domain-availability", query: { domain: name } }, availability), name);
    },

    /** @throws InvalidError for more than 100 names */
    async checkDomains(names: readonly string[]): Promise<DomainOffer[]> {
      if (names.length > DOMAINS_AT_ONCE) throw new InvalidError(`At most ${DOMAINS_AT_ONCE} domains are checked at a time.`);
      const question = { method: "POST", path: "/check-domain-availability-bulk", body: { domains: names }, isRepeatable: true } as const;
      return (await ask(question, z.array(availability))).map((offer, index) => toOffer(offer, names[index]));
    },

    /** Free names that read like `name` (without its ending), such as getexample.com for example. */
    async suggestDomains({ name, tld, count, exclude = [] }: { name: string; tld: string; count: number; exclude?: readonly string[] }) {
      const body = { inputSld: name, outputTld: tld, count, exclude };
      const question = { method: "POST", path: "/domains/alternative-domains", body, isRepeatable: true } as const;
      return (await ask(question, z.array(availability))).map((offer) => toOffer(offer)).filter(({ name: found }) => found !== "");
    },

    /** All domains of the account; there are no pages. */
    listDomains,

    /** Which of these names the account has already; the look-up after a purchase whose answer was lost. */
    findDomains,

    /**
     * Buys those of the names that the account does not have yet, so that a repeat after a lost answer buys nothing twice. Mail records are
     * set with the purchase; renewal is off until `setRenewal`.
     * @returns every domain of that name the account then has
     */
    async buyDomains(order: { workspaceId: string; names: readonly string[]; contact: DomainContact }): Promise<InfraforgeDomain[]> {
      const had = await findDomains(order.names);
      const missing = order.names.filter((name) => !had.some((one) => one.name === name.toLowerCase()));
      if (missing.length === 0) return had;
      const body = { workspaceId: order.workspaceId, domains: missing, contactDetails: order.contact };
      const bought = await ask({ method: "POST", path: "/domains", body, timeoutMs: PURCHASE_TIMEOUT_MS }, boughtDomains);
      return [...had, ...bought.domains.map(toDomain)];
    },

    /** Switching it on lets the account be charged each year. */
    async setRenewal(domainId: string, isRenewed: boolean): Promise<void> {
      await call({ method: "PUT", path: `/domains/${id(domainId)}/${isRenewed ? "enable" : "disable"}-autorenew` });
    },

    listDns,

    /**
     * Changes a domain's records. InfraForge replaces the whole set, so everything is read first and sent back in its order, with the new
     * records behind it; only records that may be edited can be taken out.
     */
    async changeDns(domainId: string, { add = [], isRemoved = () => false }: DnsChange): Promise<DnsRecord[]> {
      const kept = (await listDns(domainId)).filter((record) => record.editable === false || !isRemoved(record));
      const records = [...kept];
      for (const record of add) if (!records.some((known) => isSameRecord(known, record))) records.push(record);
      await call({ method: "PUT", path: `/domains/${id(domainId)}/dns`, body: { records } });
      return records;
    },

    /** With `withCredentials` the answer holds passwords: keep it out of logs. */
    listMailboxes,

    async getMailbox(mailboxId: string, { withCredentials = false } = {}): Promise<InfraforgeMailbox> {
      const query = { with_credentials: withCredentials ? true : undefined };
      return toMailbox(await ask({ method: "GET", path: `/mailboxes/${id(mailboxId)}`, query }, mailbox));
    },

    /**
     * Buys those of the mailboxes that the account does not have yet, and slots for them where it has too few. A password is set afterwards
     * with `setPassword`; one given here would be ignored.
     * @throws InvalidError for an address without a domain
     */
    async buyMailboxes(mailboxes: readonly MailboxToBuy[]): Promise<InfraforgeMailbox[]> {
      const wanted = new Set(mailboxes.map(({ email }) => email.toLowerCase()));
      const had = (await listMailboxes()).filter(({ email }) => wanted.has(email));
      const missing = mailboxes.filter(({ email }) => !had.some((one) => one.email === email.toLowerCase()));
      if (missing.length === 0) return had;
      const body = { domains: byDomain(missing) };
      const bought = await ask({ method: "POST", path: "/mailboxes", body, timeoutMs: PURCHASE_TIMEOUT_MS }, boughtMailboxes);
      return [...had, ...bought.mailboxes.map(toMailbox)];
    },

    async setPassword(mailboxId: string, password: string): Promise<void> {
      await call({ method: "PATCH", path: `/mailboxes/${id(mailboxId)}`, body: { password } });
    },

    async deleteMailbox(mailboxId: string): Promise<void> {
      await call({ method: "DELETE", path: `/mailboxes/${id(mailboxId)}` });
    },

    /** The mailboxes of a workspace as the CSV Smartlead imports, passwords included. */
    async exportForSmartlead(workspaceId: string): Promise<string> {
      const path = `/workspaces/${id(workspaceId)}/mailboxes/export`;
      const { request, answer } = await call({ method: "POST", path, body: { exportType: SMARTLEAD_EXPORT }, isRepeatable: true });
      const isJson = answer.headers.get("content-type")?.includes("json") === true;
      return isJson ? parseBody(request, answer, z.string()) : answer.text;
    },

    /** Prepaid credit in US dollars; null when the account has none. */
    async getBalance(): Promise<number | null> {
      return (await ask({ method: "GET", path: "/credits/balance" }, balance)).amount ?? null;
    },
  };
}

type MailboxQuery = { workspaceId?: string; withCredentials?: boolean };
type DnsChange = { add?: readonly DnsRecord[]; isRemoved?: (record: DnsRecord) => boolean };

function isSameRecord(one: DnsRecord, other: DnsRecord): boolean {
  return one.name.toLowerCase() === other.name.toLowerCase() && one.type === other.type && one.value === other.value;
}

function byDomain(mailboxes: readonly MailboxToBuy[]) {
  const domains = new Map<string, MailboxToBuy[]>();
  for (const { email, firstName, lastName } of mailboxes) {
    const name = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
    if (!email.includes("@") || name === "") throw new InvalidError("A mailbox needs a domain.", "email");
    domains.set(name, [...(domains.get(name) ?? []), { email, firstName, lastName }]);
  }
  return [...domains].map(([name, group]) => ({ domain: name, mailboxes: group }));
}

/** The fields a refusal names, without what stood in them. */
function detailOf({ status, text }: HttpAnswer): { detail?: string } {
  if (status === 401) return { detail: "the API key is not accepted" };
  try {
    const { data } = errorAnswer.parse(JSON.parse(text));
    const fields = (data ?? []).flatMap((sentence) => /^(\w{1,40}) is a required field$/.exec(sentence)?.[1] ?? []);
    return fields.length === 0 ? {} : { detail: `missing ${fields.slice(0, 5).join(", ")}` };
  } catch {
    return {}; // a proxy's HTML page names nothing; the status still says what to do
  }
}
