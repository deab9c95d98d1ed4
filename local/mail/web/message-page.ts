import { type ParsedMail, simpleParser } from "mailparser";
import { html } from "@/local/http/html";
import type { HttpAnswer } from "@/local/http/http-answer";
import type { MessageWithRaw } from "@/local/mail/message";
import { unsubscribeUrl } from "@/local/mail/one-click";
import { page, timeOf } from "@/local/mail/web/layout";
import { mailboxPath } from "@/local/mail/web/mailbox-pages";

/** The mail's own HTML runs nothing and loads nothing. */
const BODY_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; sandbox";

const BUTTONS = [
  { action: "bounce", label: "Bounce it" },
  { action: "away", label: "Out of office" },
  { action: "ticket", label: "Ticket opened" },
  { action: "left", label: "Has left" },
  { action: "read", label: "Read receipt" },
  { action: "complain", label: "Report as spam" },
] as const;

/** One message: headers, text, HTML, attachments, source, and what its reader may do with it. */
export async function messagePage(message: MessageWithRaw, notice: string | null): Promise<HttpAnswer> {
  const mail = await parse(message);
  const path = `/message/${message.id}`;
  return page(
    message.subject || "(no subject)",
    html`<p class="dim">In <a href="${mailboxPath(message.mailbox)}">${message.mailbox}</a>, received ${timeOf(message.receivedAt)}.
<a href="${path}/raw">Raw source</a></p>
<h2>Answer</h2>
<form method="post" action="${path}/reply"><textarea name="text" required aria-label="Reply"></textarea><p><button>Reply as ${message.mailbox}</button></p></form>
${BUTTONS.map(({ action, label }) => html`<form class="inline" method="post" action="${path}/${action}"><button>${label}</button></form>`)}
${unsubscribeUrl(mail) ? html`<form class="inline" method="post" action="${path}/unsubscribe"><button>One-click unsubscribe</button></form>` : ""}
<h2>Text</h2><pre>${mail.text ?? "(no text part)"}</pre>
${mail.html ? html`<h2>HTML</h2><iframe sandbox src="${path}/html" title="HTML part of the message"></iframe>` : ""}
${
  mail.attachments.length > 0
    ? html`<h2>Attachments</h2><ul>${mail.attachments.map(
        (attachment, index) =>
          html`<li><a href="${path}/attachment/${index}">${attachment.filename ?? `part ${index + 1}`}</a> <span class="dim">${attachment.contentType}, ${attachment.size} bytes</span></li>`,
      )}</ul>`
    : ""
}
<h2>Headers</h2><table><tbody>${mail.headerLines.map(({ line }) => html`<tr><td>${line.slice(0, line.indexOf(":"))}</td><td>${line.slice(line.indexOf(":") + 1).trim()}</td></tr>`)}</tbody></table>`,
    { notice },
  );
}

export async function messageHtml(message: MessageWithRaw): Promise<HttpAnswer> {
  const mail = await parse(message);
  return {
    status: 200,
    headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": BODY_POLICY },
    body: `<!doctype html><meta charset="utf-8">${mail.html || ""}`,
  };
}

export function messageRaw(message: MessageWithRaw): HttpAnswer {
  return {
    status: 200,
    headers: { "content-type": "text/plain; charset=utf-8", "content-security-policy": BODY_POLICY },
    body: message.raw,
  };
}

/** Always a download: what a stranger attached is not shown on this origin. */
export async function messageAttachment(message: MessageWithRaw, index: number): Promise<HttpAnswer | undefined> {
  const attachment = (await parse(message)).attachments[index];
  if (!attachment) return undefined;
  const name = encodeURIComponent(attachment.filename ?? `part-${index + 1}`);
  return {
    status: 200,
    headers: {
      "content-type": "application/octet-stream",
      "content-security-policy": BODY_POLICY,
      "content-disposition": `attachment; filename*=UTF-8''${name}`,
    },
    body: attachment.content,
  };
}

/** The text part as sent; HTML is neither made from it nor turned into it. */
function parse(message: MessageWithRaw): Promise<ParsedMail> {
  return simpleParser(message.raw, { skipImageLinks: true, skipHtmlToText: true, skipTextToHtml: true });
}
