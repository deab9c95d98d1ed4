import { addDays, addHours } from "date-fns";
import { beforeAll, describe, expect, test } from "vitest";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { buildArf } from "@/local/mail/mime/build-arf";
import { buildDsn, type DsnInput } from "@/local/mail/mime/build-dsn";
import { buildMdn } from "@/local/mail/mime/build-mdn";
import { type ReadyClient, readyClient, testSenderOptions, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { mailboxOf, receive, type WrittenTo, writeTo } from "@/tests/support/inbound-mail";
import { isSuppressed } from "@/tests/support/is-suppressed";

const THURSDAY = addDays(WEDNESDAY_MORNING, 1);
const MONDAY = addDays(WEDNESDAY_MORNING, 5);

const world = fileWorld();
const client = clientPerTest(world);
let elsewhere: ReadyClient;

beforeAll(async () => {
  elsewhere = await readyClient(world);
});

const dsn = (to: WrittenTo, input: Partial<DsnInput> & { now?: Date } = {}) =>
  buildDsn({
    action: "failed",
    status: "5.1.1",
    diagnostic: "550 5.1.1 user unknown",
    recipient: to.email,
    returnTo: mailboxOf(client),
    originalMessage: to.original.raw,
    now: THURSDAY,
    ...input,
  });
const hear = (raw: Buffer | string, now = THURSDAY) => receive(world, client, raw, { now });
const lead = (id: string) => world.system.selectFrom("leads").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const stateOf = async (id: string) =>
  (await world.system.selectFrom("touches").select("state").where("id", "=", id).executeTakeFirstOrThrow()).state;
const mailbox = () =>
  world.system.selectFrom("resources").select("pausedReason").where("id", "=", client.mailbox).executeTakeFirstOrThrow();
const stored = () =>
  world.system
    .selectFrom("messages")
    .select(["kind", "needsReview", "isReply", "leadId"])
    .where("clientId", "=", client.clientId)
    .where("direction", "=", "inbound")
    .execute();
const activitiesOf = async (leadId: string) =>
  (await world.system.selectFrom("activities").select("action").where("leadId", "=", leadId).orderBy("id").execute()).map(
    (row) => row.action,
  );
const suppressed = (email: string, clientId = client.clientId) => isSuppressed(world.system, { clientId, email });
const dispatch = (touchId: string, now: Date) =>
  dispatchTouch(world.systemCtx(client.clientId, now), { touchId, resourceId: client.mailbox }, testSenderOptions(new FakeCarrier()));
const untouched = { status: "in_sequence", bounceCount: 0, softBounceCount: 0, snoozedUntil: null, heldAt: null, replyCount: 0 };

describe("a delivery report", () => {
  test.each(["message", "headers"] as const)(
    "of an address that does not exist closes that address for everybody (%s returned)",
    async (returned) => {
      const to = await writeTo(world, client);
      await hear(dsn(to, { returned }));
      expect(await lead(to.leadId)).toMatchObject({ status: "bounced", emailStatus: "invalid", bounceCount: 1, lastRepliedAt: null });
      expect(await stateOf(to.second)).toBe("cancelled");
      expect(await suppressed(to.email, elsewhere.clientId)).toBe(true);
      const colleague = to.email.replace("lee.", "kim.");
      expect(await suppressed(colleague)).toBe(false);
      expect(await stored()).toEqual([{ kind: "bounce", needsReview: false, isReply: false, leadId: to.leadId }]);
      expect(await activitiesOf(to.leadId)).toContain("bounced");
      const consent = await world.system.selectFrom("consentBases").select("revokedAt").where("leadId", "=", to.leadId).executeTakeFirst();
      expect(consent).toEqual({ revokedAt: null }); // not an opt-out
    },
  );

  test("keeps a conversion and an opt-out", async () => {
    for (const status of ["converted", "unsubscribed"] as const) {
      const to = await writeTo(world, client);
      await world.system.updateTable("leads").set({ status }).where("id", "=", to.leadId).execute();
      await hear(dsn(to));
      expect((await lead(to.leadId)).status).toBe(status);
      expect(await suppressed(to.email)).toBe(true);
    }
  });

  test("of a delay counts, and three failing days rest the address for thirty", async () => {
    const to = await writeTo(world, client);
    const warn = (now: Date, input: Partial<DsnInput> = {}) =>
      hear(dsn(to, { action: "delayed", status: "4.2.2", diagnostic: "452 4.2.2 mailbox full", now, returned: "headers", ...input }), now);
    await warn(THURSDAY);
    await warn(addHours(THURSDAY, 1));
    await warn(addHours(THURSDAY, 2));
    await warn(addDays(THURSDAY, 1), { action: "failed", status: "5.2.2", diagnostic: "552 5.2.2 mailbox full" });
    expect(await lead(to.leadId)).toMatchObject({ status: "in_sequence", softBounceCount: 4, snoozedUntil: null });
    expect(await stateOf(to.second)).toBe("planned");
    const now = addDays(THURSDAY, 2);
    await warn(now);
    expect(await lead(to.leadId)).toMatchObject({ softBounceCount: 5, snoozedUntil: addDays(now, 30), status: "in_sequence" });
    expect(await dispatch(to.second, MONDAY)).toMatchObject({ outcome: "defer", code: "snoozed" });
    expect(await suppressed(to.email)).toBe(false);
    expect((await activitiesOf(to.leadId)).filter((action) => action === "bounced")).toHaveLength(1);
    expect((await activitiesOf(to.leadId)).filter((action) => action === "deferred")).toHaveLength(4);
  });

  test.each([
    ["5.7.1", "550 5.7.1 blocked for poor reputation"],
    ["5.7.26", "550 5.7.26 unauthenticated mail"],
    ["5.1.1", "550 5.1.1 your IP is listed at Spamhaus"],
  ])("of our own fault (%s) pauses the mailbox, tells people once and leaves the lead alone", async (status, diagnostic) => {
    const [one, two] = [await writeTo(world, client), await writeTo(world, client)];
    for (const to of [one, two]) await hear(dsn(to, { status, diagnostic }));
    for (const to of [one, two]) {
      expect(await lead(to.leadId)).toMatchObject(untouched);
      expect(await stateOf(to.second)).toBe("planned");
      expect(await suppressed(to.email)).toBe(false);
    }
    expect((await mailbox()).pausedReason).toMatch(/reputation/);
    expect(await dispatch(one.second, MONDAY)).toMatchObject({ outcome: expect.stringMatching(/hold|defer/), code: "resource_paused" });
    const notices = await world.system.selectFrom("notifications").select("title").where("clientId", "=", client.clientId).execute();
    expect(notices).toEqual([{ title: "A mailbox was paused" }]);
  });

  test("of how the message was made tells people, and pauses nothing", async () => {
    const to = await writeTo(world, client);
    await hear(dsn(to, { status: "5.6.1", diagnostic: "554 5.6.1 media not supported" }));
    expect(await lead(to.leadId)).toMatchObject(untouched);
    expect((await mailbox()).pausedReason).toBeNull();
    const notices = await world.system.selectFrom("notifications").select("title").where("clientId", "=", client.clientId).execute();
    expect(notices).toEqual([{ title: "A server refused how a message was made" }]);
  });

  test("that cites nothing of ours, or another client's message, changes nothing", async () => {
    const to = await writeTo(world, client);
    const theirs = await writeTo(world, elsewhere);
    const invented = Buffer.from(to.original.raw.toString().replace(to.outgoing.messageId, `<${crypto.randomUUID()}@agency.example>`));
    for (const raw of [
      dsn(to, { originalMessage: invented }),
      dsn(theirs, { recipient: theirs.email }),
      dsn(to, { originalMessage: Buffer.from("") }),
    ]) {
      expect(await hear(raw)).toMatchObject({ outcome: "unmatched" });
    }
    for (const target of [to, theirs]) {
      expect(await lead(target.leadId)).toMatchObject(untouched);
      expect(await suppressed(target.email)).toBe(false);
    }
    expect(await mailbox()).toEqual({ pausedReason: null });
    expect((await stored()).every((message) => !message.needsReview && message.leadId === null)).toBe(true);
  });

  test("about a message of months ago is not believed", async () => {
    const to = await writeTo(world, client);
    const late = addDays(THURSDAY, 90);
    expect(await hear(dsn(to, { now: late }), late)).toMatchObject({ outcome: "unmatched" });
    expect(await lead(to.leadId)).toMatchObject(untouched);
  });

  test("about where somebody forwarded the message does not close their address", async () => {
    const to = await writeTo(world, client);
    await hear(dsn(to, { recipient: "old-account@gmail.com" }));
    expect(await lead(to.leadId)).toMatchObject({ status: "in_sequence", bounceCount: 0 });
    expect(await suppressed(to.email)).toBe(false);
    expect(await suppressed("old-account@gmail.com")).toBe(false);
  });

  test("settles an outcome nobody knew", async () => {
    const carrier = new FakeCarrier();
    carrier.answer = () => ({ outcome: "unknown", response: "silence" });
    const to = await writeTo(world, client, {}, carrier);
    await hear(dsn(to));
    expect(await stateOf(to.first)).toBe("sent");
    expect((await lead(to.leadId)).status).toBe("bounced");
  });

  test("told twice, or after an answer, changes nothing more", async () => {
    const to = await writeTo(world, client);
    for (let n = 0; n < 5; n += 1) await hear(dsn(to));
    expect(await lead(to.leadId)).toMatchObject({ bounceCount: 1 });
    expect(await stored()).toHaveLength(1);
  });
});

describe("other reports", () => {
  test("a complaint closes the person for everybody and is counted once", async () => {
    const to = await writeTo(world, client, { personalEmail: "lee.private@home.example" });
    await hear(buildArf({ complainant: to.email, returnTo: mailboxOf(client), originalMessage: to.original.raw, now: THURSDAY }));
    expect(await suppressed(to.email, elsewhere.clientId)).toBe(true);
    expect(await suppressed("lee.private@home.example", elsewhere.clientId)).toBe(true);
    expect(await lead(to.leadId)).toMatchObject({ status: "unsubscribed", replyCount: 0, lastRepliedAt: null });
    expect(await stateOf(to.second)).toBe("cancelled");
    const actions = await activitiesOf(to.leadId);
    expect(actions.filter((action) => action === "complained")).toHaveLength(1);
    expect(actions).not.toContain("unsubscribed");
    expect(actions).not.toContain("replied");
    expect(await stored()).toEqual([{ kind: "complaint", needsReview: false, isReply: false, leadId: to.leadId }]);
  });

  test("a complaint that cites nothing of ours closes neither the lead nor the reporter", async () => {
    const to = await writeTo(world, client);
    const invented = Buffer.from(to.original.raw.toString().replace(to.outgoing.messageId, "<invented@agency.example>"));
    await hear(buildArf({ complainant: to.email, returnTo: mailboxOf(client), originalMessage: invented, now: THURSDAY }));
    expect(await lead(to.leadId)).toMatchObject(untouched);
    const list = await world.system.selectFrom("suppressions").select("id").where("clientId", "=", client.clientId).execute();
    expect(list).toEqual([]);
  });

  test("“not spam” is no complaint", async () => {
    const to = await writeTo(world, client);
    const raw = buildArf({ complainant: to.email, returnTo: mailboxOf(client), originalMessage: to.original.raw, now: THURSDAY });
    await hear(raw.toString().replace("Feedback-Type: abuse", "Feedback-Type: not-spam"));
    expect(await lead(to.leadId)).toMatchObject(untouched);
    expect(await suppressed(to.email)).toBe(false);
    expect(await activitiesOf(to.leadId)).not.toContain("complained");
  });

  test("a read receipt is kept and changes nothing", async () => {
    const to = await writeTo(world, client);
    await hear(buildMdn({ reader: to.email, returnTo: mailboxOf(client), original: to.original, now: THURSDAY }));
    expect(await lead(to.leadId)).toMatchObject(untouched);
    expect(await stateOf(to.second)).toBe("planned");
    expect(await stored()).toEqual([{ kind: "receipt", needsReview: false, isReply: false, leadId: to.leadId }]);
    expect(await dispatch(to.second, MONDAY)).toEqual({ outcome: "sent" });
  });
});
