import { afterAll, beforeAll, expect, test } from "vitest";
import { postmark } from "@/lib/integrations/postmark/api";
import { resend } from "@/lib/integrations/resend/api";
import { resendEvent } from "@/lib/integrations/resend/webhook";
import { smartlead } from "@/lib/integrations/smartlead/api";
import { createSmartleadCarrier } from "@/lib/integrations/smartlead/carrier";
import { type Mail, startMail } from "@/local/mail/server";
import { type MailLink, mailLink } from "@/local/providers/mail/mail-link";
import { POSTMARK_TOKEN, postmarkStandIn } from "@/local/providers/postmark/postmark";
import { RESEND_KEY, resendStandIn } from "@/local/providers/resend/resend";
import { startProviders } from "@/local/providers/server";
import { SMARTLEAD_KEY, smartleadStandIn } from "@/local/providers/smartlead/smartlead";
import { webhookReceiver } from "@/tests/contracts/webhook-receiver";
import { type TestDatabase, testDatabase } from "@/tests/support/test-database";

const AVA = "ava@getagency.example";
let now = new Date("2026-11-24T02:00:00Z");
const clock = { now: () => now };
let database: TestDatabase;
let product: Awaited<ReturnType<typeof webhookReceiver>>;
let mail: Mail;
let link: MailLink;
let providers: Awaited<ReturnType<typeof startProviders>>;

const start = () =>
  startProviders({
    port: 0,
    databaseUrl: database.localUrl,
    clock,
    seed: 1,
    appUrl: product.url,
    mail: link,
    standIns: [resendStandIn, smartleadStandIn, postmarkStandIn],
  });

beforeAll(async () => {
  database = await testDatabase();
  product = await webhookReceiver();
  const target = { webhookUrl: `${product.url}/api/webhooks/postmark`, user: "inbound", password: "p" };
  mail = await startMail({ smtpPort: 0, httpPort: 0, databaseUrl: database.localUrl, clock, postmark: target });
  link = mailLink({ smtpUrl: mail.smtpUrl, mailUrl: mail.url });
  providers = await start();
});
afterAll(async () => {
  await providers.close();
  link.close();
  await mail.close();
  await product.close();
  await database.drop();
});

async function passMinutes(minutes: number): Promise<void> {
  now = new Date(now.getTime() + minutes * 60_000);
  await mail.tick();
  await fetch(`${providers.url}/_control/tick`, { method: "POST" });
}

test("mail really travels, comes back, is told and listed, also over a restart", async () => {
  const relay = { apiKey: SMARTLEAD_KEY, baseUrl: `${providers.url}/smartlead/api/v1`, fetch };
  const [smtp, imap] = [
    { host: "127.0.0.1", port: 25 },
    { host: "127.0.0.1", port: 143 },
  ];
  const warmup = { isEnabled: true, perDay: 20, rampUpPerDay: 2, replyRatePercent: 30 };
  const mailbox = { fromName: "Ava", fromEmail: AVA, user: AVA, password: "p", smtp, imap, maximumPerDay: 30, warmup };
  await smartlead(relay).saveMailbox(mailbox);
  const message = {
    messageId: "<ours@getagency.example>",
    from: { name: "Ava", address: AVA },
    to: { name: "Sam", address: "sam+away@prospect.example" },
    subject: "Quick question",
    text: "Hi Sam",
    date: now,
    inReplyTo: null,
    references: [],
    headers: {},
  };
  expect(await createSmartleadCarrier(relay).handOver(message, "touch-1")).toMatchObject({ outcome: "accepted" });

  await providers.close(); // what is due is remembered
  providers = await start();
  await passMinutes(10);
  const api = resend({ apiKey: RESEND_KEY, baseUrl: `${providers.url}/resend`, fetch });
  const email = { from: { name: "Ava", address: AVA }, to: ["lee+bounce@prospect.example"], subject: "Hello", text: "Hello" };
  const { id } = await api.sendEmail(email, "key-1");
  await passMinutes(5);
  await passMinutes(5);

  const told = (path: string) => product.received.filter((one) => one.path.startsWith(path)).map(({ body }) => JSON.parse(body) as unknown);
  await expect
    .poll(() => told("/api/webhooks/smartlead").map((body) => (body as { event_type: string }).event_type))
    .toEqual(["EMAIL_SENT", "EMAIL_REPLY"]);
  await expect.poll(() => told("/api/webhooks/resend").map((body) => resendEvent.parse(body).type)).toContain("email.bounced");
  expect((await api.getEmail(id)).last_event).toBe("bounced");

  const listed = await postmark({ apiKey: POSTMARK_TOKEN, baseUrl: `${providers.url}/postmark`, fetch }).listInbound({
    count: 10,
    offset: 0,
  });
  expect(listed.InboundMessages.map(({ OriginalRecipient }) => OriginalRecipient)).toContain(AVA);
});
