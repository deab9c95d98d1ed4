import { addMinutes } from "date-fns";
import { expect, test } from "vitest";
import type { Ctx } from "@/lib/context";
import type { PortfolioCompany } from "@/lib/domain/site-facts";
import { confirmIcp } from "@/lib/engines/discovery/edit-draft";
import { enrichPortfolio } from "@/lib/engines/discovery/enrich-portfolio";
import { listOwnClients, setClientDomain, setStanding } from "@/lib/engines/discovery/own-clients";
import { finishDiscovery } from "@/lib/engines/discovery/record-step";
import { requestDiscovery } from "@/lib/engines/discovery/request-discovery";
import { toProfile } from "@/lib/engines/discovery/to-profile";
import { explainLead } from "@/lib/engines/explain/explain-lead";
import { addSuppression } from "@/lib/engines/settings/add-suppression";
import { addMember, enrol, insertLead, readyClient, TEST_PEPPER, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeProviders } from "@/tests/support/fake-enrichment";
import { fileWorld } from "@/tests/support/file-world";
import { isSuppressed } from "@/tests/support/is-suppressed";

const world = fileWorld();
const options = { pepper: TEST_PEPPER };
const WORK = "https://agency.example/work";

const company = (name: string, domain: string | null): PortfolioCompany => ({
  name,
  domain,
  source: "logo",
  evidence: [{ url: WORK, quote: name, source: "logo" }],
  industryHint: null,
  testimonial: null,
  caseStudySummary: null,
  resultsMentioned: [],
  confidence: 0.8,
});
const HALLMARK = company("Hallmark Homes", "www.hallmarkhomes.com.au");
const COAST = company("Coast Roofing", "coastroofing.com.au");
const BAYSIDE = company("Bayside Plumbing", null);

async function workspace() {
  const client = await readyClient(world);
  let minutes = 0;
  /** The owner, a minute later each time. */
  const owner = () => world.memberCtx(client.clientId, client.userId, "owner", addMinutes(WEDNESDAY_MORNING, ++minutes));
  const providers = new FakeProviders();
  return { ...client, owner, providers };
}
type Workspace = Awaited<ReturnType<typeof workspace>>;

/** Reads the website, as far as its clients. */
async function read({ clientId, owner, providers }: Workspace, companies: PortfolioCompany[]) {
  const ctx = owner();
  const { discoveryId } = await requestDiscovery(
    ctx,
    { source: "website", websiteUrl: "https://agency.example/" },
    { allowPrivateHosts: false },
  );
  const system = world.systemCtx(clientId, ctx.now);
  const enriched = await enrichPortfolio(system, { discoveryId, companies }, providers);
  await finishDiscovery(system, { discoveryId, proposal: toProfile({}) });
  return { discoveryId, enriched };
}
async function readAndConfirm(own: Workspace, companies: PortfolioCompany[]) {
  const { discoveryId, enriched } = await read(own, companies);
  await confirmIcp(own.owner(), { discoveryId }, options);
  return enriched;
}
const listed = (ctx: Ctx) => ctx.tx((db) => listOwnClients(db, { clientId: ctx.clientId, ...options }));
async function one(own: Workspace, name: string) {
  const found = (await listed(own.owner())).find((row) => row.name === name);
  if (!found) throw new Error(`${name} is not on the list`);
  return found;
}
const suppressed = ({ clientId }: Workspace, email: string) => isSuppressed(world.system, { clientId, email });
const say = async (own: Workspace, name: string, standing: "client" | "past_client" | "not_client") =>
  setStanding(own.owner(), { portfolioId: (await one(own, name)).id, standing }, options);

test("the confirmation keeps clients out, stops what runs there and says why; saying otherwise lifts that and nothing else", async () => {
  const own = await workspace();
  const leadId = await insertLead(world, own.clientId, { email: "kim@hallmarkhomes.com.au", status: "scored" });
  await enrol(world, own, leadId);
  const { discoveryId } = await read(own, [HALLMARK, COAST, BAYSIDE]);
  expect(await suppressed(own, "kim@hallmarkhomes.com.au")).toBe(false);
  expect((await one(own, "Coast Roofing")).outreach).toBe("at_confirm");
  await confirmIcp(own.owner(), { discoveryId }, options);

  expect(await suppressed(own, "kim@hallmarkhomes.com.au")).toBe(true);
  expect(await suppressed(own, "jo@mail.coastroofing.com.au")).toBe(true);
  const reason = `Client of yours, found on ${WORK}`;
  expect(await one(own, "Hallmark Homes")).toMatchObject({ standing: "client", outreach: "kept_out", reason, isStillShown: true });
  expect(await one(own, "Bayside Plumbing")).toMatchObject({ outreach: "no_domain", reason: null });
  const explained = await explainLead(own.owner(), { leadId }, options);
  expect(explained).toMatchObject({ next: null, summary: `They may not be contacted: ${reason}.` });

  expect(await say(own, "Hallmark Homes", "not_client")).toMatchObject({ before: "client" });
  expect(await suppressed(own, "kim@hallmarkhomes.com.au")).toBe(false);
  expect(await suppressed(own, "jo@coastroofing.com.au")).toBe(true);
  await say(own, "Hallmark Homes", "client"); // taken back
  expect(await suppressed(own, "kim@hallmarkhomes.com.au")).toBe(true);
  await say(own, "Hallmark Homes", "past_client");
  expect(await one(own, "Hallmark Homes")).toMatchObject({ standing: "past_client", outreach: "open", reason: null });

  // A person's own entry for the same domain and reason outlives ours.
  await addSuppression(own.owner(), { kind: "domain", value: "coastroofing.com.au", reason: "customer", evidence: "" }, options);
  await say(own, "Coast Roofing", "not_client");
  expect(await suppressed(own, "jo@coastroofing.com.au")).toBe(true);
  expect(await one(own, "Coast Roofing")).toMatchObject({ standing: "not_client", outreach: "listed", reason: "Existing customer" });

  // A domain that nobody knew is typed, corrected, and refused where strangers share it.
  const portfolioId = (await one(own, "Bayside Plumbing")).id;
  await setClientDomain(own.owner(), { portfolioId, domain: "https://www.bayside.example/about" }, options);
  expect(await suppressed(own, "lee@bayside.example")).toBe(true);
  await setClientDomain(own.owner(), { portfolioId, domain: "bayside-plumbing.example" }, options);
  expect(await suppressed(own, "lee@bayside.example")).toBe(false);
  expect(await suppressed(own, "lee@bayside-plumbing.example")).toBe(true);
  for (const domain of ["gmail.com", "bayside.wixsite.com", "nothing"])
    await expect(setClientDomain(own.owner(), { portfolioId, domain }, options), domain).rejects.toMatchObject({ code: "invalid" });
});

test("what was said outlives the next reading, under another spelling too; it is not looked up and speaks for nothing", async () => {
  const own = await workspace();
  await readAndConfirm(own, [HALLMARK, COAST, BAYSIDE]);
  await say(own, "Hallmark Homes", "not_client");
  await say(own, "Bayside Plumbing", "not_client");
  const typed = (await one(own, "Coast Roofing")).id;
  await setClientDomain(own.owner(), { portfolioId: typed, domain: "coast.example" }, options);
  own.providers.asked = [];
  own.providers.keptCompanies.clear();

  const spelt = company("Hallmark Perth", "hallmarkhomes.com.au");
  const newcomer = company("Hill Dental", "hilldental.com.au");
  const enriched = await readAndConfirm(own, [HALLMARK, spelt, COAST, company("BAYSIDE PLUMBING Pty Ltd", null), newcomer]);
  expect(enriched.clients.map(({ name }) => name)).toEqual(["Coast Roofing", "Hill Dental"]);
  expect(enriched.leftOut).toEqual(["Hallmark Homes", "Hallmark Perth", "BAYSIDE PLUMBING Pty Ltd"]);
  expect(own.providers.asked).toEqual(["company"]); // the newcomer: Coast Roofing was looked up lately
  expect((await listed(own.owner())).map(({ name, standing, domain }) => [name, standing, domain])).toEqual([
    ["BAYSIDE PLUMBING Pty Ltd", "not_client", null],
    ["Coast Roofing", "client", "coast.example"],
    ["Hallmark Homes", "not_client", "www.hallmarkhomes.com.au"],
    ["Hallmark Perth", "not_client", "hallmarkhomes.com.au"],
    ["Hill Dental", "client", "hilldental.com.au"],
  ]);
  expect(await suppressed(own, "kim@hallmarkhomes.com.au")).toBe(false);
  expect(await suppressed(own, "kim@coastroofing.com.au")).toBe(false);
  for (const email of ["kim@coast.example", "kim@hilldental.com.au"]) expect(await suppressed(own, email), email).toBe(true);
  const rows = await world.system.selectFrom("suppressions").select("reason").where("clientId", "=", own.clientId).execute();
  await readAndConfirm(own, [HALLMARK, COAST, newcomer]);
  const again = await world.system.selectFrom("suppressions").select("reason").where("clientId", "=", own.clientId).execute();
  expect(again).toHaveLength(rows.length); // a repeat changes nothing
});

test("an admin says so, of their own companies; row level security stands where a role was forged", async () => {
  const own = await workspace();
  const stranger = await workspace();
  await readAndConfirm(own, [HALLMARK]);
  const change = { portfolioId: (await one(own, "Hallmark Homes")).id, standing: "not_client" } as const;
  const member = world.memberCtx(own.clientId, await addMember(world, own.clientId, "member"), "member");
  await expect(setStanding(member, change, options)).rejects.toThrow("needs the admin role");
  const forged = { ...member, actor: { ...member.actor, role: "owner" } as Ctx["actor"] };
  await expect(setStanding(forged, change, options)).rejects.toThrow();
  await expect(setStanding(stranger.owner(), change, options)).rejects.toMatchObject({ code: "not_found" });
  expect(await one(own, "Hallmark Homes")).toMatchObject({ standing: "client", outreach: "kept_out" });

  await setStanding(own.owner(), change, options);
  expect(await setStanding(own.owner(), change, options)).toMatchObject({ before: "not_client" });
  const row = await world.system
    .selectFrom("clientPortfolio")
    .select(["standingBy"])
    .where("id", "=", change.portfolioId)
    .executeTakeFirstOrThrow();
  expect(row.standingBy).toBe(own.userId);
  const audit = await world.system.selectFrom("auditLogs").select("action").where("resourceId", "=", change.portfolioId).execute();
  expect(audit).toEqual([{ action: "own_client.updated" }]);
});
