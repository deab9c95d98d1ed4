import { z } from "zod";
import { ok, reading, refused } from "@/local/providers/infraforge/answers";
import { domainView, infraforgeBook, workspaceView } from "@/local/providers/infraforge/book";
import { mailboxRoutes } from "@/local/providers/infraforge/mailbox-routes";
import { seeded } from "@/local/providers/seeded";
import type { Answer, Handled, Handler, Played, StandIn, StandInContext } from "@/local/providers/stand-in";
import { inTurn } from "@/local/providers/timers";

/** The key the stand-in accepts, sent as it is. It opens nothing else. */
export const INFRAFORGE_KEY = "local-infraforge-key";

/** US dollars. */
const PRICES = { domain: 14, ip: 99 };
const TAKEN_RATE = 0.2;
const CONTACT = ["firstName", "lastName", "organization", "email", "phone", "address1", "city", "province", "postalCode", "country"];
const WORDS = ["get", "try", "with", "go", "hello", "meet", "team", "join"];

const workspaceInput = z.object({ name: z.string().min(1).max(50), attachUniqueIp: z.boolean().default(false) });
const namesInput = z.object({ domains: z.array(z.string()).min(1).max(100) });
const suggestInput = z.object({
  inputSld: z.string().min(1),
  outputTld: z.string().min(1),
  count: z.int().min(1),
  exclude: z.array(z.string()).default([]),
});
const buyInput = z.object({
  workspaceId: z.string(),
  domains: z.array(z.string().regex(/^[a-z0-9-]+(\.[a-z]{2,})+$/i)).min(1),
  contactDetails: z.looseObject({ dmarcEmail: z.string().optional(), forwardToDomain: z.string().optional() }),
});
const dnsInput = z.object({
  records: z.array(z.object({ name: z.string(), type: z.string(), value: z.string(), editable: z.boolean().optional() })),
});

/** InfraForge with prepaid credit: workspaces, domains with their records, mailboxes. Buying twice pays twice. */
export const infraforgeStandIn: StandIn = {
  name: "infraforge",
  prefix: "/infraforge/public",
  credits: 10_000,
  env: (baseUrl) => ({ INFRAFORGE_BASE_URL: baseUrl, INFRAFORGE_API_KEY: INFRAFORGE_KEY }),
  play,
};

function play({ account, records, seed, now }: StandInContext): Played {
  const book = infraforgeBook(records, { seed, now });
  const turn = inTurn();
  const owned = async () => new Set((await book.listDomains()).map(({ sld, tld }) => `${sld}.${tld}`));

  async function offer(name: string, ours: ReadonlySet<string>): Promise<object> {
    const isTaken = ours.has(name.toLowerCase()) || seeded(seed, "taken", name.toLowerCase()).chance(TAKEN_RATE);
    return { domain: name.toLowerCase(), available: !isTaken, price: PRICES.domain, minCreationPeriodMonths: 12 };
  }

  async function suggest({ inputSld, outputTld, count, exclude }: z.infer<typeof suggestInput>): Promise<object[]> {
    const words = [...WORDS.map((word) => word + inputSld), ...WORDS.map((word) => `${inputSld}${word}`)];
    const names = words.map((word) => `${word}.${outputTld}`.toLowerCase()).filter((name) => !exclude.includes(name));
    const offers = await Promise.all(names.map(async (name) => offer(name, await owned())));
    return offers.filter((found) => (found as { available: boolean }).available).slice(0, count);
  }

  async function buy({ workspaceId, domains, contactDetails }: z.infer<typeof buyInput>): Promise<Handled> {
    const workspace = await book.findWorkspace(workspaceId);
    if (!workspace) return refused(404, "workspace not found");
    const absent = CONTACT.filter((field) => !contactDetails[field]);
    if (absent.length > 0) return refused(400, "invalid request body", absent);
    const ours = await owned();
    const offers = await Promise.all(domains.map((name) => offer(name, ours)));
    if (offers.some((found) => !(found as { available: boolean }).available)) return refused(400, "domain is not available");
    if (!account.charge(PRICES.domain * domains.length)) return refused(402, "not enough credit");
    const { dmarcEmail = null, forwardToDomain = null } = contactDetails;
    const bought: object[] = [];
    for (const name of domains) bought.push(domainView(await book.addDomain(workspace, name, { dmarcEmail, forwardToDomain }), now()));
    return { ...ok({ domains: bought }), subject: domains.join(), credits: PRICES.domain * domains.length };
  }

  /** Records set with the purchase must come back as they are. */
  async function replaceDns(id: string, { records: wanted }: z.infer<typeof dnsInput>): Promise<Handled> {
    const domain = await book.findDomain(id);
    if (!domain) return refused(404, "domain not found");
    const kept = domain.dns.filter(({ editable }) => editable === false);
    const has = (one: { name: string; type: string; value: string }) =>
      wanted.some(({ name, type, value }) => name === one.name && type === one.type && value === one.value);
    if (!kept.every(has)) return refused(400, "records that are not editable must be kept");
    const isFixed = (one: { name: string; value: string }) => kept.some(({ name, value }) => name === one.name && value === one.value);
    await book.changeDomain(id, { dns: wanted.map((record) => ({ ...record, editable: !isFixed(record) })) });
    return { answer: { status: 204 }, subject: id };
  }

  const setRenewal =
    (isRenewed: boolean): Handler =>
    async ({ params: { id = "" } }) => {
      const changed = await book.changeDomain(id, { isRenewed });
      return changed ? { answer: { status: 204 }, subject: id } : refused(404, "domain not found");
    };

  return {
    routes: {
      "GET /workspaces": async () => ok((await book.listWorkspaces()).map(workspaceView)),
      "POST /workspaces": reading(workspaceInput, async ({ name, attachUniqueIp }) => {
        if (attachUniqueIp && !account.charge(PRICES.ip)) return refused(402, "not enough credit");
        const json = workspaceView(await book.addWorkspace(name, attachUniqueIp));
        return { answer: { status: 201, json }, subject: name, credits: attachUniqueIp ? PRICES.ip : 0 };
      }),
      async "DELETE /workspaces/{id}"({ params: { id = "" } }) {
        if (!(await book.findWorkspace(id))) return refused(404, "workspace not found");
        await book.removeWorkspace(id);
        return { answer: { status: 204 }, subject: id };
      },
      async "GET /check-domain-availability"({ query }) {
        const name = query.get("domain");
        return name ? ok(await offer(name, await owned())) : refused(400, "invalid request", ["domain"]);
      },
      "POST /check-domain-availability-bulk": reading(namesInput, async ({ domains }) => {
        const ours = await owned();
        return ok(await Promise.all(domains.map((name) => offer(name, ours))));
      }),
      "POST /domains/alternative-domains": reading(suggestInput, async (input) => ok(await suggest(input))),
      "GET /domains": async () => ok((await book.listDomains()).map((domain) => domainView(domain, now()))),
      "POST /domains": reading(buyInput, (input) => turn(() => buy(input))),
      async "GET /domains/{id}/dns"({ params: { id = "" } }) {
        const domain = await book.findDomain(id);
        return domain ? ok(domain.dns) : refused(404, "domain not found");
      },
      "PUT /domains/{id}/dns": reading(dnsInput, (input, id) => replaceDns(id, input)),
      "PUT /domains/{id}/enable-autorenew": setRenewal(true),
      "PUT /domains/{id}/disable-autorenew": setRenewal(false),
      ...mailboxRoutes({ book, account, now, turn }),
      "GET /credits/balance"() {
        const { used, available } = account.usage();
        return ok({ amount: available - used, isEnabled: false, topupThreshold: 0 });
      },
    },
    authenticate: ({ headers }) => (headers.authorization === INFRAFORGE_KEY ? undefined : refused(401, "unauthorized").answer),
    failure: (status): Answer => refused(status, "the stand-in was told to fail").answer,
  };
}
