import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { apollo } from "@/lib/integrations/apollo/api";
import { APOLLO_KEY } from "@/local/providers/apollo";
import { startStandIn } from "@/tests/contracts/stand-in";

type Requests = { requests: { operation: string; subject: string; status: number | null; credits: number }[] };
type State = { credits: { apollo: { used: number } }; faults: unknown[] };

let standIn: Awaited<ReturnType<typeof startStandIn>>;
const EMAIL = "tahlia.tran@tideway-logistics990.example";
const api = () => apollo({ apiKey: APOLLO_KEY, baseUrl: `${standIn.url}/apollo/api/v1`, fetch });
const state = async () => (await standIn.control("GET", "/state")) as State;
const raw = (path: string, init: RequestInit = {}) =>
  fetch(standIn.url + path, { ...init, headers: { "x-api-key": APOLLO_KEY, ...init.headers } });

beforeAll(async () => {
  standIn = await startStandIn();
});
afterAll(() => standIn.close());
beforeEach(() => standIn.control("POST", "/reset"));

describe("faults", () => {
  test("one that is told twice fails two calls, and other operations go on", async () => {
    await standIn.fail({ provider: "apollo", operation: "POST /people/match", kind: "status", status: 500, times: 2 });
    await expect(api().enrichOrganization("a.example")).resolves.toBeDefined();
    await expect(api().matchPerson({ email: EMAIL })).rejects.toMatchObject({ status: 500 });
    await expect(api().matchPerson({ email: EMAIL })).rejects.toMatchObject({ status: 500 });
    await expect(api().matchPerson({ email: EMAIL })).resolves.toBeDefined();
    expect((await state()).faults).toEqual([]);
  });

  test("a lost answer has acted: it is charged and logged, and the caller gets nothing", async () => {
    await standIn.fail({ provider: "apollo", kind: "answer_lost" });
    await expect(api().matchPerson({ email: EMAIL })).rejects.toMatchObject({ retryable: true, status: undefined });
    expect((await state()).credits.apollo.used).toBe(1);
    const { requests } = (await standIn.control("GET", "/requests?provider=apollo&limit=1")) as Requests;
    expect(requests[0]).toMatchObject({ operation: "POST /people/match", subject: EMAIL, status: null, credits: 1 });
  });

  test("a dropped connection and a silence have not acted", async () => {
    await standIn.fail({ provider: "apollo", kind: "drop" });
    await expect(api().matchPerson({ email: EMAIL })).rejects.toMatchObject({ retryable: true });
    await standIn.fail({ provider: "apollo", kind: "hang" });
    await expect(raw(`/apollo/api/v1/organizations/enrich?domain=a.example`, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
    expect((await state()).credits.apollo.used).toBe(0);
  });

  test("a delay answers in the end", async () => {
    await standIn.fail({ provider: "apollo", kind: "delay", delayMs: 20 });
    await expect(api().matchPerson({ email: EMAIL })).resolves.toBeDefined();
  });

  test("a fault that makes no sense is refused", async () => {
    await expect(standIn.fail({ provider: "apollo", kind: "explode" })).rejects.toThrow("400");
  });
});

describe("rate limits", () => {
  test("are advertised, and held against the caller only when enforced", async () => {
    const url = "/apollo/api/v1/organizations/enrich?domain=a.example";
    const free = await raw(url);
    expect(free.headers.get("x-rate-limit-minute")).toBe("1000");
    const before = Number(free.headers.get("x-minute-requests-left"));
    expect(Number((await raw(url)).headers.get("x-minute-requests-left"))).toBe(before - 1);

    await standIn.control("PUT", "/limits", { enforce: true });
    const answers = await Promise.all(Array.from({ length: 1001 }, () => raw(url)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(Number(refused[0]?.headers.get("retry-after"))).toBe(60); // the clock stands at a full minute
    expect(await refused[0]?.json()).toEqual({ message: expect.stringContaining("organizations/enrich") });
  });
});

describe("what is not played", () => {
  test.each([
    ["POST", "/apollo/api/v1/mixed_companies/search", "mixed_companies/search"],
    ["POST", "/apollo/api/v1/people/match?email=a@b.example&reveal_phone_number=true", "reveal_phone_number"],
    ["POST", "/apollo/api/v1/contacts", "contacts"],
  ])("%s %s is 501 by name", async (method, path, name) => {
    const answer = await raw(path, { method });
    expect(answer.status).toBe(501);
    expect(await answer.text()).toContain(name);
  });

  test("an address outside the providers is 404, a body that is no JSON 400", async () => {
    expect((await raw("/elsewhere")).status).toBe(404);
    expect((await raw("/apollo/api/v1/people/bulk_match", { method: "POST", body: "{" })).status).toBe(400);
  });

  test("without the key nothing is said", async () => {
    const answer = await raw("/apollo/api/v1/people/match?email=a@b.example", { method: "POST", headers: { "x-api-key": "" } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("content-type")).toContain("text/plain");
  });
});
