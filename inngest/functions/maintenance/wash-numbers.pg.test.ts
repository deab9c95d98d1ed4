import { addDays } from "date-fns";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { dncr } from "@/lib/integrations/dncr/api";
import type { ListeningHttp } from "@/local/http/listen-http";
import { DNCR_ACCOUNT, dncrStandIn } from "@/local/providers/dncr/dncr";
import { startProviders } from "@/local/providers/server";
import { type DurableApp, openDurableApp } from "@/tests/support/durable-app";
import { enrol, insertLead, type ReadyClient, readyClient } from "@/tests/support/factories";

let standIn: ListeningHttp;
let app: DurableApp;
let client: ReadyClient;

beforeAll(async () => {
  standIn = await startProviders({
    port: 0,
    databaseUrl: null,
    clock: { now: () => new Date("2026-03-03T23:00:00Z") },
    seed: 1,
    standIns: [dncrStandIn],
  });
  app = await openDurableApp({ washing: dncr({ apiKey: DNCR_ACCOUNT, baseUrl: `${standIn.url}/dncr`, fetch }) });
});
afterAll(async () => {
  await app?.close();
  await standIn?.close();
});
beforeEach(async () => {
  client = await readyClient(app.world);
});

const fail = (fault: Record<string, unknown>) =>
  fetch(`${standIn.url}/_control/faults`, { method: "POST", body: JSON.stringify({ provider: "dncr", ...fault }) });
const receipts = async () =>
  (await app.world.system.selectFrom("numberWashes").select("id").where("clientId", "=", client.clientId).execute()).length;

test("a run waits for a lost answer: 30 seconds, 30 more, half an hour, and pays once", async () => {
  const leadId = await insertLead(app.world, client.clientId, { phone: "+61491570156" });
  const [touchId = ""] = await enrol(app.world, client, leadId, app.clock.now());
  await app.world.system
    .updateTable("touches")
    .set({ channel: "voice", dueAt: addDays(app.clock.now(), 2) })
    .where("id", "=", touchId)
    .execute();

  await fail({ kind: "answer_lost", times: 1 });
  await app.fire("wash-numbers");
  expect(await receipts()).toBe(0);
  await fail({ kind: "status", status: 4, times: 2 });
  await app.advance(30_000);
  await app.advance(30_000);
  expect(await receipts()).toBe(0);
  await app.advance(30 * 60_000);
  expect(await receipts()).toBe(1);
  const costs = await app.world.system.selectFrom("providerCosts").select("id").where("clientId", "=", client.clientId).execute();
  expect(costs).toHaveLength(1);
});
