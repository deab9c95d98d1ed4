import "server-only";
import { createHash } from "node:crypto";
import { type Ctx, requireRole } from "@/lib/context";
import { IMPORT_CHUNK_ROWS, type ImportNotices, MAX_IMPORT_BYTES, MAX_IMPORT_ROWS } from "@/lib/domain/lead-import";
import { appendImportRows } from "@/lib/engines/imports/append-import-rows";
import { beginImport } from "@/lib/engines/imports/begin-import";
import { failImport } from "@/lib/engines/imports/fail-import";
import { finishUpload } from "@/lib/engines/imports/finish-upload";
import { readCsv, type UploadedRow } from "@/lib/engines/imports/read-csv";
import { AppError, InvalidError, LimitError } from "@/lib/errors";

const PREVIEW_ROWS = 5;
/** A chunk of wide rows ends earlier: it exists several times on its way to the database, as rows, as JSON and as bytes. */
const CHUNK_CHARACTERS = 200_000;

type Upload = {
  fileName: string;
  bytes: AsyncIterable<Uint8Array>;
  /** How long the sender said the file is: a shorter one was cut on the way, and half a list must not pass for a whole one. */
  byteCount?: number | undefined;
};

/**
 * Takes in a CSV file while it arrives: checks it, hashes it and stores its rows chunk by chunk, so memory stays flat and the sender goes no faster
 * than the database. Nothing becomes a lead yet. When it cannot be completed the import is failed, with the reason, and its rows are gone.
 * Throws LimitError above 50 MB or 50,000 rows, InvalidError for what is not readable CSV or for a connection that was cut.
 * @returns the id of the import, now `uploaded`
 */
export async function receiveUpload(ctx: Ctx, { fileName, bytes, byteCount }: Upload): Promise<string> {
  requireRole(ctx, "member");
  const importJobId = await beginImport(ctx, { fileName });
  try {
    await store(ctx, importJobId, byteCount === undefined ? bytes : whole(bytes, byteCount));
    return importJobId;
  } catch (error) {
    const reason = error instanceof AppError ? error.message : "The upload could not be stored. Try again in a minute.";
    await failImport(ctx, { importJobId, error: reason });
    throw error;
  }
}

async function store(ctx: Ctx, importJobId: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const meter = { hash: createHash("sha256"), byteCount: 0 };
  const notices: ImportNotices = {};
  const preview: string[][] = [];
  let header: string[] = [];
  let chunk: UploadedRow[] = [];
  let chunkCharacters = 0;
  let rowsTotal = 0;
  let chunksTotal = 0;

  const flush = async () => {
    chunksTotal += 1;
    await appendImportRows(ctx, { importJobId, chunkNumber: chunksTotal, rows: chunk });
    chunk = [];
    chunkCharacters = 0;
  };
  const rows = readCsv(metered(bytes, meter), {
    onHeader: (names) => {
      header = names;
    },
    onEncoding: (encoding) => {
      if (encoding === "windows-1252") notices.encoding = encoding;
    },
  });
  for await (const row of rows) {
    rowsTotal += 1;
    if (rowsTotal > MAX_IMPORT_ROWS) continue; // read on: the message says how many there are
    if (preview.length < PREVIEW_ROWS) preview.push(row.cells);
    chunk.push(row);
    chunkCharacters += row.cells.reduce((sum, cell) => sum + cell.length, 0);
    if (chunk.length === IMPORT_CHUNK_ROWS || chunkCharacters >= CHUNK_CHARACTERS) await flush();
  }
  if (rowsTotal > MAX_IMPORT_ROWS) {
    throw new LimitError(
      `The file has ${count(rowsTotal)} rows; one import takes ${count(MAX_IMPORT_ROWS)}. Split the file and import the parts one after the other.`,
    );
  }
  if (chunk.length > 0) await flush();
  if (rowsTotal === 0) throw new InvalidError("The file names its columns but has no rows under them.", "file");
  const sha256 = meter.hash.digest("hex");
  await finishUpload(ctx, { importJobId, sha256, byteCount: meter.byteCount, header, preview, rowsTotal, chunksTotal, notices });
}

/** The bytes as they pass by, counted and hashed; ends the upload at the limit and says so when the sender goes away. */
async function* metered(
  bytes: AsyncIterable<Uint8Array>,
  meter: { hash: ReturnType<typeof createHash>; byteCount: number },
): AsyncGenerator<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]();
  for (;;) {
    const next = await iterator.next().catch((cause: unknown) => {
      throw new InvalidError("The connection was cut before the file was complete. Nothing was imported; upload the file again.", "file", {
        cause,
      });
    });
    if (next.done) return;
    meter.byteCount += next.value.length;
    if (meter.byteCount > MAX_IMPORT_BYTES) throw tooLarge();
    meter.hash.update(next.value);
    yield next.value;
  }
}

/** The same bytes; throws where they end early. */
async function* whole(bytes: AsyncIterable<Uint8Array>, byteCount: number): AsyncGenerator<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]();
  let seen = 0;
  for (;;) {
    const next = await iterator.next();
    if (next.done) break;
    seen += next.value.length;
    yield next.value;
  }
  if (seen < byteCount) throw new Error(`${seen} of ${byteCount} bytes arrived`);
}

/** The refusal of a file that is too large, also for one that says so before it is sent. */
export function tooLarge(): LimitError {
  return new LimitError(
    `The file is larger than ${MAX_IMPORT_BYTES / 1024 / 1024} MB. Remove columns you do not need or split the file, and upload it again.`,
  );
}

function count(number: number): string {
  return number.toLocaleString("en-AU");
}
