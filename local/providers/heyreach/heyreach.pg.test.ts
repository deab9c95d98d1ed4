import { afterAll, beforeAll, expect, test } from "vitest";
import { heyreach } from "@/lib/integrations/heyreach/api";
import { createHeyreachCarrier } from "@/lib/integrations/heyreach/carrier";
import { ensureSeatCampaign } from "@/lib/integrations/heyreach/seat-campaigns";
import { HEYREACH_KEY, heyreachStandIn } from "@/local/providers/heyreach/heyreach";
import type { Contact } from "@/local/providers/recipients";
import { startProviders } from "@/local/providers/server";
import { type TestDatabase, testDatabase } from "@/tests/support/test-database";

const DAY = 86_400_000;
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

test("a restarted stand-in invites whom the old one was asked to, once, and knows who accepted", async () => {
  let now = new Date("2026-11-24T02:00:00Z");
  const reached: Contact[] = [];
  const start = async () => {
    const server = await startProviders({
      port: 0,
      databaseUrl: database.localUrl,
      clock: { now: () => now },
      seed: 1,
      standIns: [heyreachStandIn],
      recipients: {
        react: async (contact) => {
          reached.push(contact);
          return contact.act === "invitation" ? [{ kind: "accepts", at: new Date(contact.at.getTime() + DAY) }] : [];
        },
      },
    });
    const access = { apiKey: HEYREACH_KEY, baseUrl: server.url + heyreachStandIn.prefix, fetch };
    const pass = async (ms: number) => {
      now = new Date(now.getTime() + ms);
      expect((await fetch(`${server.url}/_control/tick`, { method: "POST" })).ok).toBe(true);
    };
    return { server, pass, api: heyreach(access), carrier: createHeyreachCarrier(access) };
  };
  const profileUrl = "https://www.linkedin.com/in/jane-doe";
  const invitation = { act: "invite", seat: "101", profileUrl, note: null, firstName: "Jane", lastName: "Doe" } as const;
  const schedule = { timeZone: "Australia/Sydney", from: "08:00", to: "18:00", days: [1, 2, 3, 4, 5] };

  const first = await start();
  await ensureSeatCampaign(first.api, { seat: "101", kind: "invitation", schedule });
  await ensureSeatCampaign(first.api, { seat: "101", kind: "message", schedule });
  expect(await first.carrier.handOver(invitation, "t1")).toMatchObject({ outcome: "accepted" });
  await first.server.close();

  const second = await start();
  try {
    await second.pass(DAY);
    await second.pass(2 * DAY);
    expect(await second.carrier.handOver(invitation, "t1")).toMatchObject({ outcome: "refused", cause: "address" });
    expect(await second.carrier.handOver({ act: "message", seat: "101", profileUrl, body: "Hello" }, "t2")).toMatchObject({
      outcome: "accepted",
    });
    await second.pass(DAY);
    expect(reached.map(({ act, text }) => [act, text])).toEqual([
      ["invitation", ""],
      ["message", "Hello"],
    ]);
  } finally {
    await second.server.close();
  }
});
