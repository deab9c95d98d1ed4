import { describe, expect, test } from "vitest";
import type { Ctx } from "@/lib/context";
import { cancelImport } from "@/lib/engines/imports/cancel-import";
import { failImport } from "@/lib/engines/imports/fail-import";
import { importChunk } from "@/lib/engines/imports/import-chunk";
import { resumeImport } from "@/lib/engines/imports/resume-import";
import { startImport } from "@/lib/engines/imports/start-import";
import { fileWorld } from "@/tests/support/file-world";
import { importHarness, suppression } from "@/tests/support/import-harness";
import { leadFile } from "@/tests/support/lead-file";

const world = fileWorld();
const on = importHarness(world);

describe("stopping, resuming, repeating", () => {
  test("a chunk that was cut off leaves nothing, and the import goes on where it stopped", async () => {
    const ctx = await on.ownerCtx();
    const system = world.systemCtx(ctx.clientId, ctx.now);
    const importJobId = await on.upload(ctx, leadFile(1500, "cut").text);
    await on.start(ctx, importJobId);
    await importChunk(system, { importJobId, chunkNumber: 1, suppression });

    const dying: Ctx = {
      ...system,
      tx: (work) =>
        system.tx(async (db) => {
          await work(db);
          throw new Error("killed before the commit");
        }),
    };
    await expect(importChunk(dying, { importJobId, chunkNumber: 2, suppression })).rejects.toThrow("killed");
    expect(await on.countOf("leads", ctx)).toBe(490);
    expect(await on.jobOf(ctx, importJobId)).toMatchObject({ rowsDone: 500, rowsAdded: 490 });

    await failImport(system, { importJobId, error: "The import stopped." });
    expect(await importChunk(system, { importJobId, chunkNumber: 2, suppression })).toEqual({ state: "stopped", added: 0 });
    await resumeImport(ctx, { importJobId });
    await on.workOff(ctx, importJobId);
    expect(await on.jobOf(ctx, importJobId)).toMatchObject({ status: "finished", rowsDone: 1500, rowsAdded: 1470, error: null });
    expect(await on.countOf("leads", ctx)).toBe(1470);
    expect(await on.requestsOf(ctx)).toHaveLength(2);
  });

  test("the same chunk by two workers at once, and a whole second run, count once", async () => {
    const ctx = await on.ownerCtx();
    const system = world.systemCtx(ctx.clientId, ctx.now);
    const importJobId = await on.upload(ctx, leadFile(400, "twice").text);
    await on.start(ctx, importJobId);
    const chunk = { importJobId, chunkNumber: 1, suppression };
    const results = await Promise.all([importChunk(system, chunk), importChunk(system, chunk), importChunk(system, chunk)]);
    expect(results.map(({ state }) => state).toSorted()).toEqual(["already_done", "already_done", "done"]);
    await on.workOff(ctx, importJobId);
    await on.workOff(ctx, importJobId);
    expect(await on.jobOf(ctx, importJobId)).toMatchObject({ rowsDone: 400, rowsAdded: 392 });
    expect(await on.activitiesOf(ctx)).toHaveLength(1);
    expect(await world.system.selectFrom("notifications").select("kind").where("clientId", "=", ctx.clientId).execute()).toHaveLength(1);
  });

  test("of several starts at once one counts", async () => {
    const ctx = await on.ownerCtx();
    const importJobId = await on.upload(ctx, "Email\na@x.example\n");
    const mapping = { email: "Email" };
    const starts = await Promise.allSettled(Array.from({ length: 5 }, () => startImport(ctx, { importJobId, mapping })));
    expect(starts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await on.requestsOf(ctx)).toHaveLength(1);
  });

  test("two imports with the same new people at the same time add each person once", async () => {
    const ctx = await on.ownerCtx();
    const text = leadFile(300, "race").text;
    const jobs = [await on.upload(ctx, text), await on.upload(ctx, text)];
    for (const importJobId of jobs) await on.start(ctx, importJobId);
    await Promise.all(jobs.map((importJobId) => on.workOff(ctx, importJobId)));
    expect(await on.countOf("leads", ctx)).toBe(294);
    const done = await Promise.all(jobs.map((importJobId) => on.jobOf(ctx, importJobId)));
    expect(done.reduce((sum, { rowsAdded }) => sum + rowsAdded, 0)).toBe(294);
    for (const job of done) expect(job.rowsAdded + job.rowsUpdated + job.rowsDuplicate + job.rowsInvalid).toBe(300);
  });

  test("a cancelled import stops before its next chunk and forgets the rows", async () => {
    const ctx = await on.ownerCtx();
    const importJobId = await on.upload(ctx, leadFile(600, "cancel").text);
    await on.start(ctx, importJobId);
    await importChunk(world.systemCtx(ctx.clientId), { importJobId, chunkNumber: 1, suppression });
    await cancelImport(ctx, { importJobId });
    await on.workOff(ctx, importJobId);
    expect(await on.jobOf(ctx, importJobId)).toMatchObject({ status: "cancelled", rowsDone: 500 });
    expect(await on.countOf("leads", ctx)).toBe(490);
    await expect(on.start(ctx, importJobId)).rejects.toMatchObject({ code: "conflict" });
  });
});
