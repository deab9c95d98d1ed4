import type { IncomingMessage } from "node:http";
import { HttpError } from "@/local/http/http-answer";

/**
 * Reads a request to its end.
 * @throws what `tooLarge` makes, HttpError 413 by default, when the body is larger than `maxBytes`
 */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
  tooLarge: () => Error = () => new HttpError(413, "The request is too large."),
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
  }
  // Read to the end all the same: an answer in the middle of an upload resets the connection, and the client never sees it.
  if (size > maxBytes) throw tooLarge();
  return Buffer.concat(chunks);
}
