import { spawn } from "node:child_process";
import { request as httpRequest } from "node:http";
import { createInterface } from "node:readline";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signUp, type TestWorld, testWorld } from "@/tests/support/factories";
import { leadFile } from "@/tests/support/lead-file";
import { startUploadServer } from "@/tests/support/upload-server";

const MB = 1024 * 1024;
let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

async function uploadServer() {
  const { clientId, userId } = await signUp(world);
  const ctx = world.memberCtx(clientId, userId, "owner");
  const server = await startUploadServer(ctx);
  return { ...server, jobs: () => world.system.selectFrom("importJobs").selectAll().where("clientId", "=", clientId).execute(), clientId };
}

function send(url: string, body: string | Uint8Array, headers: Record<string, string> = {}) {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "text/csv", "x-file-name": encodeURIComponent("Köder & Co.csv"), ...headers },
    body: body as BodyInit,
  });
}

/** Sends without saying how much, until all is sent or the other side hangs up. */
function sendChunked(url: string, bytes: number): Promise<{ status: number | null; body: string; sent: number }> {
  const piece = Buffer.from(`a@x.example,${"x".repeat(15_990)}\n`.repeat(16));
  return new Promise((resolve) => {
    let sent = 0;
    const request = httpRequest(url, { method: "POST", headers: { "content-type": "text/csv" } });
    const settle = (status: number | null, body: string) => {
      request.destroy();
      resolve({ status, body, sent });
    };
    request.on("error", () => settle(null, ""));
    request.on("response", async (response) => {
      let body = "";
      for await (const part of response.setEncoding("utf8")) body += part;
      settle(response.statusCode ?? null, body);
    });
    const more = () => {
      while (sent < bytes && !request.destroyed) {
        sent += piece.length;
        if (!request.write(piece)) return void request.once("drain", more);
      }
      request.end();
    };
    request.write("Email,Note\n");
    more();
  });
}

test("a file is taken in and named", async () => {
  const server = await uploadServer();
  const answer = await send(server.url, "Email\na@x.example\n");
  expect(answer.status).toBe(201);
  const [job] = await server.jobs();
  expect(await answer.json()).toEqual({ importJobId: job?.id });
  expect(job).toMatchObject({ fileName: "Köder & Co.csv", status: "uploaded", rowsTotal: 1 });
  await server.close();
});

test("a refused file is answered with what to do, even when much of it is still to come", async () => {
  const server = await uploadServer();
  const answer = await send(server.url, Buffer.concat([Buffer.from("504b0304", "hex"), Buffer.alloc(20 * MB, 1)]));
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({ code: "invalid", message: expect.stringMatching(/Excel workbook/) });
  expect(await server.jobs()).toMatchObject([{ status: "failed", error: expect.stringMatching(/Excel workbook/) }]);
  await server.close();
});

test("a file that says it is too large is refused before it is read", async () => {
  const server = await uploadServer();
  const answer = await send(server.url, Buffer.alloc(51 * MB, "a"));
  expect(answer.status).toBe(413);
  expect(await answer.json()).toMatchObject({ message: expect.stringMatching(/larger than 50 MB/) });
  expect(await server.jobs()).toEqual([]);
  await server.close();
});

test("what is not sent as CSV is refused", async () => {
  const server = await uploadServer();
  expect((await send(server.url, "a=1", { "content-type": "application/x-www-form-urlencoded" })).status).toBe(415);
  await server.close();
});

test("a sender who hangs up leaves a failed import and no rows", async () => {
  const server = await uploadServer();
  await new Promise<void>((resolve) => {
    const request = httpRequest(server.url, { method: "POST", headers: { "content-type": "text/csv", "content-length": String(20 * MB) } });
    request.on("error", () => resolve());
    request.write(leadFile(5000).text, () => request.destroy(new Error("gone")));
  });
  await expect.poll(() => server.jobs().then(([job]) => job?.status), { timeout: 20_000 }).toBe("failed");
  expect((await server.jobs())[0]?.error).toMatch(/connection was cut/);
  expect((await sql`select 1 from private.import_chunks where client_id = ${server.clientId}`.execute(world.system)).rows).toEqual([]);
  await server.close();
});

test("50,000 wide rows, and 200 MB without an announced length, stay under 400 MB of memory", async () => {
  const { clientId, userId } = await signUp(world);
  const child = spawn(
    process.execPath,
    [
      "--max-semi-space-size=8",
      "--max-old-space-size=256", // as the app itself is started: without it the engine only collects when it has grown past any need
      "--conditions=react-server",
      "--import",
      "tsx",
      "tests/support/import-process.ts",
      world.systemUrl,
      world.memberUrl,
      clientId,
      userId,
    ],
    { stdio: ["pipe", "pipe", "inherit"], env: { NODE_ENV: "test", MALLOC_ARENA_MAX: "2" } },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => JSON.parse((await lines.next()).value ?? "null");
  try {
    const { url } = await answer();
    const { text, truth } = leadFile(50_000);
    const wide = text.replaceAll(",Australia,", `,${"Ä".repeat(300)},Australia,`).replace(",Country,", ",Notes,Country,");
    const uploaded = await send(url, wide);
    expect(uploaded.status).toBe(201);
    const { importJobId } = (await uploaded.json()) as { importJobId: string };
    child.stdin.write(`${importJobId}\n`);
    const done = await answer();
    expect(done.job).toMatchObject({ status: "finished", rowsTotal: 50_000, rowsAdded: truth.added, rowsInvalid: truth.invalid });
    expect(done.job.byteCount).toBeGreaterThan(35 * MB);

    const cut = await sendChunked(url, 200 * MB);
    expect(cut.sent).toBeLessThan(80 * MB); // 50 MB and what the sockets hold
    if (cut.status !== null) expect(cut).toMatchObject({ status: 413, body: expect.stringMatching(/larger than 50 MB/) });
    child.stdin.write("\n");
    const { peakRssMb } = await answer();
    expect(peakRssMb).toBeLessThan(400);
    expect(peakRssMb).toBeGreaterThan(50);
  } finally {
    child.stdin.end();
    await new Promise((resolve) => (child.exitCode === null ? child.once("exit", resolve) : resolve(undefined)));
  }
}, 400_000);
