import { simpleParser } from "mailparser";
import { unsubscribeUrl } from "@/local/mail/one-click";
import { findPostForm } from "@/local/market/page-form";

/** How a way out over the web ended; `unreachable` is worth another try at once, `refused` one by the clock. */
export type WebOptOut = { result: "done" | "refused" | "unreachable" | "no_link"; detail: string };

const TIMEOUT_MS = 15_000;
/** Nobody listens there now, or the connection was cut: the product is starting or was killed. */
const GONE = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);
const WAY_OUT = /unsubscrib|opt[- ]?out|not hear from|stop receiving|no longer (?:wish|want)|rather not/i;
const LINK = /https?:\/\/[^\s<>"')\]]+/;

/** The POST a mail program makes when its reader presses "unsubscribe" (RFC 8058). */
export async function clickUnsubscribe(raw: Buffer): Promise<WebOptOut> {
  const url = unsubscribeUrl(await simpleParser(raw, { skipImageLinks: true }));
  if (!url) return { result: "no_link", detail: "no one-click header" };
  return guarded(async () => {
    const response = await send(url, { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) });
    return settled(response);
  });
}

/** Opens the link a reader sees in the text and presses the button on the page. */
export async function unsubscribeOnPage(raw: Buffer): Promise<WebOptOut> {
  const { text = "" } = await simpleParser(raw, { skipImageLinks: true });
  const url = wayOutIn(text);
  return url ? unsubscribeAt(url) : { result: "no_link", detail: "no link in the text" };
}

/** Opens a page and presses its button. */
export function unsubscribeAt(url: string): Promise<WebOptOut> {
  return guarded(async () => {
    const page = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await page.text();
    if (!page.ok) return { result: "refused", detail: `the page answered ${page.status}` };
    const form = findPostForm(text, page.url);
    if (!form) return { result: "refused", detail: "the page has no form to press" };
    const body = form.isMultipart ? new FormData() : new URLSearchParams();
    for (const [name, value] of form.fields) body.append(name, value);
    return settled(await send(form.action, { method: "POST", body, headers: { origin: new URL(form.action).origin } }));
  });
}

/** The address in the line that offers a way out; print may break the line before it. */
export function wayOutIn(text: string): string | undefined {
  const lines = text.split(/\r?\n/);
  const offering = lines.findIndex((line, index) => WAY_OUT.test(line) && LINK.test(`${line} ${lines[index + 1] ?? ""}`));
  if (offering < 0) return undefined;
  return (LINK.exec(lines[offering] ?? "") ?? LINK.exec(lines[offering + 1] ?? ""))?.[0].replace(/[.,;]$/, "");
}

async function send(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
  await response.arrayBuffer();
  return response;
}

function settled({ status }: Response): WebOptOut {
  return status >= 200 && status < 400
    ? { result: "done", detail: `answered ${status}` }
    : { result: "refused", detail: `answered ${status}` };
}

async function guarded(work: () => Promise<WebOptOut>): Promise<WebOptOut> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = (error.cause as { code?: string } | undefined)?.code;
    if (code !== undefined && GONE.has(code)) return { result: "unreachable", detail: code };
    return { result: "refused", detail: code ?? error.name };
  }
}
