import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CLAY_CREDIT_MICRO_AUD } from "@/lib/domain/provider-costs";
import { InvalidError } from "@/lib/errors";
import { type Clay, type ClayRow, clay } from "@/lib/integrations/clay/api";
import { clayDeadline } from "@/lib/integrations/clay/limits";
import { toClayAnswer } from "@/lib/integrations/clay/transform";
import { clayCallback, verifyClay } from "@/lib/integrations/clay/webhook";
import { CLAY_CALLBACK_SECRET, CLAY_TABLE, clayStandIn } from "@/local/providers/clay/clay";
import { hasContracts, readContract, readSamples, watchedFetch } from "@/tests/contracts/contract";
import { startToldProduct } from "@/tests/contracts/told-product";

const START = new Date("2026-11-24T02:00:00Z");
const MINUTE = 60_000;

describe.skipIf(!hasContracts)("Clay: our client and the stand-in keep the contract", () => {
  const contract = hasContracts ? readContract("clay") : null;
  let product: Awaited<ReturnType<typeof startToldProduct>>;
  let watch: ReturnType<typeof watchedFetch>;
  let api: Clay;

  beforeEach(async () => {
    product = await startToldProduct(clayStandIn, { start: START });
    watch = watchedFetch(contract, "/clay");
    api = clay({ apiKey: CLAY_TABLE, baseUrl: product.baseUrl, fetch: watch.fetch });
  });
  afterEach(async () => {
    await product.close();
    expect(watch.problems).toEqual([]);
  });

  const row = (change: Partial<ClayRow> = {}): ClayRow => ({
    requestId: "r-1",
    clientId: "c-1",
    firstName: "Sam",
    lastName: "Lee",
    company: null,
    domain: "brolga-studio.example",
    email: "sam.lee@brolga-studio.example",
    linkedinUrl: null,
    mostCredits: null,
    callbackUrl: `${product.productUrl}/api/webhooks/clay`,
    ...change,
  });
  const answers = () => product.told.map(({ raw }) => toClayAnswer(clayCallback.parse(JSON.parse(raw))));

  test("rows go in, and what was found comes back within minutes under our ids", async () => {
    // Of these with seed 1, 53 is never answered.
    const emails = [0, 1, 2, 3, 9, 10, 53].map((index) => `first${index}.last${index}@place${index}.example`);
    for (const [index, email] of emails.entries()) await api.sendRow(row({ email, requestId: `r-${index}` }));
    expect(product.told).toEqual([]);
    await product.pass(5 * MINUTE);
    const outcomes = answers().sort((one, other) => one.requestId.localeCompare(other.requestId));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["found", "found", "partial", "partial", "not_found", "error"]);
    expect(new Set(outcomes.map(({ requestId }) => requestId)).size).toBe(outcomes.length);
    for (const { requestId, outcome, person, credits, costMicroAud } of outcomes) {
      expect(costMicroAud).toBe(credits * CLAY_CREDIT_MICRO_AUD);
      expect(person === null).toBe(outcome === "not_found" || outcome === "error");
      if (person) expect(person.email).toBe(emails[Number(requestId.slice(2))]);
      if (outcome === "found") expect(person?.phone).toMatch(/^\+614915\d{5}$/);
    }
    expect(product.told.every(({ headers }) => verifyClay(headers.get("authorization"), [CLAY_CALLBACK_SECRET]))).toBe(true);
  });

  test("no row costs more than it may", async () => {
    for (let n = 0; n < 5; n += 1)
      await api.sendRow(row({ requestId: `r-${n}`, email: `p${n}.q${n}@brolga-studio.example`, mostCredits: 3 }));
    await product.pass(5 * MINUTE);
    expect(answers().length).toBeGreaterThan(0);
    expect(Math.max(...answers().map(({ credits }) => credits))).toBeLessThanOrEqual(3);
  });

  test("the same person has the same answer; somebody without any address has none", async () => {
    await api.sendRow(row({ requestId: "one" }));
    await api.sendRow(row({ requestId: "two" }));
    await api.sendRow(row({ requestId: "three", email: null, domain: null }));
    await product.pass(5 * MINUTE);
    const [one, two] = ["one", "two"].map((id) => answers().find(({ requestId }) => requestId === id));
    expect({ ...one, requestId: "" }).toEqual({ ...two, requestId: "" });
    expect(answers().find(({ requestId }) => requestId === "three")?.person ?? null).toBeNull();
  });

  test("a repeat is paid for again, so a lost answer is in doubt and waits for the callback", async () => {
    await product.fail({ kind: "answer_lost" });
    await expect(api.sendRow(row())).rejects.toMatchObject({ retryable: false, message: expect.stringContaining("unknown outcome") });
    await product.pass(5 * MINUTE);
    expect(answers()).toHaveLength(1);
    await product.control("POST", "/redeliver", { provider: "clay", times: 1 });
    expect(answers().map(({ requestId }) => requestId)).toEqual(["r-1", "r-1"]);
  });

  test.each([
    [429, { retryable: true }],
    [404, { retryable: false, message: expect.stringContaining("removed or used up") }],
  ])("%i", async (status, expected) => {
    await product.fail({ kind: "status", status });
    await expect(api.sendRow(row())).rejects.toMatchObject({ status, ...expected });
  });

  test("neither the webhook's address nor a person stands in a message", async () => {
    const other = clay({ apiKey: { ...CLAY_TABLE, token: "no" }, baseUrl: product.baseUrl, fetch: watch.fetch });
    const error = await other.sendRow(row()).catch((thrown: unknown) => thrown as Error);
    expect(error).toMatchObject({ status: 401, retryable: false });
    expect(String(error)).not.toMatch(/pull-in|sam|brolga/i);
  });

  test("a row over 100 KB is not sent", async () => {
    const large = row({ company: "x".repeat(100_000) });
    await expect(api.sendRow(large)).rejects.toThrow(InvalidError);
    expect(watch.problems).toEqual([]);
  });
});

describe.skipIf(!hasContracts)("Clay: every sample parses", () => {
  const samples = hasContracts ? readSamples("clay") : {};

  test("callbacks", () => {
    expect(toClayAnswer(clayCallback.parse(samples["callback-found.json"]))).toMatchObject({
      requestId: "0194670e-5c00-7000-8000-000000000001",
      outcome: "found",
      vendor: "vendor-two",
      credits: 6,
      costMicroAud: 6 * CLAY_CREDIT_MICRO_AUD,
      person: {
        source: "clay",
        email: "sam@example.com",
        emailStatus: "verified",
        phone: "+61491570006",
        title: "Founder",
        organization: { name: "Example Agency", employeeCount: 24, country: "AU" },
        confidence: 0.9,
      },
    });
    expect(toClayAnswer(clayCallback.parse(samples["callback-not-found.json"]))).toEqual({
      requestId: "0194670e-5c00-7000-8000-000000000002",
      outcome: "not_found",
      person: null,
      vendor: null,
      credits: 2,
      costMicroAud: 2 * CLAY_CREDIT_MICRO_AUD,
    });
  });

  test("our row has the form of the example", async () => {
    let body: unknown;
    const fetch: typeof globalThis.fetch = async (_input, init) => {
      body = JSON.parse(String(init?.body));
      return new Response("whatever");
    };
    const sample = samples["row-in.request.json"] as Record<string, string>;
    await clay({ apiKey: { webhookId: "w", token: null }, baseUrl: "https://api.example", fetch }).sendRow({
      requestId: sample.agency_os_request_id ?? "",
      clientId: sample.tenant_id ?? "",
      firstName: sample.first_name ?? null,
      lastName: sample.last_name ?? null,
      company: sample.company ?? null,
      domain: sample.domain ?? null,
      email: sample.email ?? null,
      linkedinUrl: sample.linkedin_url ?? null,
      mostCredits: null,
      callbackUrl: sample.callback_url ?? "",
    });
    expect(body).toEqual(sample);
  });

  test("none is left out", () => {
    expect(Object.keys(samples)).toHaveLength(3);
  });
});

describe("Clay's callback", () => {
  test.each([
    ["a good one", "Bearer s", ["s"], true],
    ["either of two", "Bearer s", ["next", "s"], true],
    ["another", "Bearer x", ["s"], false],
    ["none", null, ["s"], false],
    ["an empty secret", "Bearer ", [""], false],
    ["the bare secret", "s", ["s"], false],
    ["a piece of it", "Bearer se", ["secret"], false],
  ])("%s", (_name, header, secrets, isKnown) => {
    expect(verifyClay(header, secrets)).toBe(isKnown);
  });

  const answer = (fields: object) => toClayAnswer(clayCallback.parse({ agency_os_request_id: "r", status: "found", ...fields }));

  test.each([
    ["valid", "verified"],
    ["Catch-All", "catch_all"],
    ["risky", "unknown"],
    ["constructor", "unknown"],
    [null, "guessed"],
  ])("an address that is %s is %s", (email_status, status) => {
    expect(answer({ email: "A@Example.com", email_status }).person).toMatchObject({ email: "a@example.com", emailStatus: status });
  });

  test("nothing known of the company is no company; nothing used costs nothing", () => {
    expect(answer({})).toMatchObject({ person: { organization: null, company: null }, credits: 0, costMicroAud: 0 });
  });
  test("a status that is not ours is refused", () => {
    expect(clayCallback.safeParse({ agency_os_request_id: "r", status: "enrichment.completed" }).success).toBe(false);
  });
  test("the deadline", () => {
    expect(clayDeadline(START)).toEqual(new Date(START.getTime() + 30 * MINUTE));
  });
});
