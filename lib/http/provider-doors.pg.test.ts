import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hmacSignature } from "@/lib/integrations/signatures/hmac-signature";
import { signStandardWebhook } from "@/lib/integrations/signatures/standard-webhook";
import { timestampedSignature } from "@/lib/integrations/signatures/timestamped-signature";
import { providersEnv } from "@/local/providers/stand-ins";
import { twilioSigner } from "@/local/providers/twilio/sign";
import { WEDNESDAY_MORNING as NOW } from "@/tests/support/factories";
import { fileWorld } from "@/tests/support/file-world";
import { webhookDoors } from "@/tests/support/webhook-doors";

const APP = "https://app.agency.example";
const CALENDAR_SECRET = "a secret of the calendar";
const SETTINGS = {
  ...providersEnv("http://localhost:1"),
  CALCOM_WEBHOOK_SECRET: CALENDAR_SECRET,
  CALENDLY_WEBHOOK_SECRET: CALENDAR_SECRET,
};
const secretOf = (name: string) => (SETTINGS as Record<string, string>)[name] ?? "";

const world = fileWorld();
const doors = webhookDoors(world, { ...SETTINGS, APP_URL: "http://localhost:3000" });

const events = (provider: string) =>
  world.system.selectFrom("private.inboundEvents").selectAll().where("provider", "=", provider).execute();
const post = (body: string, headers: Record<string, string> = {}, path = "/api/webhooks/x") =>
  new Request(APP + path, { method: "POST", body, headers });

type Door = {
  body: () => string;
  headers: (body: string, secret: string) => Record<string, string>;
  secret: string;
  path?: string;
  token?: string;
};
const seconds = String(NOW.getTime() / 1000);

/** A good delivery of each provider that proves itself by a signature. */
const DOORS: Record<string, Door> = {
  twilio: {
    body: () =>
      new URLSearchParams({ MessageSid: `SM${randomUUID()}`, MessageStatus: "sent", AccountSid: "AC1", To: "+61491570156" }).toString(),
    headers: (body, secret) =>
      twilioSigner(secret)({ url: "http://localhost:3000/api/webhooks/twilio?touch=abc-1", body } as never, NOW) as Record<string, string>,
    secret: secretOf("TWILIO_AUTH_TOKEN"),
    path: "/api/webhooks/twilio?touch=abc-1",
  },
  resend: {
    body: () => JSON.stringify({ type: "email.sent", created_at: NOW, data: { email_id: randomUUID(), to: [] } }),
    headers: (body, secrets) => signStandardWebhook({ id: randomUUID(), at: NOW, body, secrets, prefix: "svix" }),
    secret: secretOf("RESEND_WEBHOOK_SECRET"),
  },
  smartlead: {
    body: () => JSON.stringify({ event_type: "EMAIL_SENT", secret_key: "in the body", tag: randomUUID() }),
    headers: (body, secret) => ({ "x-smartlead-signature": hmacSignature([body], secret) }),
    secret: secretOf("SMARTLEAD_WEBHOOK_SECRET"),
    token: secretOf("SMARTLEAD_WEBHOOK_TOKEN"),
  },
  vapi: {
    body: () => JSON.stringify({ message: { type: "hang", tag: randomUUID() } }),
    headers: (body, secret) => ({ "x-timestamp": seconds, "x-signature": hmacSignature([`${seconds}.`, body], secret) }),
    secret: secretOf("VAPI_WEBHOOK_SECRET"),
  },
  calcom: {
    body: () => JSON.stringify({ triggerEvent: "PING", createdAt: NOW, payload: { uid: randomUUID() } }),
    headers: (body, secret) => ({ "x-cal-signature-256": hmacSignature([body], secret) }),
    secret: CALENDAR_SECRET,
  },
  calendly: {
    body: () => JSON.stringify({ event: "x", created_at: NOW, payload: { uri: randomUUID() } }),
    headers: (body, secrets) => ({ "calendly-webhook-signature": timestampedSignature({ body, secrets, at: NOW }) }),
    secret: CALENDAR_SECRET,
  },
};

describe.each(Object.entries(DOORS))("%s", (name, { body, headers, secret, path, token }) => {
  test("a good delivery is stored once however often it comes", async () => {
    const given = body();
    const signed = headers(given, secret);
    const before = (await events(name)).length;
    const answers = await Promise.all(Array.from({ length: 4 }, () => doors.knock(name, post(given, signed, path), token)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect((await events(name)).length).toBe(before + 1);
    expect(JSON.stringify(await events(name))).not.toContain(secret);
  });

  test("one that is tampered with, signed with another key or not at all is refused and leaves nothing", async () => {
    const given = body();
    const before = (await events(name)).length;
    const refused = [
      await doors.knock(name, post(`${given} `, headers(given, secret), path), token),
      await doors.knock(name, post(given, headers(given, name === "resend" ? "whsec_b3RoZXI=" : "another secret"), path), token),
      await doors.knock(name, post(given, {}, path), token),
      ...(token
        ? [
            await doors.knock(name, post(given, headers(given, secret), path), "guess"),
            await doors.knock(name, post(given, headers(given, secret))),
          ]
        : []),
    ];
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([401]));
    expect((await events(name)).length).toBe(before);
  });
});

test("a form post keeps its fields and the key in its address", async () => {
  const [stored] = await events("twilio");
  expect(JSON.parse(stored?.body ?? "")).toMatchObject({ fields: { MessageStatus: "sent" }, key: "abc-1" });
});

test("the secret some accounts carry in the body is not written down", async () => {
  const [stored] = await events("smartlead");
  expect(stored?.body).toContain("EMAIL_SENT");
  expect(stored?.body).not.toContain("secret_key");
});

test("Clay proves itself by the secret its table sends; an answer that comes again is stored once", async () => {
  const secret = secretOf("CLAY_CALLBACK_SECRET");
  const body = JSON.stringify({ agency_os_request_id: randomUUID(), status: "not_found" });
  for (const wrong of ["", `Bearer ${secret}x`, `Bearer ${secret.slice(1)}`, secret, "Bearer "])
    expect((await doors.knock("clay", post(body, { authorization: wrong }))).status).toBe(401);
  expect((await doors.knock("clay", post(body))).status).toBe(401);
  expect(await events("clay")).toEqual([]);
  for (let n = 0; n < 3; n += 1) expect((await doors.knock("clay", post(body, { authorization: `Bearer ${secret}` }))).status).toBe(202);
  expect(await events("clay")).toMatchObject([{ body }]);
  expect(JSON.stringify(await events("clay"))).not.toContain(secret);
});

test("HeyReach proves itself by its address alone", async () => {
  const token = secretOf("HEYREACH_WEBHOOK_TOKEN");
  const body = JSON.stringify({ event_type: "MESSAGE_SENT", lead: { profile_url: "https://www.linkedin.com/in/ava" } });
  for (const wrong of [undefined, "", `${token}x`, token.slice(1)])
    expect((await doors.knock("heyreach", post(body), wrong)).status).toBe(401);
  expect(await events("heyreach")).toEqual([]);
  for (let n = 0; n < 3; n += 1) expect((await doors.knock("heyreach", post(`${body}${" ".repeat(n)}`), token)).status).toBe(202);
  expect(await events("heyreach")).toHaveLength(1);
});

test("what was said on the phone without consent is never written down", async () => {
  const { headers, secret } = DOORS.vapi as Door;
  const call = { id: randomUUID(), createdAt: NOW.toISOString() };
  const artifact = { transcript: "User: my words", messages: [{ role: "user", message: "my words, and never call me again" }] };
  const given = JSON.stringify({ message: { type: "end-of-call-report", endedReason: "customer-ended-call", call, artifact } });
  expect((await doors.knock("vapi", post(given, headers(given, secret)))).status).toBe(202);
  const stored = (await events("vapi")).find(({ body }) => body.includes(call.id));
  expect(stored?.body).not.toContain("my words");
  expect(JSON.parse(stored?.body ?? "").message.words).toMatchObject({ asksToStop: true, consentedAt: null });
});

test("a body is at most five megabytes and fifty levels deep; brackets in text do not count", async () => {
  const { headers, secret } = DOORS.calcom as Door;
  const nested = (depth: number) =>
    `{"n":${"[".repeat(depth - 1)}${"]".repeat(depth - 1)},"text":"${'[{\\"'.repeat(60)}","id":"${randomUUID()}"}`;
  const answer = async (body: string) => (await doors.knock("calcom", post(body, headers(body, secret)))).status;
  expect(await answer(nested(50))).toBe(202);
  expect(await answer(nested(51))).toBe(400);
  expect(await answer("no json")).toBe(400);
  expect(await answer(`{"text":"${"x".repeat(5_000_000)}"}`)).toBe(413);
});
