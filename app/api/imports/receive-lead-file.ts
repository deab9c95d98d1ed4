import "server-only";
import type { Ctx } from "@/lib/context";
import { MAX_IMPORT_BYTES } from "@/lib/domain/lead-import";
import { receiveUpload, tooLarge } from "@/lib/engines/imports/receive-upload";
import { AppError } from "@/lib/errors";

const STATUS: Readonly<Record<string, number>> = { invalid: 422, limit: 413, forbidden: 403, conflict: 409, not_found: 404 };

/**
 * Takes a lead file out of a request whose body is the file itself (`content-type: text/csv`, its name percent-encoded in `x-file-name`).
 * Answers 201 `{importJobId}` or `{code, message}`. The rest of a refused file is read and dropped, within the limit, because a browser
 * shows the answer only after it could send everything; a file that is too large is cut off.
 */
export async function receiveLeadFile(request: Request, ctx: Ctx): Promise<Response> {
  if (!request.headers.get("content-type")?.startsWith("text/csv")) {
    return refusal(415, "unsupported", "Send the file itself as text/csv.");
  }
  const announced = request.headers.get("content-length");
  if (Number(announced ?? 0) > MAX_IMPORT_BYTES) return refusal(413, "limit", tooLarge().message);
  if (!request.body) return refusal(422, "invalid", "The file is empty. Upload a CSV whose first row names the columns.");

  const reader = request.body.getReader();
  try {
    const importJobId = await receiveUpload(ctx, {
      fileName: fileName(request.headers),
      bytes: bytesOf(reader),
      byteCount: announced === null ? undefined : Number(announced),
    });
    return Response.json({ importJobId }, { status: 201 });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code !== "limit") await dropRest(reader);
    return refusal(STATUS[error.code] ?? 400, error.code, error.message);
  }
}

/** Reads through, and never cancels: to cancel a request's body is to hang up before the answer. */
async function* bytesOf(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

async function dropRest(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  let dropped = 0;
  while (dropped <= MAX_IMPORT_BYTES) {
    const next = await reader.read().catch(() => ({ done: true as const, value: undefined })); // gone: nobody waits for an answer
    if (next.done) return;
    dropped += next.value.length;
  }
}

function refusal(status: number, code: string, message: string): Response {
  return Response.json({ code, message }, { status, headers: status === 413 ? { connection: "close" } : {} });
}

function fileName(headers: Headers): string {
  const encoded = headers.get("x-file-name") ?? "";
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    if (error instanceof URIError) return encoded;
    throw error;
  }
}
