import "server-only";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { pinnedTo } from "@/lib/integrations/egress/pinned-to";

/** The start of an answer; `isCut` when there was more than was allowed. */
export type Exchanged = { status: number; location: string | null; contentType: string; body: Buffer; isCut: boolean };

type Options = { addresses: readonly string[]; userAgent: string; maxBytes: number; signal: AbortSignal };

const DECODERS = { gzip: createGunzip, "x-gzip": createGunzip, deflate: createInflate, br: createBrotliDecompress } as const;

/**
 * One GET, to addresses that were checked and to no other. Reads at most `maxBytes` of what the body unpacks to, so that a small answer
 * cannot become a large one. Redirects are answers like any other.
 * @throws whatever the network says
 */
export function exchange(url: URL, { addresses, userAgent, maxBytes, signal }: Options): Promise<Exchanged> {
  const { promise, resolve, reject } = Promise.withResolvers<Exchanged>();
  const make = url.protocol === "https:" ? httpsRequest : httpRequest;
  const request = make(
    url,
    {
      method: "GET",
      agent: false,
      signal,
      lookup: pinnedTo(addresses),
      headers: {
        "user-agent": userAgent,
        accept: "text/html,application/xhtml+xml,text/plain;q=0.8,application/xml;q=0.7,*/*;q=0.1",
        "accept-language": "en-AU,en;q=0.9,*;q=0.3",
        "accept-encoding": "gzip, deflate, br",
      },
    },
    (response) => {
      readAnswer(response, maxBytes).then(resolve, reject);
    },
  );
  request.on("error", reject);
  request.end();
  return promise;
}

async function readAnswer(response: IncomingMessage, maxBytes: number): Promise<Exchanged> {
  const { statusCode: status = 0, headers } = response;
  const start = { status, location: headers.location ?? null, contentType: headers["content-type"] ?? "" };
  const isMoved = status >= 300 && status < 400 && start.location !== null;
  if (isMoved || !isText(start.contentType)) {
    response.destroy();
    return { ...start, body: Buffer.alloc(0), isCut: false };
  }
  return { ...start, ...(await readBounded(response, maxBytes)) };
}

/** A body nobody will read is not fetched. No content type at all is looked at, as browsers do. */
function isText(contentType: string): boolean {
  return contentType === "" || /^\s*(?:text\/|application\/(?:xhtml\+)?xml\b)/i.test(contentType);
}

async function readBounded(response: IncomingMessage, maxBytes: number): Promise<{ body: Buffer; isCut: boolean }> {
  const decoder = DECODERS[(response.headers["content-encoding"] ?? "").trim().toLowerCase() as keyof typeof DECODERS]?.();
  if (decoder) {
    response.on("error", (error) => decoder.destroy(error));
    response.pipe(decoder);
  }
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of decoder ?? response) {
      pieces.push(piece as Buffer);
      length += (piece as Buffer).length;
      if (length > maxBytes) break;
    }
  } catch (error) {
    if (pieces.length === 0 || !isCutShort(error)) throw error; // what came before a broken end is still a page
  } finally {
    response.destroy();
    decoder?.destroy();
  }
  return { body: Buffer.concat(pieces).subarray(0, maxBytes), isCut: length > maxBytes };
}

function isCutShort(error: unknown): boolean {
  return ["Z_BUF_ERROR", "Z_DATA_ERROR", "ECONNRESET", "ERR_STREAM_PREMATURE_CLOSE"].includes((error as NodeJS.ErrnoException).code ?? "");
}
