import { html } from "@/local/http/html";
import type { HttpAnswer, HttpRequest } from "@/local/http/http-answer";
import { TAG_BEHAVIOURS } from "@/local/mail/behaviour";
import type { MailSystem } from "@/local/mail/mail-system";
import { page, timeOf } from "@/local/mail/web/layout";

const LIST_LIMIT = 200;

/** Every mailbox that holds mail, newest first, and how to make an address misbehave. */
export async function mailboxesPage({ store, sender, clock }: MailSystem, { url }: HttpRequest): Promise<HttpAnswer> {
  const search = url.searchParams.get("q") ?? "";
  const [mailboxes, pending] = await Promise.all([store.mailboxes.list({ search, limit: LIST_LIMIT }), store.pending(clock.now())]);
  const unreachable = sender.unreachable();

  return page(
    "Mailboxes",
    html`<form role="search"><input type="search" name="q" value="${search}" placeholder="Find an address" aria-label="Find an address"> <button>Find</button></form>
<p class="dim">${pending.queuedWebhooks} waiting to reach the app${unreachable && pending.queuedWebhooks > 0 ? ` (not reachable: ${unreachable})` : ""}, ${pending.pendingTimers} scheduled. Time here: ${timeOf(clock.now())}.</p>
${
  mailboxes.length === 0
    ? html`<p>${search ? "No mailbox matches." : "Nothing has arrived yet. Whatever is sent over SMTP shows up here."}</p>`
    : html`<table><thead><tr><th>Mailbox</th><th class="number">Messages</th><th class="number">Last</th></tr></thead><tbody>
${mailboxes.map(
  ({ mailbox, messages, lastAt }) => html`<tr>
<td><a href="${mailboxPath(mailbox)}">${mailbox}</a>${store.mailboxes.isOurs(mailbox) ? html` <span class="dim">sends from the app</span>` : ""}</td>
<td class="number">${messages}</td><td class="number">${timeOf(lastAt)}</td></tr>`,
)}</tbody></table>`
}
${mailboxes.length === LIST_LIMIT ? html`<p class="dim">Only the latest ${LIST_LIMIT} are shown.</p>` : ""}
<h2>Addresses that behave badly</h2>
<p class="dim">Put the tag into any address outside the app, as in <code>sam+bounce@prospect.example</code>.</p>
<table><tbody>${Object.entries(TAG_BEHAVIOURS).map(([tag, { does }]) => html`<tr><td><code>+${tag}</code></td><td>${does}</td></tr>`)}</tbody></table>`,
  );
}

/** One mailbox, newest message first. */
export async function mailboxPage({ store }: MailSystem, mailbox: string): Promise<HttpAnswer> {
  const messages = await store.mailboxes.messagesIn(mailbox, LIST_LIMIT);
  if (messages.length === 0) return page(mailbox, html`<p>This mailbox is empty.</p>`, { status: 404 });
  return page(
    mailbox,
    html`<table><thead><tr><th>From</th><th>Subject</th><th class="number">Received</th></tr></thead><tbody>
${messages.map(
  (
    message,
  ) => html`<tr><td>${message.headerFrom || "(nobody)"}</td><td><a href="/message/${message.id}">${message.subject || "(no subject)"}</a></td>
<td class="number">${timeOf(message.receivedAt)}</td></tr>`,
)}</tbody></table>`,
  );
}

export function mailboxPath(mailbox: string): string {
  return `/mailbox/${encodeURIComponent(mailbox)}`;
}
