import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { listSenders } from "@/lib/db/queries/senders";
import { listMailboxes } from "@/lib/db/queries/settings";
import { setMailboxPaused } from "@/lib/engines/mailboxes/connect-mailbox";
import { addSender, setSenderPaused } from "@/lib/engines/senders/add-sender";
import { connectSender } from "@/lib/engines/senders/connect-sender";
import { ConflictError, ForbiddenError, NotFoundError, ProviderError } from "@/lib/errors";
import { clickSend } from "@/lib/integrations/clicksend/api";
import { heyreach } from "@/lib/integrations/heyreach/api";
import { smartlead } from "@/lib/integrations/smartlead/api";
import { twilio } from "@/lib/integrations/twilio/api";
import { vapi } from "@/lib/integrations/vapi/api";
import type { ListeningHttp } from "@/local/http/listen-http";
import { CLICKSEND_ACCOUNT, clicksendStandIn } from "@/local/providers/clicksend/clicksend";
import { HEYREACH_KEY, heyreachStandIn } from "@/local/providers/heyreach/heyreach";
import { startProviders } from "@/local/providers/server";
import { SMARTLEAD_KEY, smartleadStandIn } from "@/local/providers/smartlead/smartlead";
import { TWILIO_ACCOUNT } from "@/local/providers/twilio/account";
import { twilioStandIn } from "@/local/providers/twilio/twilio";
import { VAPI_KEY, VAPI_PHONE_NUMBERS, vapiStandIn } from "@/local/providers/vapi/vapi";
import { addMember, readyClient, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { silentProviders } from "@/tests/support/silent-providers";

const world = fileWorld();
const client = clientPerTest(world);
const owner = () => world.memberCtx(client.clientId, client.userId, "owner");
const senders = () => listSenders(world.system, { clientId: client.clientId, now: WEDNESDAY_MORNING });
const number = (label: string) => ({
  type: "text_number" as const,
  label,
  senderName: "Priya Nair",
  externalId: `PN${label.replaceAll(/\D/g, "")}`,
  dailyLimit: 100,
  isPrewarmed: false,
});

test("a number is kept in one spelling and belongs to one client only", async () => {
  await addSender(owner(), number("0412 000 101"));
  expect(await senders()).toMatchObject([{ kind: "number", channel: "sms", label: "+61412000101", usedToday: 0, pausedAt: null }]);
  await expect(addSender(owner(), number("+61 412 000 101"))).rejects.toBeInstanceOf(ConflictError);
  const other = await readyClient(world);
  await expect(addSender(world.memberCtx(other.clientId, other.userId, "owner"), number("0412 000 101"))).rejects.toBeInstanceOf(
    ConflictError,
  );
});

test("what is no number, or more than may leave, is refused", () => {
  expect(() => addSender(owner(), number("not a number"))).toThrow("Australian number");
  expect(() => addSender(owner(), { ...number("0412 000 102"), dailyLimit: 101 })).toThrow("At most 100 a day");
  expect(() => addSender(owner(), { ...number("Priya"), type: "seat", dailyLimit: 18 })).toThrow("At most 17 a day");
});

test("an admin pauses one and lets it go on; a member and another client may not", async () => {
  const { senderId } = await addSender(owner(), { ...number("Priya Nair"), type: "seat", externalId: "seat-77", dailyLimit: 17 });
  await setSenderPaused(owner(), { senderId, reason: "LinkedIn asks for a login" });
  expect(await senders()).toMatchObject([{ pausedAt: WEDNESDAY_MORNING, pausedReason: "LinkedIn asks for a login" }]);
  await setSenderPaused(owner(), { senderId, reason: null });
  expect(await senders()).toMatchObject([{ pausedAt: null, pausedReason: null }]);

  const member = await addMember(world, client.clientId, "member");
  expect(() => setSenderPaused(world.memberCtx(client.clientId, member, "member"), { senderId, reason: "x" })).toThrow(ForbiddenError);
  await expect(setSenderPaused(world.memberCtx(client.clientId, member, "owner"), { senderId, reason: "x" })).rejects.toBeInstanceOf(
    NotFoundError,
  );
  expect(() => addSender(world.memberCtx(client.clientId, member, "member"), number("0412 000 103"))).toThrow(ForbiddenError);
  await expect(addSender(world.memberCtx(client.clientId, member, "owner"), number("0412 000 103"))).rejects.toThrow();
  const stranger = await readyClient(world);
  await expect(
    setSenderPaused(world.memberCtx(stranger.clientId, stranger.userId, "owner"), { senderId, reason: "x" }),
  ).rejects.toBeInstanceOf(NotFoundError);
});

let standIns: ListeningHttp;
beforeAll(async () => {
  const clock = { now: () => WEDNESDAY_MORNING };
  const played = [heyreachStandIn, twilioStandIn, vapiStandIn, clicksendStandIn, smartleadStandIn];
  standIns = await startProviders({ port: 0, databaseUrl: null, clock, seed: 1, standIns: played });
});
afterAll(() => standIns?.close());

function providers() {
  const at = (path: string) => standIns.url + path;
  const { accountSid, authToken } = TWILIO_ACCOUNT;
  return silentProviders({
    heyreach: heyreach({ apiKey: HEYREACH_KEY, baseUrl: at(heyreachStandIn.prefix), fetch }),
    twilio: twilio({
      apiKey: { accountSid, user: accountSid, secret: authToken },
      baseUrl: at(twilioStandIn.prefix),
      lookupsBaseUrl: at(twilioStandIn.prefix),
      fetch,
    }),
    vapi: vapi({ apiKey: VAPI_KEY, baseUrl: at(vapiStandIn.prefix), fetch }),
    clicksend: clickSend({ apiKey: CLICKSEND_ACCOUNT, baseUrl: at(clicksendStandIn.prefix), fetch }),
    smartlead: smartlead({ apiKey: SMARTLEAD_KEY, baseUrl: at(smartleadStandIn.prefix), fetch }),
  });
}
const connect = (senderId: string) => connectSender(world.systemCtx(client.clientId), { senderId }, providers());

test("a seat that is added gets its campaigns and webhooks at its provider, once however often it is connected", async () => {
  const { senderId } = await addSender(owner(), { ...number("Priya Nair"), type: "seat", externalId: "101", dailyLimit: 17 });
  const announced = await world.system
    .selectFrom("private.outbox")
    .select("data")
    .where("clientId", "=", client.clientId)
    .where("name", "=", "sender/added")
    .execute();
  expect(announced).toEqual([{ data: { clientId: client.clientId, senderId } }]);
  expect((await senders())[0]?.connectedAt).toBeNull();

  const { heyreach: seats, webhooks } = providers();
  await fetch(`${standIns.url}/_control/faults`, {
    method: "POST",
    body: JSON.stringify({ provider: "heyreach", operation: "POST /campaign/Create", kind: "answer_lost" }),
  });
  await expect(connect(senderId)).rejects.toBeInstanceOf(ProviderError);
  for (let n = 0; n < 3; n += 1) expect(await connect(senderId)).toBe("connected");
  expect((await seats.listCampaigns()).map(({ status }) => status)).not.toContain("DRAFT");
  expect(await seats.listCampaigns()).toHaveLength(3);
  expect((await seats.listWebhooks()).map(({ webhookUrl }) => webhookUrl)).toEqual(Array(4).fill(webhooks.heyreach));
  expect((await senders())[0]).toMatchObject({ connectedAt: WEDNESDAY_MORNING, pausedAt: null });
});

test("a number is told where to post its texts; what a provider does not know is paused, and its people are told", async () => {
  const text = await addSender(owner(), number("+61 491 570 156"));
  expect(await connect(text.senderId)).toBe("connected");
  const { twilio: account, webhooks } = providers();
  expect((await account.listNumbers({ e164: "+61491570156" })).numbers[0]?.smsUrl).toBe(webhooks.twilio);
  const voice = VAPI_PHONE_NUMBERS[0];
  const call = await addSender(owner(), { ...number(voice?.number ?? ""), type: "call_number", externalId: voice?.id ?? "" });
  const post = await addSender(owner(), { ...number("Level 2"), type: "return_address", externalId: "1" });
  expect([await connect(call.senderId), await connect(post.senderId)]).toEqual(["connected", "connected"]);

  const unknown = [
    await addSender(owner(), { ...number("Nobody"), type: "seat", externalId: "999", dailyLimit: 17 }),
    await addSender(owner(), number("0412 000 199")),
    await addSender(owner(), { ...number("0412 000 198"), type: "call_number", externalId: "no-such-id" }),
    await addSender(owner(), { ...number("Level 9"), type: "return_address", externalId: "77" }),
  ];
  for (const { senderId } of unknown) expect(await connect(senderId)).toBe("paused");
  expect((await senders()).filter(({ pausedAt }) => pausedAt !== null)).toHaveLength(4);
  const notices = await world.system.selectFrom("notifications").select("title").where("clientId", "=", client.clientId).execute();
  expect(notices.map(({ title }) => title)).toContain("Nobody could not be connected");

  const stranger = await readyClient(world);
  await expect(connectSender(world.systemCtx(stranger.clientId), { senderId: text.senderId }, providers())).rejects.toBeInstanceOf(
    NotFoundError,
  );
});

test("a mailbox Smartlead keeps is found there by its address; one it does not have says why, and is tried again when resumed", async () => {
  const mailbox = {
    type: "managed_mailbox" as const,
    label: "Sam@Kept.Example",
    senderName: "Sam Reed",
    dailyLimit: 30,
    isPrewarmed: true,
  };
  expect(() => addSender(owner(), { ...mailbox, label: "Sam", externalId: "" })).toThrow("full address");
  const { senderId } = await addSender(owner(), { ...mailbox, externalId: "" });
  const shown = async () => (await listMailboxes(world.system, { clientId: client.clientId, now: WEDNESDAY_MORNING })).at(-1);
  expect(await shown()).toMatchObject({ label: "sam@kept.example", domainLabel: "kept.example", provider: "smartlead", connectedAt: null });

  const { smartlead: account } = providers();
  expect(await connect(senderId)).toBe("paused");
  expect(await shown()).toMatchObject({ connectedAt: null, pausedReason: expect.stringContaining("no mailbox with this address") });
  const server = { user: "sam", password: "x", smtp: { host: "mail.example", port: 587 }, imap: { host: "mail.example", port: 993 } };
  const warmup = { isEnabled: true, perDay: 20, rampUpPerDay: 2, replyRatePercent: 30 };
  const names = { fromName: "Sam", fromEmail: "sam@kept.example", maximumPerDay: 30 };
  const { id } = await account.saveMailbox({ ...names, ...server, warmup });
  await setMailboxPaused(owner(), { mailboxId: senderId, reason: null });
  const added = await world.system
    .selectFrom("private.outbox")
    .select("id")
    .where("clientId", "=", client.clientId)
    .where("name", "=", "sender/added")
    .execute();
  expect(added).toHaveLength(2);

  const create = vi.spyOn(globalThis, "fetch");
  for (let n = 0; n < 2; n += 1) expect(await connect(senderId)).toBe("connected");
  expect(create.mock.calls.filter(([url]) => String(url).includes("/webhook/create"))).toHaveLength(1);
  create.mockRestore();
  expect(await shown()).toMatchObject({ connectedAt: WEDNESDAY_MORNING, pausedAt: null });
  const kept = await world.system.selectFrom("resources").select("externalId").where("id", "=", senderId).executeTakeFirstOrThrow();
  expect(kept.externalId).toBe(String(id));

  const other = await addSender(owner(), { ...mailbox, label: "lee@kept.example", externalId: "7" });
  await account.saveMailbox({ ...names, ...server, warmup, fromEmail: "lee@kept.example" });
  expect(await connect(other.senderId)).toBe("paused");
  await expect(addSender(owner(), { ...mailbox, externalId: "" })).rejects.toBeInstanceOf(ConflictError);
});
