import { randomBytes, randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import type { MailboxInput } from "@/lib/domain/mailboxes";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { openCredentials, sealCredentials } from "@/lib/engines/dispatch/mailbox-secret";
import { connectMailbox, setMailboxPaused } from "@/lib/engines/mailboxes/connect-mailbox";
import { verifyMailbox } from "@/lib/engines/mailboxes/verify-mailbox";
import { ConflictError, ForbiddenError, InvalidError, NotFoundError } from "@/lib/errors";
import {
  addMember,
  enrol,
  insertLead,
  readyClient,
  TEST_SECRETS_KEY,
  testSenderOptions,
  WEDNESDAY_MORNING,
} from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";

const world = fileWorld();
const client = clientPerTest(world);
let domain: string;

beforeEach(async () => {
  domain = `${randomUUID().slice(0, 8)}.example`;
});

const options = { secretsKey: TEST_SECRETS_KEY, randomBytes };
const SERVER = { host: "smtp.example", port: 465, secure: true, user: "priya", password: "correct horse" };
const owner = (of = client) => world.memberCtx(of.clientId, of.userId, "owner");
const connect = (name: string, change: Partial<MailboxInput> = {}, ctx = owner()) =>
  connectMailbox(
    ctx,
    { address: `${name}@${domain}`, senderName: "Priya Nair", dailyLimit: 30, isPrewarmed: false, ...SERVER, ...change },
    options,
  );
const resource = (id: string) => world.system.selectFrom("resources").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const sealedOf = async (resourceId: string) =>
  (await world.system.selectFrom("private.resourceSecrets").select("sealed").where("resourceId", "=", resourceId).executeTakeFirstOrThrow())
    .sealed;

test("a new mailbox brings its domain, starts its ramp, and its password is kept sealed", async () => {
  const { mailboxId } = await connect("Priya.Nair");
  const mailbox = await resource(mailboxId);
  expect(mailbox).toMatchObject({ label: `priya.nair@${domain}`, dailyLimit: 30, isPrewarmed: false, rampStartedAt: WEDNESDAY_MORNING });
  expect(await resource(mailbox.parentId ?? "")).toMatchObject({ kind: "domain", label: domain, dailyLimit: 50 });
  const sealed = await sealedOf(mailboxId);
  expect(sealed).not.toContain(Buffer.from(SERVER.password).toString("base64").slice(0, 8));
  expect(Buffer.from(sealed, "base64").includes(SERVER.password)).toBe(false);
  expect(openCredentials(sealed, { key: TEST_SECRETS_KEY, binding: { clientId: client.clientId, resourceId: mailboxId } })).toEqual(SERVER);
});

test("the service behind the server is remembered, and where the domain counts", async () => {
  domain = `mail.${domain.slice(0, 8)}.com.au`;
  const mailbox = await resource((await connect("lee", { host: "smtp.office365.com" })).mailboxId);
  expect(mailbox.mailHost).toBe("microsoft");
  expect(await resource(mailbox.parentId ?? "")).toMatchObject({ registrableDomain: domain.slice(5), mailHost: null });
});

test("a connected mailbox is tried with what is stored of it, by an admin of its own client only", async () => {
  const { mailboxId } = await connect("try");
  const tried: unknown[] = [];
  const server = {
    verify: async (given: unknown) => {
      tried.push(given);
      return { isReady: true, detail: "fine" };
    },
  };
  const { clientId } = client;
  const withKey = { product: world.systemCtx(clientId), secretsKey: TEST_SECRETS_KEY, server };
  expect(await verifyMailbox(owner(), { mailboxId }, withKey)).toEqual({ isReady: true, detail: "fine" });
  expect(tried).toEqual([SERVER]);

  const viewer = await addMember(world, clientId, "viewer");
  await expect(verifyMailbox(world.memberCtx(clientId, viewer, "viewer"), { mailboxId }, withKey)).rejects.toThrow(ForbiddenError);
  const other = await readyClient(world);
  const elsewhere = { ...withKey, product: world.systemCtx(other.clientId) };
  await expect(verifyMailbox(world.memberCtx(other.clientId, other.userId, "owner"), { mailboxId }, elsewhere)).rejects.toThrow(
    NotFoundError,
  );
  expect(tried).toHaveLength(1);
});

test("nobody signed in reads the password back", async () => {
  await connect("priya");
  await expect(owner().tx((db) => db.selectFrom("private.resourceSecrets").select("sealed").execute())).rejects.toThrow(
    /permission denied/,
  );
});

test("a sealed password opens for its own client, mailbox and key only", async () => {
  const { mailboxId } = await connect("priya");
  const sealed = await sealedOf(mailboxId);
  const binding = { clientId: client.clientId, resourceId: mailboxId };
  const stranger = await readyClient(world);
  const wrong = [
    { key: TEST_SECRETS_KEY, binding: { ...binding, clientId: stranger.clientId } },
    { key: TEST_SECRETS_KEY, binding: { ...binding, resourceId: stranger.mailbox } },
    { key: Buffer.alloc(32, 8).toString("base64"), binding },
  ];
  for (const attempt of wrong) expect(() => openCredentials(sealed, attempt)).toThrow(InvalidError);
  const bytes = Buffer.from(sealed, "base64");
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  expect(() => openCredentials(bytes.toString("base64"), { key: TEST_SECRETS_KEY, binding })).toThrow(InvalidError);
  expect(() => openCredentials("", { key: TEST_SECRETS_KEY, binding })).toThrow(InvalidError);
  const again = sealCredentials(SERVER, { key: TEST_SECRETS_KEY, nonce: randomBytes(12), binding });
  expect(again).not.toBe(sealed);
});

test("another tenant's ciphertext put under a mailbox sends nothing", async () => {
  const stranger = await readyClient(world);
  const [first = ""] = await enrol(world, client, await insertLead(world, client.clientId));
  await world.system
    .updateTable("private.resourceSecrets")
    .set({ sealed: await sealedOf(stranger.mailbox) })
    .where("resourceId", "=", client.mailbox)
    .execute();
  const carrier = new FakeCarrier();
  await expect(
    dispatchTouch(world.systemCtx(client.clientId), { touchId: first, resourceId: client.mailbox }, testSenderOptions(carrier)),
  ).rejects.toThrow(/do not open/);
  expect(carrier.sent).toEqual([]);
  const touch = await world.system.selectFrom("touches").select("state").where("id", "=", first).executeTakeFirstOrThrow();
  expect(touch.state).toBe("planned");
});

test("a mailbox that is connected already is refused in the same words, whoever has it", async () => {
  await connect("priya");
  const stranger = await readyClient(world);
  const own = await connect("priya").catch((error: Error) => error);
  const theirs = await connect("PRIYA", {}, owner(stranger)).catch((error: Error) => error);
  expect(own).toBeInstanceOf(ConflictError);
  expect(theirs).toBeInstanceOf(ConflictError);
  expect((theirs as Error).message).toBe((own as Error).message);
  const left = await world.system
    .selectFrom("resources")
    .select("id")
    .where("clientId", "=", stranger.clientId)
    .where("label", "=", domain)
    .execute();
  expect(left).toEqual([]);
});

test("a domain carries three mailboxes; a fourth is refused, also when they come at once", async () => {
  await connect("one");
  const results = await Promise.allSettled(["two", "three", "four", "five"].map((name) => connect(name)));
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(2);
  for (const result of results) if (result.status === "rejected") expect(result.reason).toBeInstanceOf(InvalidError);
  const domains = await world.system
    .selectFrom("resources")
    .select("id")
    .where("clientId", "=", client.clientId)
    .where("label", "=", domain)
    .execute();
  expect(domains).toHaveLength(1);
});

test.each([
  ["an address that is none", { address: "priya" }],
  ["a limit over the ceiling", { dailyLimit: 41 }],
  ["no sender", { senderName: " " }],
  ["no password", { password: "" }],
  ["a port that is none", { port: 70_000 }],
])("%s is refused", async (_what, change) => {
  await expect(async () => connect("priya", change)).rejects.toThrow();
});

test("pausing holds the next hand-over and says why; resuming lets it go", async () => {
  const [first = ""] = await enrol(world, client, await insertLead(world, client.clientId));
  const carrier = new FakeCarrier();
  const dispatch = () =>
    dispatchTouch(world.systemCtx(client.clientId), { touchId: first, resourceId: client.mailbox }, testSenderOptions(carrier));
  await setMailboxPaused(owner(), { mailboxId: client.mailbox, reason: "password changed" });
  expect(await dispatch()).toMatchObject({ outcome: "hold", code: "resource_paused" });
  await setMailboxPaused(owner(), { mailboxId: client.mailbox, reason: null });
  expect(await resource(client.mailbox)).toMatchObject({ pausedAt: null, pausedReason: null });
  expect(await dispatch()).toEqual({ outcome: "sent" });
});

test("only an admin of the client connects and pauses", async () => {
  const stranger = await readyClient(world);
  const member = await addMember(world, client.clientId, "member");
  await expect(async () => connect("x", {}, world.memberCtx(client.clientId, member, "member"))).rejects.toBeInstanceOf(ForbiddenError);
  await expect(connect("x", {}, world.memberCtx(client.clientId, member, "admin"))).rejects.toThrow();
  await expect(connect("x", {}, world.memberCtx(client.clientId, stranger.userId, "owner"))).rejects.toThrow();
  const pause = { mailboxId: client.mailbox, reason: "x" };
  await expect(async () => setMailboxPaused(world.memberCtx(client.clientId, member, "member"), pause)).rejects.toBeInstanceOf(
    ForbiddenError,
  );
  await expect(setMailboxPaused(owner(stranger), pause)).rejects.toBeInstanceOf(NotFoundError);
  expect((await resource(client.mailbox)).pausedAt).toBeNull();
  const admin = await addMember(world, client.clientId, "admin");
  await connect("x", {}, world.memberCtx(client.clientId, admin, "admin"));
});
