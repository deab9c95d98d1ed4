import { describe, expect, test } from "vitest";
import { cancelImport } from "@/lib/engines/imports/cancel-import";
import { importChunk } from "@/lib/engines/imports/import-chunk";
import { quoteImport } from "@/lib/engines/imports/quote-import";
import { resumeImport } from "@/lib/engines/imports/resume-import";
import { startImport } from "@/lib/engines/imports/start-import";
import { addMember } from "@/tests/support/factories";
import { fileWorld } from "@/tests/support/file-world";
import { importHarness, suppression } from "@/tests/support/import-harness";

const world = fileWorld();
const on = importHarness(world);

describe("who and what is refused", () => {
  test("a viewer may not upload, start, cancel or resume", async () => {
    const owner = await on.ownerCtx();
    const viewer = world.memberCtx(owner.clientId, await addMember(world, owner.clientId, "viewer"), "viewer");
    const importJobId = await on.upload(owner, "Email\na@x.example\n");
    await expect(on.upload(viewer, "Email\na@x.example\n")).rejects.toMatchObject({ code: "forbidden" });
    await expect(on.start(viewer, importJobId)).rejects.toMatchObject({ code: "forbidden" });
    await expect(cancelImport(viewer, { importJobId })).rejects.toMatchObject({ code: "forbidden" });
    await expect(resumeImport(viewer, { importJobId })).rejects.toMatchObject({ code: "forbidden" });
    expect(await world.system.selectFrom("importJobs").select("id").where("clientId", "=", owner.clientId).execute()).toHaveLength(1);
  });

  test("the database refuses a viewer who claims to be a member", async () => {
    const owner = await on.ownerCtx();
    const liar = world.memberCtx(owner.clientId, await addMember(world, owner.clientId, "viewer"), "owner");
    await expect(on.upload(liar, "Email\na@x.example\n")).rejects.toThrow(/row-level security/);
  });

  test("another client's import does not exist", async () => {
    const [ours, theirs] = [await on.ownerCtx(), await on.ownerCtx("Other")];
    const importJobId = await on.upload(theirs, "Email\na@x.example\n");
    await expect(startImport(ours, { importJobId, mapping: { email: "Email" } })).rejects.toMatchObject({ code: "not_found" });
    await expect(cancelImport(ours, { importJobId })).rejects.toMatchObject({ code: "not_found" });
    await expect(on.errorFile(ours, importJobId)).rejects.toMatchObject({ code: "not_found" });
    await expect(importChunk(world.systemCtx(ours.clientId), { importJobId, chunkNumber: 1, suppression })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test.each([
    [{}, /column that holds the e-mail address/],
    [{ email: "Mail" }, /no column “Mail”.*E-mail/],
    [{ email: "Email", firstName: "Email" }, /chosen for E-mail and for First name/],
  ])("mapping %j is refused with what to do", async (mapping, message) => {
    const ctx = await on.ownerCtx();
    const importJobId = await on.upload(ctx, "Email,Name\na@x.example,Ann\n");
    await expect(startImport(ctx, { importJobId, mapping })).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringMatching(message),
    });
    expect((await on.jobOf(ctx, importJobId)).status).toBe("uploaded");
  });

  test("a quote that was confirmed holds the import to it; another one than the file's is refused", async () => {
    const ctx = await on.ownerCtx();
    const importJobId = await on.upload(ctx, "Email\na@x.example\nb@x.example\n");
    const quote = await quoteImport(ctx, { importJobId }, { asksClay: true });
    expect(quote).toMatchObject({ leads: 2, mostCredits: 2, creditsLeft: 1250 });
    const confirmed = { importJobId, mapping: { email: "Email" }, confirmedCeilingMicroAud: quote.ceilingMicroAud };
    await expect(startImport(ctx, { ...confirmed, confirmedCeilingMicroAud: 1 }, { asksClay: true })).rejects.toMatchObject({
      code: "conflict",
    });
    await startImport(ctx, confirmed, { asksClay: true });
    expect(await on.jobOf(ctx, importJobId)).toMatchObject({ status: "running", enrichmentCeilingMicros: quote.ceilingMicroAud });
    const theirs = await on.ownerCtx("Other");
    await expect(quoteImport(theirs, { importJobId }, { asksClay: true })).rejects.toMatchObject({ code: "not_found" });
  });

  test("cells that a spreadsheet would run are kept as data and made harmless in the error file", async () => {
    const ctx = await on.ownerCtx();
    const job = await on.importText(ctx, 'Email,Note\n=HYPERLINK("http://evil.example"),+1\n@x,-2\nnot-mail,"\tthree"\n');
    const rows = (await on.errorFile(ctx, job.id)).slice(1);
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
