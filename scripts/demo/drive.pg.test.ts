import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { addDays } from "date-fns";
import { createTransport } from "nodemailer";
import { expect, test } from "vitest";
import { movableClock } from "@/local/clock";
import { startInngest } from "@/local/inngest/server";
import { startMail } from "@/local/mail/server";
import { demoLeads } from "@/local/market/people";
import { startMarket } from "@/local/market/server";
import { startProviders } from "@/local/providers/server";
import { testDatabase } from "@/tests/support/test-database";
import { driveDemo } from "./drive";

const START = new Date("2026-03-02T23:00:00Z");
const DAYS = 10;

/** The stand-ins as they run in the demo, with nobody behind them: every one of a crowd gets one message, then ten days pass. */
async function playCrowd(): Promise<Record<string, unknown>> {
  const database = await testDatabase();
  const folder = mkdtempSync(join(tmpdir(), "drive-"));
  const clock = movableClock(pathToFileURL(join(folder, "clock.json")).href);
  clock.freeze(START);
  const databaseUrl = database.localUrl;
  const nobody = "http://127.0.0.1:9"; // the discard port: refused at once
  const postmark = { webhookUrl: `${nobody}/inbound`, user: "u", password: "p" };
  const mail = await startMail({ smtpPort: 0, httpPort: 0, databaseUrl, clock, postmark });
  const market = await startMarket({ port: 0, databaseUrl, clock, seed: 1, mail, appUrl: nobody, bookingSecret: "s" });
  const executor = await startInngest({ port: 0, databaseUrl, clock, appUrls: [] });
  const providers = await startProviders({ port: 0, databaseUrl: null, clock, seed: 1 });
  const { hostname: host, port } = new URL(mail.smtpUrl);
  const transport = createTransport({ host, port: Number(port), pool: true, ignoreTLS: true });
  try {
    for (const { Email } of demoLeads({ seed: 1, count: 120 }).filter((lead) => /^[a-z.]+@[a-z0-9-]+\.example$/.test(lead.Email))) {
      // With an empty envelope sender nobody is one of the product's mailboxes, so nothing waits for a product that is not there.
      const headers = { "List-Unsubscribe": "<mailto:out@agency.example>" };
      await transport.sendMail({
        envelope: { from: "", to: Email },
        from: "ava@agency.example",
        to: Email,
        subject: "Hi",
        text: "Hi",
        headers,
      });
    }
    await driveDemo({
      ...{ clock, executorUrl: executor.url, mailUrl: mail.url, marketUrl: market.url, providersUrl: providers.url },
      ...{ until: addDays(START, DAYS), idleTimeoutMs: 20_000, outboxWaiting: () => Promise.resolve(0) },
    });
    expect(clock.now()).toEqual(addDays(START, DAYS));
    return (await (await fetch(`${market.url}/_control/report`)).json()) as Record<string, unknown>;
  } finally {
    transport.close();
    for (const service of [executor, providers, market, mail]) await service.close();
    await database.drop();
    rmSync(folder, { recursive: true });
  }
}

test("the real stand-ins play a crowd through ten days, and play it the same a second time", async () => {
  const first = await playCrowd();
  expect(first).toMatchObject({ people: expect.any(Number), violations: expect.any(Object) });
  expect(Object.values(first.reactions as Record<string, number>).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(10);
  expect(await playCrowd()).toEqual(first);
});
