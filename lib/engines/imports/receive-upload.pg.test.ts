import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { receiveUpload } from "@/lib/engines/imports/receive-upload";
import { fileWorld } from "@/tests/support/file-world";
import { importHarness } from "@/tests/support/import-harness";
import { inPieces, leadFile } from "@/tests/support/lead-file";

const world = fileWorld();
const on = importHarness(world);

describe("uploads that cannot be completed", () => {
  async function refused(bytes: AsyncIterable<Uint8Array>) {
    const ctx = await on.ownerCtx();
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
    const ctx = await on.ownerCtx();
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
    const ctx = await on.ownerCtx();
    await world.system
      .insertInto("importJobs")
      .values({ clientId: ctx.clientId, fileName: "old.csv", fileSha256: "", createdAt: new Date(ctx.now.getTime() - 2 * 3_600_000) })
      .execute();
    await on.upload(ctx, "Email\na@x.example\n");
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
  const ctx = await on.ownerCtx();
  const latin = Buffer.from(
    `E-mail Address;Given Name\n${["a", "b", "c", "d", "e", "f"].map((name) => `${name}@x.example;René`).join("\n")}\n`,
    "latin1",
  );
  const importJobId = await receiveUpload(ctx, { fileName: "kontakte.csv", bytes: inPieces(latin) });
  expect(await on.jobOf(ctx, importJobId)).toMatchObject({
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
