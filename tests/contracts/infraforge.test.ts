import { parse } from "csv-parse/sync";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { InvalidError } from "@/lib/errors";
import { type DomainContact, type Infraforge, infraforge } from "@/lib/integrations/infraforge/api";
import { toDomain } from "@/lib/integrations/infraforge/transform";
import { INFRAFORGE_KEY, infraforgeStandIn } from "@/local/providers/infraforge/infraforge";
import { hasContracts, readContract, readSamples, watchedFetch } from "@/tests/contracts/contract";
import { scriptedFetch } from "@/tests/contracts/stand-in";
import { startToldProduct } from "@/tests/contracts/told-product";

const BASE = "/infraforge/public";
const START = new Date("2026-11-24T02:00:00Z");
const HOUR = 3_600_000;
const CONTACT: DomainContact = {
  firstName: "Ava",
  lastName: "Example",
  organization: "Example Agency",
  email: "owner@example.com",
  phone: "+61.255501001",
  address1: "1 Example Street",
  city: "Sydney",
  province: "NSW",
  postalCode: "2000",
  country: "AU",
};

describe.skipIf(!hasContracts)("InfraForge: our client and the stand-in keep the contract", () => {
  const contract = hasContracts ? readContract("infraforge") : null;
  let product: Awaited<ReturnType<typeof startToldProduct>>;
  let watch: ReturnType<typeof watchedFetch>;
  let api: Infraforge;

  beforeEach(async () => {
    product = await startToldProduct(infraforgeStandIn, { start: START });
    watch = watchedFetch(contract, BASE);
    api = infraforge({ apiKey: INFRAFORGE_KEY, baseUrl: product.baseUrl, fetch: watch.fetch });
  });
  afterEach(async () => {
    await product.close();
    expect(watch.problems).toEqual([]);
  });

  const freeNames = async (count: number) => (await api.suggestDomains({ name: "example", tld: "com", count })).map(({ name }) => name);
  const order = async (count = 2) => {
    const workspace = await api.createWorkspace({ name: "tenant-t1", hasOwnIp: false });
    return { workspaceId: workspace.id, names: await freeNames(count), contact: CONTACT };
  };

  test("a workspace has its mail server, and an address of its own when that is bought", async () => {
    const before = (await api.getBalance()) ?? 0;
    const shared = await api.createWorkspace({ name: "tenant-t1", hasOwnIp: false });
    const own = await api.createWorkspace({ name: "tenant-t2", hasOwnIp: true });
    expect([shared.ip, own.ip]).toEqual([null, expect.stringMatching(/^203\./)]);
    expect(await api.listWorkspaces()).toEqual([shared, own]);
    expect(shared.mailHost).toBe("mx1.mail-host.example");
    expect(await api.getBalance()).toBe(before - 99);
    await api.deleteWorkspace(own.id);
    expect(await api.listWorkspaces()).toEqual([shared]);
    await expect(api.deleteWorkspace(own.id)).rejects.toMatchObject({ status: 404, retryable: false });
  });

  test("names are checked one by one, a hundred at a time, and suggested", async () => {
    const names = Array.from({ length: 100 }, (_, index) => `name${index}.com`);
    const offers = await api.checkDomains(names);
    expect(offers.map(({ name }) => name)).toEqual(names);
    expect(new Set(offers.map(({ isAvailable }) => isAvailable))).toEqual(new Set([true, false]));
    expect(await api.checkDomain("name0.com")).toEqual(offers[0]);
    expect(offers[0]).toMatchObject({ priceUsd: 14, months: 12 });
    await expect(api.checkDomains([...names, "one.more"])).rejects.toThrow(InvalidError);
    const [first, ...rest] = await freeNames(5);
    expect(rest).toHaveLength(4);
    const others = await api.suggestDomains({ name: "example", tld: "com", count: 5, exclude: [first ?? ""] });
    expect(others.map(({ name }) => name)).not.toContain(first);
  });

  test("domains are bought, become active, and have their mail records", async () => {
    const wanted = await order();
    const bought = await api.buyDomains(wanted);
    expect(bought.map(({ name, state, isRenewed }) => [name, state, isRenewed])).toEqual(
      wanted.names.map((name) => [name, "pending", false]),
    );
    await product.pass(HOUR);
    expect((await api.listDomains()).map(({ state }) => state)).toEqual(["active", "active"]);
    const id = bought[0]?.id ?? "";
    const records = await api.listDns(id);
    expect(records.map(({ type, editable }) => [type, editable])).toEqual([
      ["MX", false],
      ...Array.from({ length: 3 }, () => ["TXT", false]),
    ]);
    await api.setRenewal(id, true);
    expect((await api.listDomains()).map(({ isRenewed }) => isRenewed)).toEqual([true, false]);
    await api.setRenewal(id, false);
    expect((await api.listDomains()).map(({ isRenewed }) => isRenewed)).toEqual([false, false]);
  });

  test("a purchase whose answer was lost is in doubt; the repeat looks first and buys nothing twice", async () => {
    const wanted = await order();
    const before = (await api.getBalance()) ?? 0;
    await product.fail({ operation: "POST /domains", kind: "answer_lost" });
    await expect(api.buyDomains(wanted)).rejects.toMatchObject({ retryable: false, message: expect.stringContaining("unknown outcome") });
    expect((await api.findDomains(wanted.names)).map(({ name }) => name)).toEqual(wanted.names);
    expect((await api.buyDomains(wanted)).map(({ name }) => name)).toEqual(wanted.names);
    const [more = ""] = (await freeNames(1)).filter((name) => !wanted.names.includes(name));
    expect((await api.buyDomains({ ...wanted, names: [...wanted.names, more.toUpperCase()] })).map(({ name }) => name)).toEqual([
      ...wanted.names,
      more,
    ]);
    expect(await api.getBalance()).toBe(before - 3 * 14);
  });

  test("a change of records sends everything back in its order and cannot touch what is fixed", async () => {
    const [bought] = await api.buyDomains(await order(1));
    const id = bought?.id ?? "";
    const fixed = await api.listDns(id);
    const added = { name: `track.${bought?.name}`, type: "CNAME", value: "track.agency.example" };
    await api.changeDns(id, { add: [added, added] });
    expect((await api.listDns(id)).map(({ value }) => value)).toEqual([...fixed.map(({ value }) => value), "track.agency.example"]);
    await api.changeDns(id, { add: [added] });
    expect(await api.listDns(id)).toHaveLength(5);
    await api.changeDns(id, { isRemoved: () => true });
    expect(await api.listDns(id)).toEqual(fixed);
  });

  test("mailboxes are bought once, get their logins when active, a password of our own, and go to Smartlead", async () => {
    const { workspaceId, names, contact } = await order(2);
    await api.buyDomains({ workspaceId, names, contact });
    const people = names.map((name) => ({ email: `ava@${name}`, firstName: "Ava", lastName: "Example" }));
    await product.fail({ operation: "POST /mailboxes", kind: "answer_lost" });
    await expect(api.buyMailboxes(people)).rejects.toMatchObject({ retryable: false });
    const bought = await api.buyMailboxes(people);
    expect(bought.map(({ email, state, smtp }) => [email, state, smtp])).toEqual(people.map(({ email }) => [email, "pending", null]));
    await product.pass(HOUR);
    expect((await api.listMailboxes()).every(({ smtp }) => smtp === null)).toBe(true);
    const id = bought[0]?.id ?? "";
    await api.setPassword(id, "our-own-password");
    expect(await api.getMailbox(id, { withCredentials: true })).toMatchObject({
      state: "active",
      smtp: { host: "mx1.mail-host.example", port: 465, user: people[0]?.email, password: "our-own-password" },
      imap: { port: 993 },
    });
    const csv = await api.exportForSmartlead(workspaceId);
    const rows = parse(csv, { columns: true }) as Record<string, string>[];
    expect(rows.map(({ from_email, smtp_port }) => [from_email, smtp_port])).toEqual(people.map(({ email }) => [email, "465"]));
    await api.deleteMailbox(id);
    expect((await api.listMailboxes({ workspaceId })).map(({ email }) => email)).toEqual([people[1]?.email]);
    await expect(api.buyMailboxes([{ email: "nowhere", firstName: "A", lastName: "B" }])).rejects.toThrow(InvalidError);
  });

  test("an empty account, a missing field, a busy moment and a wrong key are told apart", async () => {
    const wanted = await order(1);
    const { country: _country, ...incomplete } = CONTACT;
    const missing = infraforge({ apiKey: INFRAFORGE_KEY, baseUrl: product.baseUrl, fetch }); // breaks the contract on purpose
    await expect(missing.buyDomains({ ...wanted, contact: incomplete as DomainContact })).rejects.toMatchObject({
      status: 400,
      retryable: false,
      message: expect.stringContaining("missing country"),
    });
    await product.fail({ operation: "POST /domains", kind: "status", status: 429 });
    await expect(api.buyDomains(wanted)).rejects.toMatchObject({ status: 429, retryable: true });
    await product.control("PUT", "/credits", { provider: "infraforge", used: 10_000 });
    await expect(api.buyDomains(wanted)).rejects.toMatchObject({ status: 402, retryable: false });
    const wrong = infraforge({ apiKey: `Bearer ${INFRAFORGE_KEY}`, baseUrl: product.baseUrl, fetch: watch.fetch });
    await expect(wrong.listDomains()).rejects.toMatchObject({ status: 401, retryable: false });
  });

  test("what is not played says so", async () => {
    const answer = await fetch(`${product.baseUrl}/mailboxes/pre-warmed/buy`, { headers: { authorization: INFRAFORGE_KEY } });
    expect(answer.status).toBe(501);
  });
});

describe.skipIf(!hasContracts)("InfraForge: every sample parses", () => {
  const samples = hasContracts ? readSamples("infraforge") : {};
  const answering = (status: number, name: string) =>
    infraforge({ apiKey: "k", baseUrl: "https://api.example", fetch: scriptedFetch(status, JSON.stringify(samples[name])) });

  test("answers", async () => {
    expect(await answering(200, "availability.response.json").checkDomain("x.com")).toEqual({
      name: "getexample.com",
      isAvailable: true,
      priceUsd: 14,
      months: 12,
    });
    expect(await answering(200, "domains.response.json").listDomains()).toEqual([
      {
        id: "dom_1",
        name: "getexample.com",
        workspaceId: "wks_1",
        state: "active",
        expiresAt: new Date("2027-01-15T00:00:00Z"),
        isRenewed: false,
        failedReason: null,
      },
    ]);
    expect((await answering(200, "dns.response.json").listDns("dom_1")).map(({ type }) => type)).toEqual(["MX", "TXT", "TXT", "TXT"]);
    expect(await answering(200, "mailboxes-with-credentials.response.json").listMailboxes({ withCredentials: true })).toEqual([
      expect.objectContaining({
        email: "ava@getexample.com",
        state: "active",
        smtp: { host: "mx1.mail-host.example", port: 465, user: "ava@getexample.com", password: "sample-password" },
      }),
    ]);
    expect(await answering(200, "workspaces.response.json").listWorkspaces()).toEqual([
      { id: "wks_1", name: "tenant-t1", mailHost: "mx1.mail-host.example", ip: null },
    ]);
    const refused = answering(400, "error-400.json").listDomains();
    await expect(refused).rejects.toMatchObject({ retryable: false, message: expect.stringContaining("missing contactDetails") });
  });

  test("none is left out", () => {
    expect(Object.keys(samples)).toHaveLength(6);
  });
});

describe("what InfraForge says in other words", () => {
  test.each([
    ["active", "active"],
    ["not_paid", "failed"],
    ["expired", "ended"],
    ["scheduled_for_deletion", "ended"],
    ["brewing", "pending"],
    [undefined, "pending"],
  ])("a domain that is %s is %s", (status, state) => {
    const domain = {
      id: "d",
      sld: "Get",
      tld: "Example.COM",
      workspaceId: null,
      expiresAt: "never",
      autoRenewStatus: true,
      failedReason: null,
    };
    expect(toDomain({ ...domain, status })).toMatchObject({ name: "get.example.com", state, expiresAt: null, isRenewed: true });
  });

  test("the export is CSV as text or as a JSON string", async () => {
    const answering = (body: string, type: string) =>
      infraforge({ apiKey: "k", baseUrl: "https://api.example", fetch: scriptedFetch(200, body, { "content-type": type }) });
    expect(await answering('"a,b\\n"', "application/json").exportForSmartlead("w")).toBe("a,b\n");
    expect(await answering("a,b\n", "text/csv").exportForSmartlead("w")).toBe("a,b\n");
  });
});
