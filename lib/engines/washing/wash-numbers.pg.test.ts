import { addDays, addHours, addMinutes, addSeconds } from "date-fns";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DNCR_WASH_MICRO_AUD } from "@/lib/domain/provider-costs";
import { numberKey } from "@/lib/engines/gate/load-reach";
import { type WashRegister, washNumbers } from "@/lib/engines/washing/wash-numbers";
import { dncr } from "@/lib/integrations/dncr/api";
import type { ListeningHttp } from "@/local/http/listen-http";
import { DNCR_ACCOUNT, dncrStandIn } from "@/local/providers/dncr/dncr";
import { startProviders } from "@/local/providers/server";
import { enrol, insertLead, type ReadyClient, readyClient, TEST_PEPPER, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { fileWorld } from "@/tests/support/file-world";

const NOW = WEDNESDAY_MORNING;
const NAME = "Brightwater Digital Pty Ltd";
const options = { pepper: TEST_PEPPER };
const world = fileWorld();
let standIn: ListeningHttp;
let client: ReadyClient;
let asked: string[];
let register: WashRegister;
let nextNumber = 10_000_000;

beforeAll(async () => {
  standIn = await startProviders({ port: 0, databaseUrl: null, clock: { now: () => NOW }, seed: 1, standIns: [dncrStandIn] });
});
afterAll(() => standIn.close());
beforeEach(async () => {
  client = await readyClient(world);
  asked = [];
  const watched: typeof fetch = (url, init) => {
    asked.push(/rtw:(\w+) /.exec(String(init?.body))?.[1] ?? "?");
    return fetch(url, init);
  };
  register = dncr({ apiKey: DNCR_ACCOUNT, baseUrl: `${standIn.url}/dncr`, fetch: watched });
});

const wash = (now = NOW) => washNumbers(world.systemCtx(client.clientId, now), register, options);
const receipts = () =>
  world.system.selectFrom("numberWashes").selectAll().where("clientId", "=", client.clientId).orderBy("receivedAt").execute();
const costs = () =>
  world.system.selectFrom("providerCosts").select(["provider", "costMicros"]).where("clientId", "=", client.clientId).execute();
const plans = async () =>
  (
    await world.system
      .selectFrom("private.outbox")
      .select("id")
      .where("clientId", "=", client.clientId)
      .where("name", "=", "outreach/plan.requested")
      .execute()
  ).length;
const notices = () =>
  world.system.selectFrom("notifications").select(["title", "readAt"]).where("clientId", "=", client.clientId).execute();
const fail = (fault: Record<string, unknown>) =>
  fetch(`${standIn.url}/_control/faults`, { method: "POST", body: JSON.stringify({ provider: "dncr", times: 1, ...fault }) });

/** A lead who is rung `inDays` from now. */
async function toRing(inDays: number, overrides: Record<string, unknown> = {}): Promise<string> {
  nextNumber += 1;
  const phone = `+614${nextNumber}`;
  const leadId = await insertLead(world, client.clientId, { phone, ...overrides });
  const [touchId = ""] = await enrol(world, client, leadId);
  await world.system
    .updateTable("touches")
    .set({ channel: "voice", dueAt: addDays(NOW, inDays) })
    .where("id", "=", touchId)
    .execute();
  return phone;
}
const keysOf = (phones: readonly string[]) => new Set(phones.map((phone) => numberKey(phone, TEST_PEPPER)));

describe("numbers that are due", () => {
  test("are washed once in the client's own name, with a dated receipt and one cost, and a plan follows", async () => {
    const phones = [await toRing(1), "0491 570 006"];
    await toRing(2, { phone: phones[1] });
    const before = await plans();
    expect(await wash()).toEqual({ washed: 2, lookAgainAt: null });
    const rows = await receipts();
    expect(new Set(rows.map(({ numberHmac }) => numberHmac))).toEqual(keysOf(phones));
    for (const row of rows) {
      expect(row).toMatchObject({ submittedBy: NAME, submittedAt: NOW, receivedAt: NOW, masked: expect.stringMatching(/^•••\d{3}$/) });
      expect(["clear", "registered"]).toContain(row.result);
    }
    expect(await costs()).toEqual([{ provider: "dncr", costMicros: 2 * DNCR_WASH_MICRO_AUD }]);
    expect(await plans()).toBe(before + 1);

    expect(await wash(addHours(NOW, 1))).toEqual({ washed: 0, lookAgainAt: null });
    expect(asked).toEqual(["WashNumbers"]);
  });

  test("are those of calls and texts within three days, of people who can be rung", async () => {
    await toRing(4);
    await toRing(1, { phone: "+14155550123" });
    await toRing(1, { phone: null });
    expect(await wash()).toEqual({ washed: 0, lookAgainAt: null });
    expect(asked).toEqual([]);
    expect((await wash(addDays(NOW, 1))).washed).toBe(1);
  });

  test("are renewed after 25 days, and at once when the client's name is another", async () => {
    await toRing(1);
    await wash();
    expect((await wash(addDays(NOW, 24))).washed).toBe(0);
    expect((await wash(addDays(NOW, 25))).washed).toBe(1);
    await world.system.updateTable("clients").set({ legalName: "Other Pty Ltd" }).where("id", "=", client.clientId).execute();
    expect((await wash(addDays(NOW, 26))).washed).toBe(1);
    expect((await receipts()).map(({ submittedBy }) => submittedBy)).toEqual([NAME, NAME, "Other Pty Ltd"]);
    expect(await costs()).toHaveLength(3);
  });

  test("wait while the client has no legal name to ask in", async () => {
    await toRing(1);
    await world.system.updateTable("clients").set({ legalName: null }).where("id", "=", client.clientId).execute();
    expect((await wash()).washed).toBe(0);
    expect(asked).toEqual([]);
  });

  test("are washed once each by runs at once", async () => {
    for (let lead = 0; lead < 5; lead += 1) await toRing(1);
    const results = await Promise.all([wash(), wash(), wash()]);
    expect(results.reduce((sum, { washed }) => sum + washed, 0)).toBe(5);
    expect(asked).toEqual(["WashNumbers"]);
    expect(await receipts()).toHaveLength(5);
  });
});

describe("a list whose answer is lost", () => {
  test("is looked for after 30 seconds and never handed over again", async () => {
    await toRing(1);
    await fail({ kind: "answer_lost" });
    expect(await wash()).toEqual({ washed: 0, lookAgainAt: addSeconds(NOW, 30) });
    expect(await receipts()).toEqual([]);
    expect((await wash(addSeconds(NOW, 29))).washed).toBe(0);
    expect(await wash(addSeconds(NOW, 30))).toEqual({ washed: 1, lookAgainAt: null });
    expect(asked).toEqual(["WashNumbers", "GetWashResult"]);
    expect(await costs()).toEqual([{ provider: "dncr", costMicros: DNCR_WASH_MICRO_AUD }]);
  });

  test("that never arrived is handed over again under the same reference", async () => {
    await toRing(1);
    await fail({ kind: "drop" });
    const { lookAgainAt } = await wash();
    expect((await wash(lookAgainAt ?? NOW)).washed).toBe(1);
    expect(asked).toEqual(["WashNumbers", "GetWashResult", "WashNumbers"]);
    expect(await costs()).toHaveLength(1);
  });

  test("and is still running is looked for at 30 s, 30 s and each 30 min; people are told after the third look, once", async () => {
    await toRing(1);
    await fail({ kind: "answer_lost" });
    const times = [(await wash()).lookAgainAt];
    for (let look = 0; look < 4; look += 1) {
      await fail({ kind: "status", status: 4 });
      times.push((await wash(times.at(-1) ?? NOW)).lookAgainAt);
      expect(await notices()).toHaveLength(look < 2 ? 0 : 1);
    }
    expect(times).toEqual([addSeconds(NOW, 30), addSeconds(NOW, 60), addMinutes(NOW, 31), addMinutes(NOW, 61), addMinutes(NOW, 91)]);
    const late = addHours(NOW, 30);
    expect((await wash(late)).washed).toBe(1);
    expect(asked.filter((operation) => operation === "WashNumbers")).toHaveLength(1);
    // What is learned a day late says what the register knew a day ago.
    expect((await receipts())[0]).toMatchObject({ submittedAt: NOW, receivedAt: addHours(NOW, 1) });
    expect((await notices())[0]?.readAt).toEqual(late);
  });

  test("because the process died between writing it down and the call is looked for once the call cannot be under way", async () => {
    await toRing(1);
    const dying: WashRegister = { ...register, washNumbers: () => Promise.reject(new Error("killed")) };
    await expect(washNumbers(world.systemCtx(client.clientId), dying, options)).rejects.toThrow("killed");
    expect((await wash(addMinutes(NOW, 1))).washed).toBe(0);
    expect((await wash(addMinutes(NOW, 2))).washed).toBe(1);
    expect(asked).toEqual(["GetWashResult", "WashNumbers"]);
    expect(await costs()).toHaveLength(1);
  });
});

test("a number without a clear answer gets no receipt, and is paid for again a day later, not each hour", async () => {
  const phone = await toRing(1);
  let calls = 0;
  const unclear: WashRegister = {
    ...register,
    washNumbers: async () => {
      calls += 1;
      return { outcome: "washed", results: [{ e164: phone, result: "unclear" }], receipt: "?", costMicroAud: DNCR_WASH_MICRO_AUD };
    },
  };
  const ask = (now: Date) => washNumbers(world.systemCtx(client.clientId, now), unclear, options);
  expect(await ask(NOW)).toEqual({ washed: 0, lookAgainAt: null });
  await ask(addHours(NOW, 23));
  expect([calls, (await receipts()).length]).toEqual([1, 0]);
  await ask(addHours(NOW, 25));
  expect([calls, (await costs()).length]).toEqual([2, 2]);
});

test("a register that refuses is told to people once, and nothing is lost", async () => {
  await toRing(1);
  await fail({ kind: "status", status: 503, times: 2 });
  const first = await wash();
  expect(first.washed).toBe(0);
  const second = await wash(first.lookAgainAt ?? NOW);
  expect((await notices()).length).toBeLessThanOrEqual(1);
  expect((await wash(second.lookAgainAt ?? NOW)).washed).toBe(1);
  expect(await costs()).toHaveLength(1);
});
