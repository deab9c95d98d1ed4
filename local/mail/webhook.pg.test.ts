import { describe, expect, test, vi } from "vitest";
import { AVA, DAY_MS, MailFixture, MINUTE_MS } from "@/local/mail/mail-fixture";

const lab = new MailFixture();

describe("mail to the product", () => {
  const raw = (to: string, text = "Sounds good") =>
    `From: Sam <sam@prospect.example>\r\nTo: ${to}\r\nSubject: Re: hi\r\nMessage-ID: <${lab.unique("m")}@prospect.example>\r\n\r\n${text}`;

  test("is posted with Basic credentials; mail for anybody else is only stored", async () => {
    await lab.send(lab.sam());
    const to = AVA.replace("@", "+t1a1@");
    const id = await lab.mail.deliver({ mailFrom: "sam@prospect.example", to, raw: raw(to) });
    await lab.mail.deliver({ mailFrom: "sam@prospect.example", to: "nobody@elsewhere.example", raw: raw("nobody@elsewhere.example") });
    await lab.product.got(1);
    expect(lab.product.authorizations).toEqual([`Basic ${Buffer.from("postmark:s3cret").toString("base64")}`]);
    expect(lab.product.received[0]).toMatchObject({ MessageID: id, MailboxHash: "t1a1", OriginalRecipient: to, TextBody: "Sounds good" });
    expect(await lab.inbox("nobody@elsewhere.example")).toHaveLength(1);
  });

  test("an inbound domain comes back without ever having sent", async () => {
    await lab.restart({ inboundDomains: ["Reply.Agency.Example"] });
    await lab.send("unsubscribe+token@reply.agency.example");
    await lab.product.got(1);
    expect(lab.product.received[0]).toMatchObject({ OriginalRecipient: "unsubscribe+token@reply.agency.example", MailboxHash: "token" });
  });

  test("a failure is tried again on Postmark's schedule until it is accepted", async () => {
    await lab.send(lab.sam());
    lab.product.status = 500;
    const id = await lab.mail.deliver({ mailFrom: "sam@prospect.example", to: AVA, raw: raw(AVA) });
    await lab.product.got(1);
    let count = 1;
    for (const minutes of [1, 5, 10]) {
      await vi.waitFor(async () => expect((await lab.state()).nextTimerAt).toBe(new Date(lab.nowMs + minutes * MINUTE_MS).toISOString()));
      await lab.advance(minutes * MINUTE_MS - 1);
      expect(lab.product.received).toHaveLength(count);
      await lab.advance(1);
      await lab.product.got(++count);
    }
    lab.product.status = 202;
    await vi.waitFor(async () => expect((await lab.state()).queuedWebhooks).toBe(0));
    await lab.advance(10 * MINUTE_MS);
    await lab.product.got(++count);
    expect(new Set(lab.product.received.map((payload) => payload.MessageID))).toEqual(new Set([id]));
    await vi.waitFor(async () => expect(await lab.state()).toMatchObject({ queuedWebhooks: 0, pendingTimers: 0 }));
  });

  test("403 stops for good, and replay sends it again", async () => {
    await lab.send(lab.sam());
    lab.product.status = 403;
    const id = await lab.mail.deliver({ mailFrom: "sam@prospect.example", to: AVA, raw: raw(AVA) });
    await lab.product.got(1);
    await vi.waitFor(async () => expect(await lab.state()).toMatchObject({ queuedWebhooks: 0, pendingTimers: 0 }));
    await lab.advance(DAY_MS);
    expect(lab.product.received).toHaveLength(1);
    lab.product.status = 200;
    expect((await lab.post("webhook/replay", { id })).status).toBe(200);
    await lab.product.got(2);
    expect((await lab.post("webhook/replay", { id: "none" })).status).toBe(404);
  });

  test("while the product is down nothing is lost or counted, also over a restart", async () => {
    await lab.send(lab.sam());
    await lab.product.stop();
    await lab.mail.deliver({ mailFrom: "sam@prospect.example", to: AVA, raw: raw(AVA) });
    await vi.waitFor(async () => expect((await lab.state()).productUnreachable).toBe("ECONNREFUSED"));
    await lab.restart();
    expect(await lab.state()).toMatchObject({ queuedWebhooks: 1 });
    await lab.product.start();
    await lab.product.got(1);
    await vi.waitFor(async () => expect(await lab.state()).toMatchObject({ queuedWebhooks: 0, productUnreachable: null }));
    const { webhooks } = await lab.get<{ webhooks: { attempts: number }[] }>("/_control/webhooks");
    expect(webhooks[0]?.attempts).toBe(1);
  });

  test("the next webhook can be delivered twice", async () => {
    await lab.send(lab.sam());
    await lab.post("webhook/duplicate", { count: 1 });
    await lab.mail.deliver({ mailFrom: "sam@prospect.example", to: AVA, raw: raw(AVA) });
    await lab.product.got(2);
    expect(lab.product.received[0]).toEqual(lab.product.received[1]);
    await lab.mail.deliver({ mailFrom: "sam@prospect.example", to: AVA, raw: raw(AVA, "another") });
    await lab.product.got(3);
  });

  test("equal bytes twice are two messages", async () => {
    const bytes = raw(AVA);
    await lab.send(lab.sam());
    const ids = [
      await lab.mail.deliver({ mailFrom: "", to: AVA, raw: bytes }),
      await lab.mail.deliver({ mailFrom: "", to: AVA, raw: bytes }),
    ];
    expect(new Set(ids).size).toBe(2);
    await lab.product.got(2);
  });
});

test("a port that is taken is said, and nothing is left running", async () => {
  await expect(lab.startAnother({ smtpPort: lab.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  const httpPort = Number(new URL(lab.mail.url).port);
  await expect(lab.startAnother({ httpPort })).rejects.toMatchObject({ code: "EADDRINUSE" });
});
