import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { usdToMicroAud } from "@/lib/domain/provider-costs";
import { type DataForSeo, dataForSeo } from "@/lib/integrations/dataforseo/api";
import { toBacklinkProfile, toSearchTraffic } from "@/lib/integrations/dataforseo/transform";
import { backlinksSummaryAnswer, rankOverviewAnswer } from "@/lib/integrations/dataforseo/wire";
import { DATAFORSEO_ACCOUNT } from "@/local/providers/dataforseo";
import { hasContracts, readContract, readSamples, watchedFetch } from "@/tests/contracts/contract";
import { scriptedFetch, startStandIn } from "@/tests/contracts/stand-in";

const BASE = "/dataforseo";
const directory = {
  findPersonByEmail: () => undefined,
  findCompanyByDomain(domain: string) {
    if (domain === "known.example") return { domain, webPresence: { domainRank: 337, organicEtv: 149.9, top10Keywords: 7, spamScore: 28 } };
    return domain === "unknown.example" ? { domain, webPresence: null } : undefined;
  },
};

describe.skipIf(!hasContracts)("DataForSEO: our client and the stand-in keep the contract", () => {
  let standIn: Awaited<ReturnType<typeof startStandIn>>;
  const contract = hasContracts ? readContract("dataforseo") : null;
  let watch: ReturnType<typeof watchedFetch>;
  let api: DataForSeo;

  beforeAll(async () => {
    standIn = await startStandIn(directory);
  });
  afterAll(() => standIn.close());
  beforeEach(() => {
    watch = watchedFetch(contract, BASE);
    api = dataForSeo({ apiKey: DATAFORSEO_ACCOUNT, baseUrl: standIn.url + BASE, fetch: watch.fetch });
  });
  afterEach(async () => {
    await standIn.control("POST", "/reset");
    expect(watch.problems).toEqual([]);
  });

  test("traffic and links of a domain, on the scale the score uses, with the price charged", async () => {
    expect(await api.getSearchTraffic("https://www.Known.example/about")).toEqual({
      organic_etv: 149.9,
      top10_keywords: 7,
      costMicroAud: usdToMicroAud(0.0101),
    });
    expect(await api.getBacklinkProfile("known.example")).toEqual({
      domain_rank: 337,
      spam_score: 28,
      costMicroAud: usdToMicroAud(0.02003),
    });
  });

  test("a domain nobody knows is looked up and empty: zeros, and paid for", async () => {
    expect(await api.getSearchTraffic("unknown.example")).toEqual({ organic_etv: 0, top10_keywords: 0, costMicroAud: usdToMicroAud(0.01) });
    expect(await api.getBacklinkProfile("unknown.example")).toMatchObject({ domain_rank: 0, spam_score: 0 });
  });

  test("any domain has figures, the same each time", async () => {
    const first = await api.getBacklinkProfile("tideway-logistics990.example");
    expect(await api.getBacklinkProfile("tideway-logistics990.example")).toEqual(first);
  });

  test.each([40101, 40103, 40202, 40209, 50000, 50301, 50401])("code %i may be tried again", async (status) => {
    await standIn.fail({ provider: "dataforseo", kind: "status", status });
    await expect(api.getSearchTraffic("known.example")).rejects.toMatchObject({ retryable: true, retryAfterMs: expect.any(Number) });
  });

  test.each([40100, 40104, 40200, 40203, 40204, 40210, 40501, 50100, 20100, 40199])("code %i will fail again", async (status) => {
    await standIn.fail({ provider: "dataforseo", kind: "status", status });
    await expect(api.getSearchTraffic("known.example")).rejects.toMatchObject({
      retryable: false,
      message: expect.stringContaining(String(status)),
    });
  });

  test("too many calls come as 200 with 40202 in the body", async () => {
    await standIn.fail({ provider: "dataforseo", kind: "status", status: 429 });
    await expect(api.getBacklinkProfile("known.example")).rejects.toMatchObject({ retryable: true, retryAfterMs: 60_000 });
  });

  test("an empty account is an error of the task", async () => {
    await standIn.control("PUT", "/credits", { provider: "dataforseo", used: 1, available: 1 });
    await expect(api.getBacklinkProfile("known.example")).rejects.toMatchObject({
      retryable: false,
      message: expect.stringContaining("40210"),
    });
  });

  test("a live route refuses two tasks, and a target with a scheme", async () => {
    const post = async (body: unknown) => {
      const { login, password } = DATAFORSEO_ACCOUNT;
      const response = await fetch(`${standIn.url}${BASE}/v3/backlinks/summary/live`, {
        method: "POST",
        headers: { authorization: `Basic ${Buffer.from(`${login}:${password}`).toString("base64")}` },
        body: JSON.stringify(body),
      });
      const answer = (await response.json()) as { tasks: { status_code: number }[] };
      return answer.tasks[0]?.status_code;
    };
    expect(await post([{ target: "a.example" }, { target: "b.example" }])).toBe(40006);
    expect(await post([{ target: "https://a.example" }])).toBe(40501);
  });
});

describe("DataForSEO: refusals outside the contract", () => {
  const call = (fetch: typeof globalThis.fetch) =>
    dataForSeo({ apiKey: { login: "me", password: "secret" }, baseUrl: "https://api.example", fetch }).getSearchTraffic("a.example");

  test("40102 on the task is an empty success", async () => {
    const body = JSON.stringify({
      status_code: 20000,
      cost: 0.01,
      tasks: [{ status_code: 40102, status_message: "No results", result: null }],
    });
    expect(await call(scriptedFetch(200, body))).toMatchObject({ organic_etv: 0, top10_keywords: 0 });
  });

  test("a missing price is the list price", async () => {
    const body = JSON.stringify({ status_code: 20000, tasks: [{ status_code: 20000, result: [{ items: [] }] }] });
    expect(await call(scriptedFetch(200, body))).toMatchObject({ costMicroAud: usdToMicroAud(0.01) });
  });

  test.each([
    [401, false],
    [500, true],
    [402, false],
  ])("HTTP %i: retryable %s", async (status, retryable) => {
    await expect(call(scriptedFetch(status, "{}"))).rejects.toMatchObject({ status, retryable });
  });
});

describe.skipIf(!hasContracts)("DataForSEO: every sample parses", () => {
  const samples = hasContracts ? readSamples("dataforseo") : {};

  test("figures", () => {
    const overview = rankOverviewAnswer.parse(samples["domain-rank-overview.response.json"]);
    expect(toSearchTraffic(overview.tasks?.[0]?.result?.[0] ?? null)).toEqual({ organic_etv: 842.5, top10_keywords: 22 });
    const empty = rankOverviewAnswer.parse(samples["domain-rank-overview-empty.response.json"]);
    expect(toSearchTraffic(empty.tasks?.[0]?.result?.[0] ?? null)).toEqual({ organic_etv: 0, top10_keywords: 0 });
    const links = backlinksSummaryAnswer.parse(samples["backlinks-summary.response.json"]);
    expect(toBacklinkProfile(links.tasks?.[0]?.result?.[0] ?? null)).toEqual({ domain_rank: 318, spam_score: 12 });
  });

  test.each([
    ["error-task.response.json", false, "40501"],
    ["error-top-level.response.json", true, "40202"],
  ])("%s", async (name, retryable, code) => {
    const fetch = scriptedFetch(200, JSON.stringify(samples[name]));
    const call = dataForSeo({ apiKey: { login: "me", password: "p" }, baseUrl: "https://api.example", fetch }).getBacklinkProfile(
      "a.example",
    );
    await expect(call).rejects.toMatchObject({ retryable, message: expect.stringContaining(code) });
  });
});
