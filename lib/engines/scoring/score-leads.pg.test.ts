import { randomUUID } from "node:crypto";
import { addDays, subDays } from "date-fns";
import { beforeEach, describe, expect, test } from "vitest";
import type { Db } from "@/lib/db/client";
import { COMPONENTS } from "@/lib/domain/scoring";
import { scoreLeads } from "@/lib/engines/scoring/score-leads";
import { ProviderError } from "@/lib/errors";
import { insertLead, signUp, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { fileWorld } from "@/tests/support/file-world";

const TRAFFIC_COST = 16_000;
const LINKS_COST = 31_000;

/** Stands for DataForSEO and counts what it is asked. */
class FakeSource {
  readonly asked: string[] = [];
  failing: ReadonlySet<"traffic" | "links"> = new Set();
  beforeAnswer: () => Promise<void> = async () => undefined;

  async getSearchTraffic(domain: string) {
    this.asked.push(`traffic ${domain}`);
    await this.beforeAnswer();
    if (this.failing.has("traffic")) throw new ProviderError({ provider: "dataforseo", message: "down", retryable: true });
    return { organic_etv: 4000, top10_keywords: 120, costMicroAud: TRAFFIC_COST };
  }
  async getBacklinkProfile(domain: string) {
    this.asked.push(`links ${domain}`);
    if (this.failing.has("links")) throw new ProviderError({ provider: "dataforseo", message: "down", retryable: true });
    return { domain_rank: 320, spam_score: 4, costMicroAud: LINKS_COST };
  }
}

const world = fileWorld();
let clientId: string;
let source: FakeSource;

beforeEach(async () => {
  ({ clientId } = await signUp(world));
  source = new FakeSource();
});

const unscored = { alsScore: null, alsTier: null, status: "enriched" };
const newLead = (overrides: Record<string, unknown> = {}) => insertLead(world, clientId, { ...unscored, ...overrides });
const score = (leadIds: readonly string[], now = WEDNESDAY_MORNING) => scoreLeads(world.systemCtx(clientId, now), { leadIds }, source);
const lead = (id: string) => world.system.selectFrom("leads").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const announced = async () =>
  (
    await world.system
      .selectFrom("private.outbox")
      .select("data")
      .where("clientId", "=", clientId)
      .where("name", "=", "leads/scored")
      .execute()
  ).flatMap(({ data }) => (data as { leadIds: string[] }).leadIds);
const costs = async () =>
  (await world.system.selectFrom("providerCosts").select("costMicros").where("clientId", "=", clientId).execute()).map(
    (row) => row.costMicros,
  );
const weights = (share: number) =>
  JSON.stringify({ data_quality: share, authority: 0.3 - share, company_fit: 0.3, timing: 0.2, risk: 0.2 });

describe("a scored lead", () => {
  test("has score, tier, components and a receipt that adds up to them", async () => {
    const leadId = await newLead({
      organizationIndustry: "construction",
      organizationEmployeeCount: 40,
      organizationIsHiring: true,
      title: "CEO",
    });
    expect(await score([leadId])).toBe(1);
    const row = await lead(leadId);
    expect(row).toMatchObject({ status: "scored", scoredAt: WEDNESDAY_MORNING });
    const components = row.alsComponents as Record<string, number>;
    const reasons = row.alsReasons as { component: string; points: number; reason: string }[];
    for (const component of COMPONENTS) {
      const lines = reasons.filter((line) => line.component === component);
      expect(
        lines.reduce((sum, line) => sum + line.points, 0),
        component,
      ).toBe(components[component]);
    }
    expect([row.alsDataQuality, row.alsAuthority, row.alsCompanyFit, row.alsTiming, row.alsRisk]).toEqual(
      COMPONENTS.map((component) => components[component]),
    );
    expect(row.alsScore).toBeGreaterThan(0);
    expect(row.alsTier).not.toBeNull();
    expect(await announced()).toEqual([leadId]);
  });

  test("never goes back in its life, and is announced once", async () => {
    const statuses = ["enriched", "scored", "in_sequence", "converted", "unsubscribed", "bounced"] as const;
    const ids = await Promise.all(statuses.map((status) => newLead({ status })));
    expect(await score(ids)).toBe(ids.length);
    expect(await score(ids, addDays(WEDNESDAY_MORNING, 1))).toBe(ids.length);
    expect(await Promise.all(ids.map(async (id) => (await lead(id)).status))).toEqual(["scored", ...statuses.slice(1)]);
    expect(await announced()).toEqual([ids[0]]);
    expect((await lead(ids[3] ?? "")).scoredAt).toEqual(addDays(WEDNESDAY_MORNING, 1));
  });

  test("that turns hot is to be looked into, until somebody has", async () => {
    const wanted = async () =>
      (await world.system.selectFrom("private.outbox").select(["name", "data"]).where("clientId", "=", clientId).execute())
        .filter(({ name }) => name === "leads/research.requested")
        .flatMap(({ data }) => (data as { leadIds: string[] }).leadIds);
    const almost = { title: "CEO", organizationIndustry: "construction", organizationEmployeeCount: 40, organizationCountry: "Australia" };
    const leadId = await newLead({ ...almost, phone: "+61412345678", linkedinUrl: "https://linkedin.com/in/lee" });
    await score([leadId]);
    expect(await wanted()).toEqual([]);
    await world.system
      .updateTable("leads")
      .set({ phoneVerified: true, organizationIsHiring: true, organizationLatestFundingDate: "2026-01-05" })
      .where("id", "=", leadId)
      .execute();
    await score([leadId]);
    expect(await lead(leadId)).toMatchObject({ alsTier: "hot" });
    expect(await wanted()).toEqual([leadId]);
    const found = { leadId, clientId, madeBy: "baseline", promptVersion: 1, researchedAt: WEDNESDAY_MORNING };
    await world.system.insertInto("leadResearch").values(found).execute();
    await score([leadId], addDays(WEDNESDAY_MORNING, 29));
    expect(await wanted()).toEqual([leadId]);
    await score([leadId], addDays(WEDNESDAY_MORNING, 31));
    expect(await wanted()).toEqual([leadId, leadId]);
  });

  test("that opted out while a provider was asked stays opted out", async () => {
    const leadId = await newLead();
    source.beforeAnswer = async () => {
      await world.system.updateTable("leads").set({ status: "unsubscribed" }).where("id", "=", leadId).execute();
    };
    await score([leadId]);
    expect((await lead(leadId)).status).toBe("unsubscribed");
    expect(await announced()).toEqual([]);
  });

  test("is not one that is new, deleted or another client's", async () => {
    const stranger = await signUp(world);
    const ids = [
      await newLead({ status: "new" }),
      await newLead({ deletedAt: WEDNESDAY_MORNING }),
      await insertLead(world, stranger.clientId, unscored),
    ];
    expect(await score(ids)).toBe(0);
    expect(source.asked).toEqual([]);
    for (const id of ids) expect((await lead(id)).alsScore).toBeNull();
  });

  test("a hundred take no more statements than one", async () => {
    const statements = async (ids: readonly string[]) => {
      let count = 0;
      const counting = world.system.withPlugin({
        transformQuery: ({ node }) => {
          count += 1;
          return node;
        },
        transformResult: async ({ result }) => result,
      });
      const ctx = { ...world.systemCtx(clientId), tx: <T>(work: (db: Db) => Promise<T>) => counting.transaction().execute(work) };
      await scoreLeads(ctx, { leadIds: ids }, source);
      return count;
    };
    const ids = await Promise.all(Array.from({ length: 100 }, () => newLead()));
    expect(await statements(ids)).toBe(await statements([await newLead()]));
    const done = await world.system
      .selectFrom("leads")
      .select("id")
      .where("clientId", "=", clientId)
      .where("status", "=", "scored")
      .execute();
    expect(done).toHaveLength(101);
    expect(source.asked).toHaveLength(202);
    expect((await announced()).slice(0, 100).toSorted()).toEqual(ids.toSorted());
  });

  test("scored by two at once ends with one announcement each and no deadlock", async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, () => newLead({ domain: `d${randomUUID().slice(0, 2)}.example` })));
    await Promise.all([score(ids), score(ids.toReversed()), score(ids.slice(10))]);
    expect((await announced()).toSorted()).toEqual(ids.toSorted());
  });
});

describe("search traffic and links", () => {
  test("of a domain are asked once for everybody and kept for thirty days", async () => {
    const domain = `firm-${randomUUID().slice(0, 8)}.example`;
    const ids = [await newLead({ domain }), await newLead({ domain })];
    await score(ids);
    expect(source.asked).toEqual([`traffic ${domain}`, `links ${domain}`]);
    expect(await costs()).toEqual([TRAFFIC_COST + LINKS_COST]);

    const first = clientId;
    ({ clientId } = await signUp(world));
    const theirs = await newLead({ domain });
    await score([theirs], addDays(WEDNESDAY_MORNING, 29));
    expect(source.asked).toHaveLength(2);
    expect(await costs()).toEqual([]);
    expect((await lead(theirs)).alsComponents).toEqual((await lead(ids[0] ?? "")).alsComponents);

    await score([theirs], addDays(WEDNESDAY_MORNING, 31));
    expect(source.asked).toHaveLength(4);
    expect(clientId).not.toBe(first);
  });

  test.each([["traffic"], ["links"], ["traffic", "links"]] as const)(
    "that fail (%s) leave their points unknown, not zero, and are asked again",
    async (...failing) => {
      const domain = `firm-${randomUUID().slice(0, 8)}.example`;
      source.failing = new Set(failing);
      const leadId = await newLead({ domain });
      expect(await score([leadId])).toBe(1);
      const unknown = await lead(leadId);
      expect(unknown.status).toBe("scored");
      expect(await costs()).toEqual(failing.length > 1 ? [] : [failing[0] === "traffic" ? LINKS_COST : TRAFFIC_COST]);

      source.failing = new Set();
      await score([leadId], addDays(WEDNESDAY_MORNING, 1));
      expect(source.asked).toHaveLength(4);
      expect((await lead(leadId)).alsReasons).not.toEqual(unknown.alsReasons);
    },
  );

  test("that fail in a way nobody foresaw stop the run", async () => {
    source.getSearchTraffic = () => Promise.reject(new TypeError("a bug"));
    const leadId = await newLead();
    await expect(score([leadId])).rejects.toThrow("a bug");
    expect((await lead(leadId)).status).toBe("enriched");
  });
});

describe("weights", () => {
  const rungs = async () => {
    const leadId = await newLead();
    await score([leadId]);
    const row = await lead(leadId);
    return { source: row.alsWeightSource, dataQuality: (row.alsWeightsUsed as { data_quality: number }).data_quality };
  };
  const setClient = (change: Record<string, unknown>) =>
    world.system.updateTable("clients").set(change).where("id", "=", clientId).execute();
  const platform = (weightType: "global" | "industry", industrySegment: string | null, share: number, confidence: number) =>
    world.system
      .insertInto("platformWeights")
      .values({ weightType, industrySegment, weights: weights(share), sampleSize: 900, contributingClients: 12, confidence })
      .execute();

  test("come from the highest rung that can be trusted, read from the tables", async () => {
    const industry = `trade-${randomUUID().slice(0, 6)}`;
    await setClient({ icpIndustries: [industry] });
    expect(await rungs()).toMatchObject({ source: "platform_priors" });
    await platform("global", null, 0.1, 0.55);
    expect(await rungs()).toEqual({ source: "platform_global", dataQuality: 0.1 });
    await platform("industry", industry, 0.11, 0.6); // not above 0.6
    expect(await rungs()).toMatchObject({ source: "platform_global" });
    await world.system.updateTable("platformWeights").set({ confidence: 0.61 }).where("industrySegment", "=", industry).execute();
    expect(await rungs()).toEqual({ source: "platform_industry", dataQuality: 0.11 });
    await setClient({ alsWeights: weights(0.12) }); // not confirmed
    expect(await rungs()).toMatchObject({ source: "platform_industry" });
    await setClient({ icpConfirmedAt: WEDNESDAY_MORNING });
    expect(await rungs()).toEqual({ source: "client_icp", dataQuality: 0.12 });
    await setClient({ alsLearnedWeights: weights(0.13), alsLearnedConfidence: 0.9, conversionSampleCount: 49 });
    expect(await rungs()).toMatchObject({ source: "client_icp" });
    await setClient({ conversionSampleCount: 50 });
    expect(await rungs()).toEqual({ source: "client_learned", dataQuality: 0.13 });
    await setClient({ alsLearnedWeights: JSON.stringify({ data_quality: 9 }) });
    expect(await rungs()).toMatchObject({ source: "client_icp" });
    await world.system.deleteFrom("platformWeights").execute();
  });

  test("cached figures that no longer parse are a miss", async () => {
    const domain = `firm-${randomUUID().slice(0, 8)}.example`;
    await world.system
      .insertInto("private.dataforseoCache")
      .values({ domain, data: JSON.stringify({ rank: "old shape" }), fetchedAt: subDays(WEDNESDAY_MORNING, 1) })
      .execute();
    await score([await newLead({ domain })]);
    expect(source.asked).toHaveLength(2);
  });
});
