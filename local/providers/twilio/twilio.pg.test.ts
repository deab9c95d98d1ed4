import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { twilioFields, verifyTwilio } from "@/lib/integrations/twilio/webhook";
import { startProviders } from "@/local/providers/server";
import { ACCOUNT_PATH, TWILIO_ACCOUNT } from "@/local/providers/twilio/account";
import { twilioStandIn } from "@/local/providers/twilio/twilio";
import { type TestDatabase, testDatabase } from "@/tests/support/test-database";

const [SENDER, PERSON] = ["+61491570156", "+61491570006"];
let database: TestDatabase;
let product: Server;
const received: { url: string; signature: string; body: string }[] = [];
let now = new Date("2026-11-24T02:00:00Z");

beforeAll(async () => {
  database = await testDatabase();
  product = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = `http://${request.headers.host}${request.url}`;
      received.push({ url, signature: String(request.headers["x-twilio-signature"]), body: Buffer.concat(chunks).toString() });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => {
    product.listen(0, "127.0.0.1", resolve);
  });
});
afterAll(async () => {
  product.close();
  await database.drop();
});

test("a text goes on where it was when the stand-in starts again, and a STOP stays one", async () => {
  const appUrl = `http://127.0.0.1:${(product.address() as AddressInfo).port}`;
  const recipients = { react: async ({ at }: { at: Date }) => [{ kind: "reply" as const, at: new Date(at.getTime() + 60_000), text: "STOP" }] };
  const start = () =>
    startProviders({ port: 0, databaseUrl: database.localUrl, clock: { now: () => now }, seed: 1, appUrl, recipients, standIns: [twilioStandIn] });
  const headers = { authorization: `Basic ${Buffer.from(`${TWILIO_ACCOUNT.accountSid}:${TWILIO_ACCOUNT.authToken}`).toString("base64")}` };
  const send = (url: string, body: string) => {
    const form = new URLSearchParams({ To: PERSON ?? "", From: SENDER ?? "", Body: body, StatusCallback: `${appUrl}/status?touch=1` });
    return fetch(`${url}/twilio${ACCOUNT_PATH}/Messages.json`, { method: "POST", headers, body: form });
  };

  const first = await start();
  const sent = (await (await send(first.url, "Hi")).json()) as { sid: string };
  await first.close();

  now = new Date(now.getTime() + 5 * 60_000);
  const second = await start();
  try {
    await fetch(`${second.url}/_control/tick`, { method: "POST" });
    expect(received.map(({ body }) => twilioFields(body)).map((fields) => fields.MessageStatus ?? fields.Body)).toEqual([
      "queued",
      "sent",
      "delivered",
      "STOP",
    ]);
    expect(received.every((one) => verifyTwilio({ ...one, secrets: TWILIO_ACCOUNT.authToken }))).toBe(true);
    const message = await fetch(`${second.url}/twilio${ACCOUNT_PATH}/Messages/${sent.sid}.json`, { headers });
    expect(await message.json()).toMatchObject({ status: "delivered", price: "-0.05150" });
    const list = await fetch(`${second.url}/twilio${ACCOUNT_PATH}/Messages.json?To=${encodeURIComponent(SENDER ?? "")}`, { headers });
    expect(await list.json()).toMatchObject({ messages: [{ direction: "inbound", body: "STOP", from: PERSON }], next_page_uri: null });
    const refused = await send(second.url, "Hi again");
    expect([refused.status, await refused.json()]).toEqual([400, expect.objectContaining({ code: 21610, status: 400 })]);
  } finally {
    await second.close();
  }
});
