import { parse } from "csv-parse/sync";
import { sql } from "kysely";
import type { Ctx } from "@/lib/context";
import { findImportJob } from "@/lib/db/queries/imports";
import type { ColumnMapping, StartImportInput } from "@/lib/domain/lead-import";
import { finishImport } from "@/lib/engines/imports/finish-import";
import { importChunk } from "@/lib/engines/imports/import-chunk";
import { receiveUpload } from "@/lib/engines/imports/receive-upload";
import { startImport } from "@/lib/engines/imports/start-import";
import { writeErrorFile } from "@/lib/engines/imports/write-error-file";
import { suppressionKey } from "@/lib/engines/suppression/suppression-key";
import { signUp, type TestWorld } from "./factories";
import { inPieces } from "./lead-file";

/** The pepper of imports in tests. */
export const suppression = { pepper: "a pepper for tests" };

/** What tests of imports do over and over, on one world: upload, start, work off, and look at what came of it. */
export function importHarness(world: TestWorld) {
  async function ownerCtx(name?: string): Promise<Ctx> {
    const { clientId, userId } = await signUp(world, name);
    return world.memberCtx(clientId, userId, "owner");
  }

  async function jobOf(ctx: Ctx, importJobId: string) {
    const job = await findImportJob(world.system, { clientId: ctx.clientId, importJobId });
    if (!job) throw new Error("no such job");
    return job;
  }

  async function upload(ctx: Ctx, text: string): Promise<string> {
    return receiveUpload(ctx, { fileName: "leads.csv", bytes: inPieces(text) });
  }

  async function start(ctx: Ctx, importJobId: string, options: Partial<StartImportInput> = {}): Promise<void> {
    const mapping = (await jobOf(ctx, importJobId)).mapping as ColumnMapping;
    await startImport(ctx, { importJobId, mapping, ...options });
  }

  /** What the durable function does, chunk by chunk, as the product itself. */
  async function workOff(ctx: Ctx, importJobId: string): Promise<void> {
    const system = world.systemCtx(ctx.clientId, ctx.now);
    const { chunksTotal } = await jobOf(ctx, importJobId);
    for (let chunkNumber = 1; chunkNumber <= chunksTotal; chunkNumber += 1)
      await importChunk(system, { importJobId, chunkNumber, suppression });
    await finishImport(system, { importJobId });
  }

  async function importText(ctx: Ctx, text: string, options: Partial<StartImportInput> = {}) {
    const importJobId = await upload(ctx, text);
    await start(ctx, importJobId, options);
    await workOff(ctx, importJobId);
    return jobOf(ctx, importJobId);
  }

  async function leadsOf(ctx: Ctx) {
    return world.system.selectFrom("leads").selectAll().where("clientId", "=", ctx.clientId).orderBy("email").execute();
  }

  async function errorFile(ctx: Ctx, importJobId: string): Promise<string[][]> {
    let text = "";
    for await (const piece of writeErrorFile(ctx, { importJobId })) text += piece;
    return parse(text, { bom: true });
  }

  async function suppress(ctx: Ctx, kind: "email" | "domain" | "phone" | "linkedin", value: string, channels?: "sms"[]): Promise<void> {
    await world.system
      .insertInto("suppressions")
      .values({
        clientId: ctx.clientId,
        kind,
        keyHmac: suppressionKey(suppression, kind, value) ?? "",
        masked: "•••",
        reason: "unsubscribed",
        source: "test",
        ...(channels && { channels }),
      })
      .execute();
  }

  async function countOf(table: "leads" | "consentBases", ctx: Ctx): Promise<number> {
    const { count } = await world.system
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("clientId", "=", ctx.clientId)
      .executeTakeFirstOrThrow();
    return count;
  }

  async function leadsDigest(ctx: Ctx) {
    const { rows } = await sql`
      select count(*) as leads, md5(string_agg(l::text, '' order by id)) as content from public.leads l where client_id = ${ctx.clientId}
    `.execute(world.system);
    return rows;
  }

  async function announcedLeads(ctx: Ctx) {
    const events = await world.system
      .selectFrom("private.outbox")
      .select("data")
      .where("clientId", "=", ctx.clientId)
      .where("name", "=", "leads/added")
      .execute();
    const batches = events.map(({ data }) => (data as { leadIds: string[] }).leadIds);
    return { sizes: batches.map(({ length }) => length), ids: new Set(batches.flat()) };
  }

  function requestsOf(ctx: Ctx) {
    return world.system
      .selectFrom("private.outbox")
      .select("data")
      .where("clientId", "=", ctx.clientId)
      .where("name", "=", "leads/import.requested")
      .execute();
  }

  function activitiesOf(ctx: Ctx) {
    return world.system.selectFrom("activities").select(["action", "leadId", "reason"]).where("clientId", "=", ctx.clientId).execute();
  }

  function basesOf(ctx: Ctx) {
    return world.system
      .selectFrom("consentBases")
      .innerJoin("leads", "leads.id", "consentBases.leadId")
      .select(["leads.email", "basis", "evidence", "sourceUrl", "capturedAt", "recordedVia", "recordedBy", "revokedAt"])
      .where("consentBases.clientId", "=", ctx.clientId)
      .orderBy("leads.email")
      .orderBy("consentBases.createdAt")
      .orderBy("consentBases.capturedAt")
      .execute();
  }

  return {
    ownerCtx,
    jobOf,
    upload,
    start,
    workOff,
    importText,
    leadsOf,
    errorFile,
    suppress,
    countOf,
    leadsDigest,
    announcedLeads,
    requestsOf,
    activitiesOf,
    basesOf,
  };
}
