import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { serve } from "inngest/node";
import { expect, vi } from "vitest";
import type { Deps } from "@/inngest/deps";
import { noModel } from "@/lib/agents/model-port";
import { enqueueEvent, hasAnnounced } from "@/lib/engines/outbox/enqueue-event";
import { relayOutbox, type SendEvents } from "@/lib/engines/outbox/relay-outbox";
import { createWebhookPoster } from "@/lib/integrations/webhook-delivery/post-webhook";
import { createLogger } from "@/lib/log";
import { movableClock } from "@/local/clock";
import { executorClient } from "@/local/inngest/executor-client";
import { openAppServer } from "@/local/inngest/feature-app";
import { startInngest } from "@/local/inngest/server";
import { type TestWorld, testSenderOptions, testWorld, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { checked } from "@/tests/support/fake-enrichment";
import { silentProviders } from "@/tests/support/silent-providers";

/**
 * Every durable function of the product on the local executor, a database of its own, a clock that stands still until it is moved, and an
 * outside world that takes every message and verifies every address, unless the test brings providers of its own.
 */
export async function openDurableApp(
  own: Partial<Pick<Deps, "enrichment" | "washing" | "providers" | "ask" | "batches" | "readWebsite">> = {},
) {
  const world = await testWorld();
  const folder = mkdtempSync(join(tmpdir(), "durable-"));
  const clock = movableClock(pathToFileURL(join(folder, "clock.json")).href);
  clock.freeze(WEDNESDAY_MORNING);
  const server = await openAppServer();
  const executor = await startInngest({ port: 0, databaseUrl: world.localUrl, clock, appUrls: [server.url] });
  const control = executorClient(executor.url);

  // The SDK reads it when the client is made.
  vi.stubEnv("INNGEST_DEV", executor.url);
  const { inngest } = await import("@/inngest/client");
  const { durableFunctions } = await import("@/inngest");
  const send: SendEvents = async (events) => {
    await inngest.send(events);
  };
  const relay = () => relayOutbox(world.system, { now: clock.now(), send });
  const fault = { clientId: "" };
  const carrier = new FakeCarrier();
  const functions = durableFunctions({ ...durableDeps({ world, clock, relay, fault, carrier }), ...own });
  server.handle(serve({ client: inngest, functions }));
  await control.tick();
  await vi.waitFor(async () => expect((await control.functions()).some(({ isSynced }) => isSynced)).toBe(true), { timeout: 10_000 });

  return {
    world,
    clock,
    control,
    carrier,
    send,
    relay,
    functionIds: functions.map((made) => made.id()),
    /** Every transaction of the client with this id fails, as a fault of ours would. */
    fault,
    /** Commits an event and lets everything happen that follows now. */
    async announce(event: Parameters<typeof enqueueEvent>[1]): Promise<void> {
      await world.system.transaction().execute((db) => enqueueEvent(db, event));
      await relay();
      await control.idle();
    },
    /** Moves the clock and lets everything happen that is due by then. */
    async advance(ms: number): Promise<void> {
      clock.advance(ms);
      await control.tick();
      await control.idle();
    },
    async fire(functionId: string): Promise<void> {
      await control.fire(`agency-os-${functionId}`);
      await control.idle();
    },
    runsOf: (functionId: string) => control.runs({ function: `agency-os-${functionId}`, limit: 200 }),
    async close(): Promise<void> {
      await executor.close();
      await server.close();
      await world.close();
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true });
    },
  };
}
export type DurableApp = Awaited<ReturnType<typeof openDurableApp>>;

function durableDeps({
  world,
  clock,
  relay,
  fault,
  carrier,
}: Pick<Deps, "clock" | "relay"> & { world: TestWorld; fault: { clientId: string }; carrier: FakeCarrier }): Deps {
  return {
    system: world.system,
    clock,
    log: createLogger("silent"),
    systemCtx(clientId) {
      const ctx = world.systemCtx(clientId, clock.now());
      return {
        ...ctx,
        async tx(work) {
          if (clientId === fault.clientId) throw new Error("a fault of ours");
          let announced = false;
          const result = await ctx.tx(async (db) => {
            const done = await work(db);
            announced = hasAnnounced(db);
            return done;
          });
          if (announced) await relay();
          return result;
        },
      };
    },
    relay,
    enrichment: {
      cache: { find: async () => null, keep: async () => undefined, findCompany: async () => null, keepCompany: async () => undefined },
      matchPerson: async () => ({ person: null, costMicroAud: 0 }),
      readProfile: null,
      findCompany: async () => ({ organization: null, costMicroAud: 0 }),
      findCompanyByName: async () => ({ organization: null, costMicroAud: 0 }),
      findPlace: null,
      findEmail: async () => ({ outcome: "none", costMicroAud: 0 }),
      verifyEmail: async (email) => checked(email, "verified"),
      clay: null,
      getSearchTraffic: async () => ({ organic_etv: 3000, top10_keywords: 90, costMicroAud: 1 }),
      getBacklinkProfile: async () => ({ domain_rank: 300, spam_score: 2, costMicroAud: 1 }),
    },
    washing: {
      washNumbers: async ({ e164s }) => ({
        outcome: "washed",
        results: e164s.map((e164) => ({ e164, result: "clear" })),
        receipt: "clear",
        costMicroAud: e164s.length,
      }),
      getWashResult: async () => ({ outcome: "no_such_wash" }),
    },
    sending: testSenderOptions(carrier),
    providers: silentProviders(),
    ask: noModel,
    batches: null,
    readWebsite: async (url) => ({ state: "unreachable", detail: null, url, language: null, pages: [] }),
    webhooks: createWebhookPoster({ allowPrivateHosts: true, timeoutMs: 500 }),
  };
}
