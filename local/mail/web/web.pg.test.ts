import { describe, expect, test } from "vitest";
import { AVA, MailFixture } from "@/local/mail/mail-fixture";

const lab = new MailFixture();

describe("the web view", () => {
  const page = async (path: string) => (await fetch(lab.mail.url + path)).text();
  const press = (path: string, body = "", headers: Record<string, string> = {}) =>
    fetch(lab.mail.url + path, {
      method: "POST",
      body,
      redirect: "manual",
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    });

  test("a hostile message is shown and harms nothing", async () => {
    const to = lab.sam();
    const attack = "<script>alert(1)</script>";
    await lab.send(to, {
      from: { name: attack, address: AVA },
      subject: `${attack}"><img src=x onerror=alert(1)>`,
      text: `${attack} & more`,
      html: `<p>hello</p>${attack}<img src="http://tracker.example/p.gif">`,
      attachments: [{ filename: `"><b>x</b>.html`, content: attack, contentType: "text/html" }],
    });
    const [message] = await lab.inbox(to);
    const path = `/message/${message?.id}`;
    for (const view of [
      "/",
      `/?q=${encodeURIComponent(attack)}`,
      `/mailbox/${encodeURIComponent(to)}`,
      path,
      `${path}?done=${encodeURIComponent(attack)}`,
    ]) {
      const text = await page(view);
      expect(text).not.toContain("<script");
      expect(text).not.toContain("<img");
      expect(text).not.toContain("<b>x");
    }
    const shown = await fetch(`${lab.mail.url + path}/html`);
    expect(shown.headers.get("content-security-policy")).toMatch(/default-src 'none'.*sandbox/);
    expect(await shown.text()).toContain("<p>hello</p>");
    const attachment = await fetch(`${lab.mail.url + path}/attachment/0`);
    expect(attachment.headers.get("content-type")).toBe("application/octet-stream");
    expect(attachment.headers.get("content-disposition")).toMatch(/^attachment;/);
    expect(await page(`${path}/raw`)).toContain("Return-Path");
  });

  test("a reply from the page reaches the product, threaded and quoted", async () => {
    const to = lab.sam();
    const { messageId } = await lab.send(to);
    const [message] = await lab.inbox(to);
    const answer = await press(`/message/${message?.id}/reply`, new URLSearchParams({ text: "Tuesday?\nSam" }).toString());
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/message/${message?.id}?done=Sent.`]);
    await lab.product.got(1);
    expect(lab.product.received[0]).toMatchObject({
      From: to,
      Subject: "Re: Quick question",
      StrippedTextReply: "Tuesday?\nSam",
      OriginalRecipient: AVA,
    });
    expect(lab.product.received[0]?.Headers).toContainEqual({ Name: "In-Reply-To", Value: messageId });
    expect(lab.product.received[0]?.TextBody).toContain("> may I ask?");
    expect((await press(`/message/${message?.id}/reply`, "text=")).status).toBe(400);
  });

  test("buttons send reports; one-click unsubscribe posts what RFC 8058 says", async () => {
    const to = lab.sam();
    await lab.send(to, {
      list: { unsubscribe: { url: `${lab.product.url}/u/token` } },
      headers: { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
    });
    const [message] = await lab.inbox(to);
    expect(await page(`/message/${message?.id}`)).toContain("One-click unsubscribe");
    await press(`/message/${message?.id}/unsubscribe`);
    expect(lab.product.unsubscribes).toEqual(["POST List-Unsubscribe=One-Click"]);
    await press(`/message/${message?.id}/complain`);
    await lab.product.got(1);
    expect(lab.product.received[0]?.RawEmail).toContain("report-type=feedback-report");
    expect((await press(`/message/${message?.id}/explode`)).status).toBe(404);
  });

  test("another site cannot press buttons", async () => {
    // no-referrer would make browsers send "Origin: null" from our own pages.
    expect((await fetch(lab.mail.url)).headers.get("referrer-policy")).toBe("same-origin");
    const to = lab.sam();
    await lab.send(to);
    const [message] = await lab.inbox(to);
    expect((await press(`/message/${message?.id}/bounce`, "", { origin: "https://evil.example" })).status).toBe(403);
    expect((await press(`/message/${message?.id}/bounce`, "", { origin: lab.mail.url })).status).toBe(303);
  });

  test("unknown pages, messages and control calls are refused by name", async () => {
    const missing = await fetch(`${lab.mail.url}/message/none`);
    expect([missing.status, missing.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
    expect(await missing.text()).toContain("There is no such message.");
    expect((await fetch(`${lab.mail.url}/mailbox/%zz`)).status).toBe(400);
    const response = await fetch(`${lab.mail.url}/_control/dance`);
    expect(response.status).toBe(501);
    expect((await response.json()).error).toContain("GET /_control/dance");
    expect((await lab.post("behaviour", { address: "x@y.example", behaviour: { kind: "explode" } })).status).toBe(400);
  });
});
