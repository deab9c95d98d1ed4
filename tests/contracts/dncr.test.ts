import { existsSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DNCR_WASH_MICRO_AUD } from "@/lib/domain/provider-costs";
import { InvalidError } from "@/lib/errors";
import { type Dncr, dncr, WASH_LIMIT } from "@/lib/integrations/dncr/api";
import { readWashingAnswer, washingRequest } from "@/lib/integrations/dncr/wire";
import { parseXml, type XmlElement } from "@/lib/integrations/dncr/xml";
import type { ListeningHttp } from "@/local/http/listen-http";
import { DNCR_ACCOUNT, dncrStandIn } from "@/local/providers/dncr/dncr";
import { startProviders } from "@/local/providers/server";
import { hasContracts } from "@/tests/contracts/contract";
import { NOW, scriptedFetch } from "@/tests/contracts/stand-in";

const BASE = "/dncr";
const CLEAR = "+61491570006";
const shared = new URL("../../../shared/contracts/", import.meta.url);
const sample = (name: string) => readFileSync(new URL(`samples/dncr/${name}`, shared), "utf8");
const mobiles = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `+614${String(10_000_000 + from + index)}`);

describe("Do Not Call Register: our client and the stand-in", () => {
  let standIn: ListeningHttp;
  let api: Dncr;
  let problems: string[] = [];
  const check = existsSync(shared) ? requestChecker() : () => [];

  beforeAll(async () => {
    standIn = await startProviders({ port: 0, databaseUrl: null, clock: { now: () => NOW }, seed: 1, standIns: [dncrStandIn] });
  });
  afterAll(() => standIn.close());
  beforeEach(() => {
    const watched: typeof fetch = (input, init) => {
      problems.push(...check(init));
      return fetch(input, init);
    };
    api = dncr({ apiKey: DNCR_ACCOUNT, baseUrl: standIn.url + BASE, fetch: watched });
  });
  afterEach(() => {
    const found = problems;
    problems = [];
    expect(found).toEqual([]);
  });
  const fail = async (fault: Record<string, unknown>) => {
    const body = JSON.stringify({ provider: "dncr", ...fault });
    const response = await fetch(`${standIn.url}/_control/faults`, { method: "POST", body });
    expect(response.status).toBe(201);
  };

  test("a list is washed: every number has a result, a share is registered, each costs a credit", async () => {
    const before = (await api.getAccountBalance()) ?? 0;
    const results = [];
    for (let batch = 0; batch < 10; batch += 1) {
      const wash = await api.washNumbers({ reference: `list-${batch}`, e164s: mobiles(WASH_LIMIT, batch * WASH_LIMIT) });
      if (wash.outcome !== "washed") throw new Error(wash.outcome);
      expect(wash.costMicroAud).toBe(WASH_LIMIT * DNCR_WASH_MICRO_AUD);
      expect(wash.receipt).toContain("NumbersSubmitted");
      results.push(...wash.results);
    }
    expect(results.map(({ e164 }) => e164)).toEqual(mobiles(2000));
    const registered = results.filter(({ result }) => result === "registered").length;
    expect(registered).toBeGreaterThan(100);
    expect(registered).toBeLessThan(220);
    expect(results.filter(({ result }) => result === "clear")).toHaveLength(2000 - registered);
    expect(await api.getAccountBalance()).toBe(before - 2000);
  });

  test("after a lost answer the result is fetched, not paid again; washing again would pay again", async () => {
    const before = (await api.getAccountBalance()) ?? 0;
    const e164s = [...mobiles(3), "+61298765432"];
    await fail({ kind: "answer_lost" });
    expect(await api.washNumbers({ reference: "lost-1", e164s })).toEqual({ outcome: "unknown", retryAfterMs: 30_000 });
    const first = await api.getWashResult("lost-1", e164s);
    expect(first).toMatchObject({ outcome: "washed", results: e164s.map((e164) => ({ e164 })) });
    expect(await api.getWashResult("lost-1")).toMatchObject({
      outcome: "washed",
      results: first.outcome === "washed" ? first.results : [],
    });
    expect(await api.getAccountBalance()).toBe(before - 4);
    await api.washNumbers({ reference: "lost-1", e164s });
    expect(await api.getAccountBalance()).toBe(before - 8);
  });

  test("a wash that never arrived is known to be none", async () => {
    await fail({ kind: "drop" });
    expect(await api.washNumbers({ reference: "never", e164s: [CLEAR] })).toMatchObject({ outcome: "unknown" });
    expect(await api.getWashResult("never", [CLEAR])).toEqual({ outcome: "no_such_wash" });
  });

  test("a wash that is still running is asked for again", async () => {
    await api.washNumbers({ reference: "slow", e164s: [CLEAR] });
    await fail({ kind: "status", status: 4, times: 2 });
    expect(await api.getWashResult("slow", [CLEAR])).toEqual({ outcome: "running", retryAfterMs: 30_000 });
    expect(await api.getWashResult("slow", [CLEAR])).toEqual({ outcome: "running", retryAfterMs: 30_000 });
    expect(await api.getWashResult("slow", [CLEAR])).toMatchObject({ outcome: "washed" });
  });

  test("a number that left out of the answer is unclear", async () => {
    await api.washNumbers({ reference: "short", e164s: [CLEAR] });
    const wash = await api.getWashResult("short", [CLEAR, "+61491570156"]);
    expect(wash).toMatchObject({
      results: [
        { e164: CLEAR, result: "clear" },
        { e164: "+61491570156", result: "unclear" },
      ],
    });
  });

  test.each([
    ["too many", mobiles(WASH_LIMIT + 1), "r"],
    ["none", [], "r"],
    ["another country's", ["+64211234567"], "r"],
    ["half a number", [CLEAR, "+6149157"], "r"],
    ["no reference", [CLEAR], ""],
    ["a reference with markup", [CLEAR], "<r>"],
  ])("%s is never sent", async (_name, e164s, reference) => {
    const before = await api.getAccountBalance();
    await expect(api.washNumbers({ reference, e164s })).rejects.toBeInstanceOf(InvalidError);
    expect(await api.getAccountBalance()).toBe(before);
  });

  test("the same number twice is washed once", async () => {
    const before = (await api.getAccountBalance()) ?? 0;
    expect(await api.washNumbers({ reference: "twice", e164s: [CLEAR, CLEAR] })).toMatchObject({ results: [{ e164: CLEAR }] });
    expect(await api.getAccountBalance()).toBe(before - 1);
  });

  test.each([
    ["a wrong pass phrase", { ...DNCR_ACCOUNT, password: "<&'\">" }, "code 3"],
    ["an account in letters", { ...DNCR_ACCOUNT, telemarketerId: "" }, "code 1"],
  ])("%s", async (_name, apiKey, detail) => {
    const wrong = dncr({ apiKey, baseUrl: standIn.url + BASE, fetch });
    const refusal = { retryable: false, message: expect.stringContaining(detail) };
    await expect(wrong.washNumbers({ reference: "w", e164s: [CLEAR] })).rejects.toMatchObject(refusal);
    await expect(wrong.getAccountBalance()).rejects.toMatchObject(refusal);
    const error = await wrong.getWashResult("w").catch((thrown: unknown) => String(thrown));
    expect(error).not.toContain(apiKey.password);
  });

  test.each([
    [4, "there is no current subscription"],
    [5, "there are not enough wash credits"],
    [9, "a code nobody published"],
  ])("system code %i of a wash is a refusal: nothing was washed", async (status, detail) => {
    await fail({ kind: "status", status });
    const wash = api.washNumbers({ reference: "code", e164s: [CLEAR] });
    await expect(wash).rejects.toMatchObject({ retryable: false, message: expect.stringContaining(detail) });
  });

  test("a fault leaves a wash unknown, and may be asked past for what is free", async () => {
    await fail({ kind: "status", status: 500, times: 2 });
    expect(await api.washNumbers({ reference: "fault", e164s: [CLEAR] })).toMatchObject({ outcome: "unknown" });
    await expect(api.getAccountBalance()).rejects.toMatchObject({ retryable: true, status: 500 });
  });
});

describe("answers that give no permission", () => {
  const answered = (status: number, body: string) =>
    dncr({ apiKey: DNCR_ACCOUNT, baseUrl: "https://register.example", fetch: scriptedFetch(status, body) }).washNumbers({
      reference: "r",
      e164s: [CLEAR],
    });

  test.each([
    ["a web page", 200, "<html><p>Maintenance"],
    ["an empty answer", 200, ""],
    [
      "an entity",
      200,
      '<!DOCTYPE a [<!ENTITY n "N">]><a><NumbersSubmitted><Number Result="&n;">0491570006</Number></NumbersSubmitted></a>',
    ],
    ["no list", 200, "<Envelope><Body/></Envelope>"],
    ["a fault with status 200", 200, "<Envelope><Body><Fault><faultstring>x</faultstring></Fault></Body></Envelope>"],
    ["a gateway's error", 502, "<html>"],
  ])("%s", async (_name, status, body) => {
    expect(await answered(status, body)).toMatchObject({ outcome: "unknown" });
  });

  test.each([
    ["an empty list", "<a><NumbersSubmitted/></a>"],
    ["another number's", '<a><NumbersSubmitted><Number Result="N">0491570156</Number></NumbersSubmitted></a>'],
    ["a result outside the list", '<a><Number Result="N">0491570006</Number><NumbersSubmitted/></a>'],
  ])("%s", async (_name, body) => {
    expect(await answered(200, body)).toMatchObject({ outcome: "washed", results: [{ e164: CLEAR, result: "unclear" }] });
  });

  test("a system code in an attribute, under another name and prefix", async () => {
    const body = '<x:Envelope xmlns:x="urn:x"><x:Return SystemCode="5"><NumbersSubmitted/></x:Return></x:Envelope>';
    await expect(answered(200, body)).rejects.toMatchObject({ message: expect.stringContaining("code 5") });
  });
});

describe.skipIf(!hasContracts)("Do Not Call Register: every sample", () => {
  const account = { telemarketerId: "10001", washOnlyUserId: "", password: "sample-pass-phrase" };
  const reference = "aos-20260115-000001";

  test("requests are what we write", () => {
    const numbers = ["0491570006", "0491570156", "123"];
    expect(shape(washingRequest("WashNumbers", account, { reference, numbers }))).toEqual(shape(sample("wash-numbers.request.xml")));
    expect(shape(washingRequest("GetWashResult", account, { reference }))).toEqual(shape(sample("get-wash-result.request.xml")));
  });

  test("the answer is what we read", () => {
    const parsed = JSON.parse(sample("wash-numbers.parsed.json")) as { NumbersSubmitted: Record<string, string>[] };
    expect(readWashingAnswer(sample("wash-numbers.response.xml"))).toEqual({
      code: null,
      balance: null,
      numbers: parsed.NumbersSubmitted.map(({ value, Result, ErrorCode }) => ({ value, result: Result, errorCode: ErrorCode })),
      isFault: false,
    });
  });
});

/** A document without the white space between its elements. */
function shape(document: string): unknown {
  const plain = ({ name, attributes, children, text }: XmlElement): unknown => ({
    name,
    attributes: { ...attributes },
    children: children.map(plain),
    text: text.trim(),
  });
  return plain(parseXml(document));
}

/** Checks each request we send against the schema of its operation: the parameters by name, and their order. */
function requestChecker() {
  type Schema = { required: string[] };
  const document = JSON.parse(readFileSync(new URL("dncr.openapi.json", shared), "utf8")) as {
    components: { schemas: Record<string, Schema> };
  };
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  return (init: RequestInit | undefined): string[] => {
    const headers = new Headers(init?.headers);
    const operation = parseXml(String(init?.body)).children[0]?.children[0];
    const schema = document.components.schemas[operation?.name ?? ""];
    if (!operation || !schema) return ["no such operation"];
    const values = operation.children.map(({ name, children, text }) => [
      name,
      name === "NumbersToWash" ? children.map((number) => number.text) : text,
    ]);
    const isValid = ajv.validate({ ...schema, components: document.components }, Object.fromEntries(values));
    const numbers = operation.children.find(({ name }) => name === "NumbersToWash")?.children ?? [];
    return [
      ...(isValid ? [] : [`${operation.name}: ${ajv.errorsText()}`]),
      ...(headers.get("soapaction") === "" ? [] : ["SOAPAction is not empty"]),
      ...(headers.get("content-type")?.startsWith("text/xml") ? [] : ["not text/xml"]),
      ...(operation.children.map(({ name }) => name).join() === schema.required.join() ? [] : [`${operation.name}: order of parameters`]),
      ...numbers.flatMap(({ text }) => (/^[\d ()-]+$/.test(text) ? [] : [`${text} is not in national form`])),
    ];
  };
}
