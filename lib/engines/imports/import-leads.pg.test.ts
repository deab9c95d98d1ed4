import { parse } from "csv-parse/sync";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "@/lib/context";
import { findImportJob } from "@/lib/db/queries/imports";
import type { ColumnMapping, StartImportInput } from "@/lib/domain/lead-import";
import { cancelImport } from "@/lib/engines/imports/cancel-import";
import { failImport } from "@/lib/engines/imports/fail-import";
import { finishImport } from "@/lib/engines/imports/finish-import";
import { importChunk } from "@/lib/engines/imports/import-chunk";
import { receiveUpload } from "@/lib/engines/imports/receive-upload";
import { resumeImport } from "@/lib/engines/imports/resume-import";
import { startImport } from "@/lib/engines/imports/start-import";
import { writeErrorFile } from "@/lib/engines/imports/write-error-file";
import { suppressionKey } from "@/lib/engines/suppression/suppression-key";
import { addMember, insertLead, readyClient, signUp, type TestWorld, testWorld } from "@/tests/support/factories";
import { inPieces, leadFile } from "@/tests/support/lead-file";

const suppression = { pepper: "a pepper for tests" };
let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

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

describe("50,000 rows", () => {
  const { text, truth } = leadFile(50_000);

  test("exact counts, the right error file, and a second import that adds nothing", async () => {
    const ctx = await ownerCtx();
    const first = await importText(ctx, text);
    expect(first).toMatchObject({
      status: "finished",
      rowsTotal: 50_000,
      rowsDone: 50_000,
      rowsAdded: 49_000,
      rowsUpdated: 0,
      rowsInvalid: 800,
      rowsDuplicate: 200,
      rowsSuppressed: 0,
      rowsWithoutBasis: 4_000,
    });
    expect(first).toMatchObject({ rowsAdded: truth.added, rowsInvalid: truth.invalid, rowsDuplicate: truth.duplicate });
    expect(await countOf("leads", ctx)).toBe(49_000);
    expect(await countOf("consentBases", ctx)).toBe(45_000);

    const [header, ...rows] = await errorFile(ctx, first.id);
    expect(header?.join(",")).toBe(`${text.split("\r\n", 1)[0]},reason`);
    const uploaded: string[][] = parse(text, { relax_column_count: true });
    const badRows = [...truth.reasons.keys()];
    expect(rows).toHaveLength(1000);
    for (const [index, cells] of rows.entries()) {
      const row = badRows[index] ?? 0;
      expect(cells.slice(0, -1)).toEqual(uploaded[row]?.slice(0, 14));
      expect(cells.at(-1)).toMatch(truth.reasons.get(row) ?? "no bad row");
    }

    const announced = await announcedLeads(ctx);
    expect(announced.sizes.every((size) => size <= 100)).toBe(true);
    expect(announced.ids.size).toBe(49_000);
    expect(await activitiesOf(ctx)).toEqual([expect.objectContaining({ action: "imported", leadId: null })]);
    expect(await sql`select 1 from private.import_chunks where client_id = ${ctx.clientId}`.execute(world.system)).toMatchObject({
      rows: [],
    });

    const before = await leadsDigest(ctx);
    const second = await importText(ctx, text);
    expect(second).toMatchObject({ rowsAdded: 0, rowsUpdated: 0, rowsDuplicate: 49_200, rowsInvalid: 800, fileSha256: first.fileSha256 });
    expect(await leadsDigest(ctx)).toEqual(before);
    expect((await announcedLeads(ctx)).ids.size).toBe(49_000);
  }, 180_000);
});

describe("a row becomes a lead", () => {
  test("with values in the product's own form", async () => {
    const ctx = await ownerCtx();
    const job = await importText(
      ctx,
      [
        "Email,Name,Job Title,Company,Website,Phone,State,Postcode,Country,LinkedIn,# Employees,Notes",
        `"Jane <Jane.Doe@Firm.com.AU>",Dr Jane Doe,CEO,Firm,HTTPS://www.firm.com.au/x,(02) 9876 5432,new south wales,,australia,au.linkedin.com/in/Jane-Doe?x=1,"1,200",hello`,
        "bo@gmail.com,\"Ng, Bo\",=CMD|' /C calc'!A0,,facebook.com/bo,12,,800,Australia,linkedin.com/company/x,many,",
      ].join("\n"),
      {
        mapping: {
          email: "Email",
          fullName: "Name",
          title: "Job Title",
          company: "Company",
          website: "Website",
          phone: "Phone",
          state: "State",
          postcode: "Postcode",
          country: "Country",
          linkedinUrl: "LinkedIn",
          employees: "# Employees",
          "custom:Notes": "Notes",
        },
      },
    );
    expect(await leadsOf(ctx)).toMatchObject([
      {
        email: "bo@gmail.com",
        firstName: "Bo",
        lastName: "Ng",
        title: "=CMD|' /C calc'!A0",
        domain: null,
        phone: null,
        state: "NT",
        postcode: "0800",
        timezone: "Australia/Darwin",
        linkedinUrl: null,
        organizationEmployeeCount: null,
        custom: {},
      },
      {
        email: "jane.doe@firm.com.au",
        firstName: "Jane",
        lastName: "Doe",
        company: "Firm",
        domain: "firm.com.au",
        websiteUrl: "https://www.firm.com.au/x",
        phone: "+61298765432",
        state: "NSW",
        country: "AU",
        timezone: "Australia/Sydney",
        linkedinUrl: "https://www.linkedin.com/in/jane-doe",
        organizationEmployeeCount: 1200,
        custom: { Notes: "hello" },
        source: "import",
        status: "new",
        importJobId: job.id,
      },
    ]);
    expect(job.notices).toEqual({ unread: { phone: 1, linkedinUrl: 1, employees: 1 } });
  });

  test("gaps of a known lead are filled, what is there stays, blanks never overwrite", async () => {
    const ctx = await ownerCtx();
    await insertLead(world, ctx.clientId, { email: "Lee@firm.example", company: "Firm", title: null, phone: null, postcode: null });
    const file =
      "Email,First name,Company,Title,Mobile,State\nlee@FIRM.example,Leonard,firm,Owner,0412345678,\nlee@firm.example,,Another Pty Ltd,,,VIC\n";
    const job = await importText(ctx, file);
    expect(job).toMatchObject({ rowsAdded: 0, rowsUpdated: 1, rowsDuplicate: 1 });
    expect(await leadsOf(ctx)).toMatchObject([
      {
        firstName: "Lee",
        lastName: "Marsden",
        company: "Firm",
        title: "Owner",
        phone: "+61412345678",
        state: "NSW",
        status: "scored",
        alsScore: 70,
      },
    ]);
    expect(await importText(ctx, file)).toMatchObject({ rowsAdded: 0, rowsUpdated: 0, rowsDuplicate: 2 });
  });

  test("later rows of the same person complete the first, in one chunk or across chunks, and a second import changes nothing", async () => {
    const ctx = await ownerCtx();
    const filler = Array.from({ length: 600 }, (_, index) => `filler${index}@x.example,,`).join("\n");
    const file = `Email,First name,Mobile\nann@x.example,,\nANN@x.example,Ann,\n${filler}\nann@x.example,Anna,0412345678\nann@x.example,,\n`;
    expect(await importText(ctx, file)).toMatchObject({ rowsAdded: 601, rowsUpdated: 2, rowsDuplicate: 1 });
    const ann = (await leadsOf(ctx)).find(({ email }) => email === "ann@x.example");
    expect(ann).toMatchObject({ firstName: "Ann", phone: "+61412345678" });
    const again = await importText(ctx, file);
    expect(again).toMatchObject({ rowsAdded: 0, rowsUpdated: 0, rowsDuplicate: 604 });
  });

  test("a chosen campaign is put on the leads; another client's is refused", async () => {
    const ours = await readyClient(world);
    const ctx = world.memberCtx(ours.clientId, ours.userId, "owner");
    const importJobId = await upload(ctx, "Email\na@x.example\n");
    const theirs = await readyClient(world);
    await expect(start(ctx, importJobId, { campaignId: theirs.campaign })).rejects.toMatchObject({ code: "not_found" });
    await start(ctx, importJobId, { campaignId: ours.campaign });
    await workOff(ctx, importJobId);
    expect(await leadsOf(ctx)).toMatchObject([{ email: "a@x.example", campaignId: ours.campaign }]);
  });
});

describe("consent", () => {
  const HEADER = "Email,Title,Website,Consent basis,Consent note,Source URL,Consent date,No contrary statement";

  test("a basis is saved only where its rule holds; the lead comes in either way", async () => {
    const ctx = await ownerCtx();
    const job = await importText(
      ctx,
      [
        HEADER,
        "express@a.example,,,opted in,web form 12,,3/2/2026,",
        "express-bare@a.example,,,opted in,,,3/2/2026,",
        "future@a.example,,,opted in,web form,,5/3/2026,",
        "customer@a.example,,,existing customer,invoice 7,,1 Feb 2026,",
        "customer-undated@a.example,,,existing customer,invoice 7,,,",
        "published@b.example,Practice Manager,b.example,published,buys ads for the clinic,https://www.b.example/team,2026-02-01,yes",
        "broker@b.example,Practice Manager,b.example,published,buys ads,https://broker.example/list,2026-02-01,yes",
        "unchecked@b.example,Practice Manager,b.example,published,buys ads,https://b.example/team,2026-02-01,",
        "roleless@b.example,,b.example,published,buys ads,https://b.example/team,2026-02-01,yes",
        "refused@a.example,,,opted out,note,,3/2/2026,",
        "silent@a.example,,,,,,,",
      ].join("\n"),
    );
    expect(job).toMatchObject({ rowsAdded: 11, rowsInvalid: 0, rowsWithoutBasis: 8 });
    expect(await basesOf(ctx)).toMatchObject([
      {
        email: "customer@a.example",
        basis: "inferred_relationship",
        evidence: { note: "invoice 7" },
        capturedAt: new Date("2026-01-31T13:00:00Z"),
      },
      { email: "express@a.example", basis: "express", evidence: { note: "web form 12" }, recordedVia: "import" },
      {
        email: "published@b.example",
        basis: "inferred_publication",
        sourceUrl: "https://www.b.example/team",
        evidence: { role: "Practice Manager", relevance: "buys ads for the clinic", no_contrary_statement: true },
      },
    ]);
  });

  test("what is stated for the file holds for rows that say nothing themselves", async () => {
    const ctx = await ownerCtx();
    const file = `${HEADER}\nsilent@a.example,,,,,,,\nrefused@a.example,,,no,,,,\nown@a.example,,,express,signed form,,1/1/2026,\n`;
    const stated = { basis: "inferred_relationship", note: "clients of 2025", date: "2026-01-01" } as const;
    const job = await importText(ctx, file, { defaultConsent: stated as StartImportInput["defaultConsent"] });
    expect(job).toMatchObject({ rowsWithoutBasis: 1, defaultBasis: "inferred_relationship" });
    expect(await basesOf(ctx)).toMatchObject([
      { email: "own@a.example", basis: "express", evidence: { note: "signed form" } },
      { email: "silent@a.example", basis: "inferred_relationship", evidence: { note: "clients of 2025" }, recordedBy: job.createdBy },
    ]);
  });

  test("evidence from before a withdrawal does not bring the basis back", async () => {
    const ctx = await ownerCtx();
    const file = `${HEADER}\nann@a.example,,,express,form,,3/2/2026,\n`;
    await importText(ctx, file);
    await world.system
      .updateTable("consentBases")
      .set({ revokedAt: new Date("2026-02-10T00:00:00Z"), revokedReason: "asked" })
      .where("clientId", "=", ctx.clientId)
      .execute();
    expect(await importText(ctx, file)).toMatchObject({ rowsUpdated: 0, rowsDuplicate: 1 });
    expect(await importText(ctx, file.replace("3/2/2026", "20/2/2026"))).toMatchObject({ rowsUpdated: 1 });
    expect((await basesOf(ctx)).map(({ revokedAt }) => revokedAt === null)).toEqual([false, true]);
  });
});

describe("suppression", () => {
  test("people are recognised by alias, domain, phone and profile; the file says only “suppressed”", async () => {
    const ctx = await ownerCtx();
    await suppress(ctx, "email", "jane.doe@gmail.com");
    await suppress(ctx, "domain", "never.com.au");
    await suppress(ctx, "phone", "0412 345 678");
    await suppress(ctx, "linkedin", "linkedin.com/in/gone");
    await suppress(ctx, "phone", "0412 000 000", ["sms"]);
    await sql`insert into private.global_suppressions (kind, key_hmac, reason, source)
      values ('email', ${suppressionKey(suppression, "email", "trap@x.example")}, 'complaint', 'test')`.execute(world.system);
    const job = await importText(
      ctx,
      [
        "Email,Website,Mobile,LinkedIn",
        "JaneDoe+sale@googlemail.com,,,",
        "a@mail.never.com.au,,,",
        "b@gmail.com,www.never.com.au,,",
        "c@x.example,,+61 412 345 678,",
        "d@x.example,,,https://www.linkedin.com/in/Gone/",
        "trap@x.example,,,",
        "fine@x.example,,0412 000 000,",
      ].join("\n"),
    );
    expect(job).toMatchObject({ rowsAdded: 1, rowsSuppressed: 6, rowsInvalid: 0 });
    expect((await leadsOf(ctx)).map(({ email }) => email)).toEqual(["fine@x.example"]);
    const rows = (await errorFile(ctx, job.id)).slice(1);
    expect(new Set(rows.map((cells) => cells.at(-1)))).toEqual(new Set(["suppressed"]));
  });

  test("another client's list does not count", async () => {
    const [ours, theirs] = [await ownerCtx(), await ownerCtx("Other")];
    await suppress(theirs, "email", "ann@x.example");
    expect(await importText(ours, "Email\nann@x.example\n")).toMatchObject({ rowsAdded: 1, rowsSuppressed: 0 });
  });
});

describe("stopping, resuming, repeating", () => {
  test("a chunk that was cut off leaves nothing, and the import goes on where it stopped", async () => {
    const ctx = await ownerCtx();
    const system = world.systemCtx(ctx.clientId, ctx.now);
    const importJobId = await upload(ctx, leadFile(1500, "cut").text);
    await start(ctx, importJobId);
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
    expect(await countOf("leads", ctx)).toBe(490);
    expect(await jobOf(ctx, importJobId)).toMatchObject({ rowsDone: 500, rowsAdded: 490 });

    await failImport(system, { importJobId, error: "The import stopped." });
    expect(await importChunk(system, { importJobId, chunkNumber: 2, suppression })).toEqual({ state: "stopped", added: 0 });
    await resumeImport(ctx, { importJobId });
    await workOff(ctx, importJobId);
    expect(await jobOf(ctx, importJobId)).toMatchObject({ status: "finished", rowsDone: 1500, rowsAdded: 1470, error: null });
    expect(await countOf("leads", ctx)).toBe(1470);
    expect(await requestsOf(ctx)).toHaveLength(2);
  });

  test("the same chunk by two workers at once, and a whole second run, count once", async () => {
    const ctx = await ownerCtx();
    const system = world.systemCtx(ctx.clientId, ctx.now);
    const importJobId = await upload(ctx, leadFile(400, "twice").text);
    await start(ctx, importJobId);
    const chunk = { importJobId, chunkNumber: 1, suppression };
    const results = await Promise.all([importChunk(system, chunk), importChunk(system, chunk), importChunk(system, chunk)]);
    expect(results.map(({ state }) => state).toSorted()).toEqual(["already_done", "already_done", "done"]);
    await workOff(ctx, importJobId);
    await workOff(ctx, importJobId);
    expect(await jobOf(ctx, importJobId)).toMatchObject({ rowsDone: 400, rowsAdded: 392 });
    expect(await activitiesOf(ctx)).toHaveLength(1);
    expect(await world.system.selectFrom("notifications").select("kind").where("clientId", "=", ctx.clientId).execute()).toHaveLength(1);
  });

  test("of several starts at once one counts", async () => {
    const ctx = await ownerCtx();
    const importJobId = await upload(ctx, "Email\na@x.example\n");
    const mapping = { email: "Email" };
    const starts = await Promise.allSettled(Array.from({ length: 5 }, () => startImport(ctx, { importJobId, mapping })));
    expect(starts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await requestsOf(ctx)).toHaveLength(1);
  });

  test("two imports with the same new people at the same time add each person once", async () => {
    const ctx = await ownerCtx();
    const text = leadFile(300, "race").text;
    const jobs = [await upload(ctx, text), await upload(ctx, text)];
    for (const importJobId of jobs) await start(ctx, importJobId);
    await Promise.all(jobs.map((importJobId) => workOff(ctx, importJobId)));
    expect(await countOf("leads", ctx)).toBe(294);
    const done = await Promise.all(jobs.map((importJobId) => jobOf(ctx, importJobId)));
    expect(done.reduce((sum, { rowsAdded }) => sum + rowsAdded, 0)).toBe(294);
    for (const job of done) expect(job.rowsAdded + job.rowsUpdated + job.rowsDuplicate + job.rowsInvalid).toBe(300);
  });

  test("a cancelled import stops before its next chunk and forgets the rows", async () => {
    const ctx = await ownerCtx();
    const importJobId = await upload(ctx, leadFile(600, "cancel").text);
    await start(ctx, importJobId);
    await importChunk(world.systemCtx(ctx.clientId), { importJobId, chunkNumber: 1, suppression });
    await cancelImport(ctx, { importJobId });
    await workOff(ctx, importJobId);
    expect(await jobOf(ctx, importJobId)).toMatchObject({ status: "cancelled", rowsDone: 500 });
    expect(await countOf("leads", ctx)).toBe(490);
    await expect(start(ctx, importJobId)).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("who and what is refused", () => {
  test("a viewer may not upload, start, cancel or resume", async () => {
    const owner = await ownerCtx();
    const viewer = world.memberCtx(owner.clientId, await addMember(world, owner.clientId, "viewer"), "viewer");
    const importJobId = await upload(owner, "Email\na@x.example\n");
    await expect(upload(viewer, "Email\na@x.example\n")).rejects.toMatchObject({ code: "forbidden" });
    await expect(start(viewer, importJobId)).rejects.toMatchObject({ code: "forbidden" });
    await expect(cancelImport(viewer, { importJobId })).rejects.toMatchObject({ code: "forbidden" });
    await expect(resumeImport(viewer, { importJobId })).rejects.toMatchObject({ code: "forbidden" });
    expect(await world.system.selectFrom("importJobs").select("id").where("clientId", "=", owner.clientId).execute()).toHaveLength(1);
  });

  test("the database refuses a viewer who claims to be a member", async () => {
    const owner = await ownerCtx();
    const liar = world.memberCtx(owner.clientId, await addMember(world, owner.clientId, "viewer"), "owner");
    await expect(upload(liar, "Email\na@x.example\n")).rejects.toThrow(/row-level security/);
  });

  test("another client's import does not exist", async () => {
    const [ours, theirs] = [await ownerCtx(), await ownerCtx("Other")];
    const importJobId = await upload(theirs, "Email\na@x.example\n");
    await expect(startImport(ours, { importJobId, mapping: { email: "Email" } })).rejects.toMatchObject({ code: "not_found" });
    await expect(cancelImport(ours, { importJobId })).rejects.toMatchObject({ code: "not_found" });
    await expect(errorFile(ours, importJobId)).rejects.toMatchObject({ code: "not_found" });
    await expect(importChunk(world.systemCtx(ours.clientId), { importJobId, chunkNumber: 1, suppression })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test.each([
    [{}, /column that holds the e-mail address/],
    [{ email: "Mail" }, /no column “Mail”.*E-mail/],
    [{ email: "Email", firstName: "Email" }, /chosen for E-mail and for First name/],
  ])("mapping %j is refused with what to do", async (mapping, message) => {
    const ctx = await ownerCtx();
    const importJobId = await upload(ctx, "Email,Name\na@x.example,Ann\n");
    await expect(startImport(ctx, { importJobId, mapping })).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringMatching(message),
    });
    expect((await jobOf(ctx, importJobId)).status).toBe("uploaded");
  });

  test("cells that a spreadsheet would run are kept as data and made harmless in the error file", async () => {
    const ctx = await ownerCtx();
    const job = await importText(ctx, 'Email,Note\n=HYPERLINK("http://evil.example"),+1\n@x,-2\nnot-mail,"\tthree"\n');
    const rows = (await errorFile(ctx, job.id)).slice(1);
    expect(rows.map(([email, note]) => [email, note])).toEqual([
      ['\'=HYPERLINK("http://evil.example")', "'+1"],
      ["'@x", "'-2"],
      ["not-mail", "'\tthree"],
    ]);
    const stored = await world.system
      .selectFrom("importRejects")
      .select("columns")
      .where("importJobId", "=", job.id)
      .orderBy("rowNumber")
      .execute();
    expect(stored[0]?.columns).toEqual(['=HYPERLINK("http://evil.example")', "+1"]);
  });
});

describe("uploads that cannot be completed", () => {
  async function refused(bytes: AsyncIterable<Uint8Array>) {
    const ctx = await ownerCtx();
    const error = await receiveUpload(ctx, { fileName: "bad.csv", bytes }).then(
      () => undefined,
      (reason: Error & { code?: string }) => reason,
    );
    const jobs = await world.system.selectFrom("importJobs").select(["status", "error"]).where("clientId", "=", ctx.clientId).execute();
    const chunks = await sql`select 1 from private.import_chunks where client_id = ${ctx.clientId}`.execute(world.system);
    return { error, job: jobs[0], chunks: chunks.rows.length };
  }

  test("a connection that is cut leaves a failed import and no rows", async () => {
    async function* cut() {
      yield* inPieces(leadFile(3000, "broken").text, 10_000);
      throw new Error("aborted");
    }
    const { error, job, chunks } = await refused(cut());
    expect(error?.message).toMatch(/connection was cut/);
    expect(job).toEqual({ status: "failed", error: error?.message });
    expect(chunks).toBe(0);
  });

  test("a file that ends before its announced length is not taken for a whole one", async () => {
    const ctx = await ownerCtx();
    const text = leadFile(1200, "short").text;
    const upload = receiveUpload(ctx, { fileName: "short.csv", bytes: inPieces(text.slice(0, 100_000)), byteCount: text.length });
    await expect(upload).rejects.toMatchObject({ code: "invalid", message: expect.stringMatching(/cut before the file was complete/) });
    expect(await world.system.selectFrom("importJobs").select("status").where("clientId", "=", ctx.clientId).execute()).toEqual([
      { status: "failed" },
    ]);
  });

  test("200 MB are cut off at 50, and no more is asked for", async () => {
    let sent = 0;
    async function* endless() {
      const line = Buffer.from(`Email,Note\n`);
      yield line;
      const piece = Buffer.from(`a@x.example,${"x".repeat(16_000)}\n`.repeat(4));
      while (sent < 200 * 1024 * 1024) {
        sent += piece.length;
        yield piece;
      }
    }
    const { error, job, chunks } = await refused(endless());
    expect(error).toMatchObject({ code: "limit", message: expect.stringMatching(/larger than 50 MB/) });
    expect(job?.status).toBe("failed");
    expect(chunks).toBe(0);
    expect(sent).toBeLessThan(51 * 1024 * 1024);
  });

  test("more than 50,000 rows are refused with their number", async () => {
    const { error, job, chunks } = await refused(inPieces(`Email\n${"a@x.example\n".repeat(50_321)}`));
    expect(error?.message).toMatch(/50,321 rows.*50,000/);
    expect(job?.status).toBe("failed");
    expect(chunks).toBe(0);
  });

  test("a header without rows is refused", async () => {
    expect((await refused(inPieces("Email,Name\n\n,\n"))).error?.message).toMatch(/no rows under them/);
  });

  test("an upload whose process died is closed by the next one", async () => {
    const ctx = await ownerCtx();
    await world.system
      .insertInto("importJobs")
      .values({ clientId: ctx.clientId, fileName: "old.csv", fileSha256: "", createdAt: new Date(ctx.now.getTime() - 2 * 3_600_000) })
      .execute();
    await upload(ctx, "Email\na@x.example\n");
    const jobs = await world.system
      .selectFrom("importJobs")
      .select(["status"])
      .where("clientId", "=", ctx.clientId)
      .orderBy("createdAt")
      .execute();
    expect(jobs.map(({ status }) => status)).toEqual(["failed", "uploaded"]);
  });
});

test("an upload keeps the header, five rows to look at, a suggested mapping and the encoding", async () => {
  const ctx = await ownerCtx();
  const latin = Buffer.from(
    `E-mail Address;Given Name\n${["a", "b", "c", "d", "e", "f"].map((name) => `${name}@x.example;René`).join("\n")}\n`,
    "latin1",
  );
  const importJobId = await receiveUpload(ctx, { fileName: "kontakte.csv", bytes: inPieces(latin) });
  expect(await jobOf(ctx, importJobId)).toMatchObject({
    status: "uploaded",
    header: ["E-mail Address", "Given Name"],
    mapping: { email: "E-mail Address", firstName: "Given Name" },
    preview: ["a", "b", "c", "d", "e"].map((name) => [`${name}@x.example`, "René"]),
    notices: { encoding: "windows-1252" },
    rowsTotal: 6,
    chunksTotal: 1,
    byteCount: latin.length,
  });
});

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
