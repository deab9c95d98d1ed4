import { simpleParser } from "mailparser";
import { html } from "@/local/http/html";
import { type HttpAnswer, HttpError, type HttpRequest } from "@/local/http/http-answer";
import { normalizeAddress } from "@/local/mail/address";
import type { Reaction } from "@/local/mail/behaviour";
import type { MailSystem } from "@/local/mail/mail-system";
import type { MessageWithRaw } from "@/local/mail/message";
import { headerBlock } from "@/local/mail/mime/original-message";
import { postUnsubscribe, unsubscribeUrl } from "@/local/mail/one-click";
import { page } from "@/local/mail/web/layout";
import { mailboxesPage, mailboxPage } from "@/local/mail/web/mailbox-pages";
import { messageAttachment, messageHtml, messagePage, messageRaw } from "@/local/mail/web/message-page";

const BUTTON_REACTIONS: Readonly<Record<string, Reaction>> = {
  bounce: { kind: "bounce" },
  away: { kind: "away" },
  ticket: { kind: "ticket" },
  left: { kind: "left" },
  read: { kind: "read" },
  complain: { kind: "complain" },
};

/** The pages for people; a refusal is a page too. */
export async function web(system: MailSystem, request: HttpRequest): Promise<HttpAnswer> {
  try {
    return await route(system, request);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return page("That did not work", html`<p>${error.message}</p>`, { status: error.status });
  }
}

async function route(system: MailSystem, request: HttpRequest): Promise<HttpAnswer> {
  const [area = "", name = "", part, detail] = request.url.pathname.slice(1).split("/").map(decode);
  if (request.method === "GET" && area === "") return mailboxesPage(system, request);
  if (request.method === "GET" && area === "mailbox" && part === undefined) return mailboxPage(system, normalizeAddress(name));
  if (area !== "message") throw new HttpError(404, "There is no such page.");

  const message = await system.store.mailboxes.find(name);
  if (!message) throw new HttpError(404, "There is no such message.");
  if (request.method === "GET") return show(message, part, detail, request);
  if (request.method !== "POST") throw new HttpError(405, "Only GET and POST are understood here.");
  return redirect(message, await act(system, message, part, request));
}

async function show(
  message: MessageWithRaw,
  part: string | undefined,
  detail: string | undefined,
  request: HttpRequest,
): Promise<HttpAnswer> {
  if (part === undefined) return messagePage(message, request.url.searchParams.get("done"));
  if (part === "html") return messageHtml(message);
  if (part === "raw") return messageRaw(message);
  const attachment = part === "attachment" ? await messageAttachment(message, Number(detail)) : undefined;
  if (!attachment) throw new HttpError(404, "The message has no such part.");
  return attachment;
}

/** Does what a button or the reply form asks; answers what to tell the person. */
async function act(system: MailSystem, message: MessageWithRaw, action: string | undefined, request: HttpRequest): Promise<string> {
  if (action === "unsubscribe") return unsubscribe(message);
  const reaction = action === "reply" ? replyOf(request) : BUTTON_REACTIONS[action ?? ""];
  if (!reaction) throw new HttpError(404, "There is no such action.");
  const id = await system.office.react(message, reaction);
  return id === undefined ? "Nothing was sent: a mail system does not answer this kind of message." : "Sent.";
}

function replyOf(request: HttpRequest): Reaction {
  const text = new URLSearchParams(request.body).get("text")?.trim();
  if (!text) throw new HttpError(400, "Write something to reply with.");
  return { kind: "reply", text };
}

async function unsubscribe(message: MessageWithRaw): Promise<string> {
  const url = unsubscribeUrl(await simpleParser(headerBlock(message.raw)));
  if (!url) throw new HttpError(404, "The message offers no one-click unsubscribe.");
  try {
    return `The unsubscribe address answered ${await postUnsubscribe(url)}.`;
  } catch (error) {
    return `The unsubscribe address could not be reached: ${error instanceof Error ? error.message : String(error)}.`;
  }
}

function redirect(message: MessageWithRaw, notice: string): HttpAnswer {
  return { status: 303, headers: { location: `/message/${message.id}?done=${encodeURIComponent(notice)}` }, body: "" };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new HttpError(400, "The address is malformed.");
  }
}
