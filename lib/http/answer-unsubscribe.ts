import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { findUnsubscribeTarget, unsubscribe } from "@/lib/engines/suppression/unsubscribe-by-token";
import { confirmationPage, notFoundPage, questionPage } from "@/lib/http/unsubscribe-pages";

type Options = {
  db: Db;
  ctxFor(clientId: string): Ctx;
  pepper: string;
  /** For the one style element of the page. */
  nonce: string;
};

const METHODS = "GET, HEAD, POST, OPTIONS";
/** A one-click body is 27 bytes, in a multipart form a few hundred. */
const MAXIMUM_BODY_BYTES = 16_384;

/**
 * Answers one request to an unsubscribe link. Only POST changes anything, whatever its body says: the suppression is committed before
 * the answer, and a repeat is answered alike. GET, HEAD and OPTIONS never do, because scanners follow every link (EM-11). Anything we did
 * not issue is the same 404.
 */
export async function answerUnsubscribe(request: Request, token: string, { db, ctxFor, pepper, nonce }: Options): Promise<Response> {
  if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: { allow: METHODS } });
  const target = await findUnsubscribeTarget(db, token);
  if (!target) return html(notFoundPage(nonce), nonce, 404);
  if (request.method !== "POST") return html(questionPage(target, nonce), nonce, 200);

  const isOneClick = await hasOneClickBody(request);
  const source = isOneClick ? "one_click" : "unsubscribe_page";
  await unsubscribe(ctxFor(target.clientId), { leadId: target.leadId, source }, { pepper });
  return isOneClick
    ? new Response("Unsubscribed.\n", { headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" } })
    : html(confirmationPage(target, nonce), nonce, 200);
}

function html(body: string, nonce: string, status: number): Response {
  return new Response(body, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      "cache-control": "no-store",
      // The token is in the address: it goes to nobody else, and no search engine keeps it.
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex, nofollow",
      "x-content-type-options": "nosniff",
    },
  });
}

/** Whether a mail service posts what RFC 8058 says, as a URL-encoded or a multipart form. */
async function hasOneClickBody(request: Request): Promise<boolean> {
  const text = await readStart(request);
  if (new URLSearchParams(text).get("List-Unsubscribe") === "One-Click") return true;
  return /name="?List-Unsubscribe"?[^\n]*\r?\n(?:[^\n]+\r?\n)*\r?\nOne-Click\s/i.test(text);
}

async function readStart(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size >= MAXIMUM_BODY_BYTES) break;
  }
  return Buffer.concat(chunks).toString("latin1", 0, MAXIMUM_BODY_BYTES);
}
