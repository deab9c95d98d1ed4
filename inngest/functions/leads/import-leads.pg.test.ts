import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { serve } from "inngest/node";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { findImportJob } from "@/lib/db/queries/imports";
import type { ColumnMapping } from "@/lib/domain/lead-import";
import { receiveUpload } from "@/lib/engines/imports/receive-upload";
import { resumeImport } from "@/lib/engines/imports/resume-import";
import { startImport } from "@/lib/engines/imports/start-import";
import { relayOutbox } from "@/lib/engines/outbox/relay-outbox";
import { type MovableClock, movableClock } from "@/local/clock";
import { executorClient } from "@/local/inngest/executor-client";
import { type AppServer, openAppServer } from "@/local/inngest/feature-app";
import { type InngestServer, startInngest } from "@/local/inngest/server";
import { signUp, type TestWorld, testWorld, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { inPieces, leadFile } from "@/tests/support/lead-file";

let world: TestWorld;
let folder: string;
let clock: MovableClock;
let app: AppServer;
let executor: InngestServer;
let control: ReturnType<typeof executorClient>;
let relay: () => Promise<number>;

/** What happens to the n-th call to the app, as if its process were killed: before it could work, or before it could answer. */
const deaths = new Map<number, "before" | "after">();
let calls = 0;
/** Makes every chunk fail, as a fault of ours would. */
let isBroken = false;

beforeAll(async () => {
  world = await testWorld();
  folder = mkdtempSync(join(tmpdir(), "import-leads-"));
  clock = movableClock(pathToFileURL(join(folder, "clock.json")).href);
  clock.freeze(WEDNESDAY_MORNING);
  app = await openAppServer();
  executor = await startInngest({ port: 0, databaseUrl: world.localUrl, clock, appUrls: [app.url] });
  control = executorClient(executor.url);

  vi.stubEnv("INNGEST_DEV", executor.url);
  const { inngest } = await import("@/inngest/client");
  const { importLeads } = await import("@/inngest/functions/leads/import-leads");
  const functions = [
    importLeads({
      systemCtx: (clientId) => {
        const ctx = world.systemCtx(clientId, clock.now());
        return {
          ...ctx,
          tx: (work) =>
            ctx.tx(async (db) => {
              const result = await work(db);
              if (isBroken && typeof result === "object" && result && "added" in result) throw new Error("a fault before the commit");
              return result;
            }),
        };
      },
      suppression: { pepper: "a pepper for tests" },
    }),
  ];
  const handler = serve({ client: inngest, functions });
  app.handle((request, response) => die(request, response) ?? handler(request, response));
  relay = () =>
    relayOutbox(world.system, {
      now: clock.now(),
      send: async (events) => {
        const imports = events.filter(({ name }) => name === "leads/import.requested");
        if (imports.length > 0) await inngest.send(imports);
      },
    });
});

afterAll(async () => {
  await executor?.close();
  await app?.close();
  await world?.close();
  vi.unstubAllEnvs();
  if (folder) rmSync(folder, { recursive: true });
});

function die(request: IncomingMessage, response: ServerResponse): true | undefined {
  if (request.method !== "POST") return undefined;
  calls += 1;
  const death = deaths.get(calls);
  if (death === "before") {
    request.socket.destroy();
    return true;
  }
  if (death === "after") {
    response.end = () => {
      request.socket.destroy();
      return response;
    };
  }
  return undefined;
}

async function uploaded(rows: number, tag: string) {
  const { clientId, userId } = await signUp(world);
  const ctx = world.memberCtx(clientId, userId, "owner", clock.now());
  const file = leadFile(rows, tag);
  const importJobId = await receiveUpload(ctx, { fileName: "leads.csv", bytes: inPieces(file.text) });
  const job = async () => {
    const found = await findImportJob(world.system, { clientId, importJobId });
    if (!found) throw new Error("no such job");
    return found;
  };
  await startImport(ctx, { importJobId, mapping: (await job()).mapping as ColumnMapping });
  const leads = () => world.system.selectFrom("leads").select("id").where("clientId", "=", clientId).execute();
  return { ctx, importJobId, job, leads, truth: file.truth };
}

/** Lets the executor work until nothing is due, moving the clock over its retries. */
async function settle() {
  for (let round = 0; round < 12; round += 1) {
    await control.idle();
    clock.advance(120_000);
    await control.tick();
  }
  await control.idle();
}

test("an app that is killed between, before and after chunks ends with exact counts, each row once", async () => {
  const { job, leads, truth } = await uploaded(2600, "killed");
  calls = 0;
  for (const [call, death] of [
    [2, "after"],
    [4, "before"],
    [6, "after"],
    [7, "before"],
  ] as const) {
    deaths.set(call, death);
  }
  await relay();
  await settle();

  expect(calls).toBeGreaterThan(7);
  expect(await job()).toMatchObject({
    status: "finished",
    rowsDone: 2600,
    rowsAdded: truth.added,
    rowsInvalid: truth.invalid,
    rowsDuplicate: truth.duplicate,
    rowsUpdated: 0,
  });
  expect(await leads()).toHaveLength(truth.added);
  deaths.clear();
});

test("an import that keeps failing is marked, told, and can be resumed to the end", async () => {
  const { ctx, importJobId, job, leads, truth } = await uploaded(1100, "broken");
  isBroken = true;
  await relay();
  await settle();
  expect(await job()).toMatchObject({ status: "failed", rowsDone: 0, error: expect.stringMatching(/resume it/) });
  expect(await leads()).toHaveLength(0);
  const told = await world.system.selectFrom("notifications").select("title").where("clientId", "=", ctx.clientId).execute();
  expect(told).toEqual([{ title: "The import of leads.csv stopped" }]);

  isBroken = false;
  await resumeImport(ctx, { importJobId });
  await relay();
  await settle();
  expect(await job()).toMatchObject({ status: "finished", rowsAdded: truth.added, error: null });
  expect(await leads()).toHaveLength(truth.added);
});
