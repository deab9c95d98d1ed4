import { addDays, addHours, addMinutes, subDays, subMinutes } from "date-fns";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { listResourceCapacity } from "@/lib/db/queries/resource-capacity";
import { releaseBreaker } from "@/lib/engines/breakers/release-breaker";
import { tripBreakers } from "@/lib/engines/breakers/trip-breakers";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { recordPlacement } from "@/lib/engines/senders/record-placement";
import { ConflictError, ForbiddenError } from "@/lib/errors";
import { addMember, testSenderOptions, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { handedOver } from "@/tests/support/handed-over";
import { planningHelpers } from "@/tests/support/planning-helpers";

const world = fileWorld();
const client = clientPerTest(world, { spacingSeconds: 0 });
const { manyLeads, touch, addMailbox } = planningHelpers(() => ({ world, client }));

const carrier = new FakeCarrier();
const dispatch = (touchId: string, now = WEDNESDAY_MORNING) =>
  dispatchTouch(world.systemCtx(client.clientId, now), { touchId, resourceId: client.mailbox }, testSenderOptions(carrier));
const owner = (now = WEDNESDAY_MORNING) => world.memberCtx(client.clientId, client.userId, "owner", now);
const judge = (now = WEDNESDAY_MORNING, resourceId = client.mailbox) => {
  const ctx = world.systemCtx(client.clientId, now);
  return ctx.tx((db) => tripBreakers(db, ctx, { resourceId, campaignId: client.campaign }));
};
const trips = () =>
  world.system.selectFrom("breakerTrips").selectAll().where("clientId", "=", client.clientId).orderBy("breaker").execute();
const notices = async () => {
  const rows = await world.system
    .selectFrom("notifications")
    .select("title")
    .where("clientId", "=", client.clientId)
    .where("kind", "=", "health")
    .orderBy("createdAt")
    .execute();
  return rows.map(({ title }) => title);
};
const capacityOf = async (resourceId: string, now = WEDNESDAY_MORNING) =>
  (await listResourceCapacity(world.system, { clientId: client.clientId, resourceIds: [resourceId], fromDay: "2026-03-01", now })).find(
    ({ id }) => id === resourceId,
  );
const activities = (action: string) =>
  world.system
    .selectFrom("activities")
    .select(["reason", "actorUserId", "campaignId"])
    .where("clientId", "=", client.clientId)
    .where("action", "=", action)
    .execute();

test("two bounces in the last fifty warn once and let it go; the third stops the mailbox in the transaction that dispatches", async () => {
  await handedOver(world, client, { count: 49, bounced: 2 });
  const [first = "", second = "", third = ""] = await manyLeads(3);
  expect(await dispatch(first)).toEqual({ outcome: "sent" });
  expect(await dispatch(second, addMinutes(WEDNESDAY_MORNING, 30))).toEqual({ outcome: "sent" });
  expect(await trips()).toEqual([]);
  expect(await notices()).toEqual([expect.stringContaining("hard bounces of a mailbox")]);

  await handedOver(world, client, { count: 1, bounced: 1 });
  const later = addMinutes(WEDNESDAY_MORNING, 60);
  expect(await dispatch(third, later)).toMatchObject({ outcome: "hold", code: "breaker_open" });
  expect(await dispatch(third, later)).toMatchObject({ outcome: "hold", code: "breaker_open" });
  expect(await trips()).toMatchObject([
    {
      breaker: "mailbox_bounces",
      resourceId: client.mailbox,
      campaignId: null,
      detail: "3 hard bounces in the mailbox's last 50 messages",
    },
  ]);
  expect(await touch(third)).toMatchObject({ state: "planned", reasonCode: "breaker_open" });
  expect(await activities("breaker_tripped")).toHaveLength(1);
  expect((await notices()).filter((title) => title.includes("stopped by a breaker"))).toHaveLength(1);
});

test("what the gate refuses for a breaker is not counted as sent, and another mailbox goes on", async () => {
  await handedOver(world, client, { count: 10, bounced: 3 });
  await judge();
  const other = await addMailbox(client, "sam");
  await judge(WEDNESDAY_MORNING, other);
  expect(await trips()).toHaveLength(1);
});

test("bounces at the hand-over itself stop the next one; those of the same instant see nothing of one another", async () => {
  const [next = "", ...touches] = await manyLeads(4);
  carrier.answer = () => ({
    outcome: "refused",
    isPermanent: true,
    code: 550,
    enhancedCode: "5.1.1",
    response: "550 5.1.1 no such user",
  });
  for (const [index, id] of touches.entries()) await dispatch(id, addMinutes(WEDNESDAY_MORNING, index * 30));
  await judge(addMinutes(WEDNESDAY_MORNING, 60));
  expect(await trips()).toEqual([]);
  expect(await dispatch(next, addMinutes(WEDNESDAY_MORNING, 90))).toMatchObject({ code: "breaker_open" });
  expect(await trips()).toMatchObject([{ breaker: "mailbox_bounces", detail: "3 hard bounces in the mailbox's last 3 messages" }]);
});

test("a server that refuses our authentication stops the domain, whatever else went well", async () => {
  const [first = "", next = ""] = await manyLeads(2);
  carrier.answer = () => ({
    outcome: "refused",
    isPermanent: true,
    code: 550,
    enhancedCode: "5.7.26",
    response: "550 5.7.26 unauthenticated mail",
  });
  await dispatch(first);
  await dispatch(next, addMinutes(WEDNESDAY_MORNING, 1));
  expect(await trips()).toMatchObject([{ breaker: "domain_rejects", resourceId: client.domain }]);
});

test("domain and campaign count over every mailbox, from their floor of 300", async () => {
  const other = await addMailbox(client, "sam");
  await handedOver(world, client, { count: 150, bounced: 2 });
  await handedOver(world, client, { count: 149, bounced: 2, resourceId: other });
  await judge();
  expect(await trips()).toEqual([]);
  await handedOver(world, client, { count: 10, bounced: 3, resourceId: other, before: subDays(WEDNESDAY_MORNING, 1) });
  await judge();
  expect((await trips()).map(({ breaker }) => breaker)).toEqual(["campaign_bounces", "domain_bounces"]);
});

test("withdrawals of a campaign: 7 of the last 200 warn, 8 stop it", async () => {
  await handedOver(world, client, { count: 199, withdrawn: 7 });
  await judge();
  expect(await notices()).toEqual([]);
  await handedOver(world, client, { count: 1, before: subDays(WEDNESDAY_MORNING, 1) });
  await judge();
  expect(await notices()).toHaveLength(1);
  await handedOver(world, client, { count: 1, withdrawn: 1, before: subDays(WEDNESDAY_MORNING, 1) });
  await judge();
  expect(await trips()).toMatchObject([{ breaker: "campaign_unsubscribes", campaignId: client.campaign }]);
});

test("two people who complain within 7 days stop the domain they heard from; one who says it twice does not", async () => {
  await handedOver(world, client, { count: 3 });
  const people = await world.system.selectFrom("leads").select("id").where("clientId", "=", client.clientId).orderBy("id").execute();
  const complain = (leadId: string, occurredAt: Date) =>
    world.system
      .insertInto("activities")
      .values({ clientId: client.clientId, leadId, action: "complained", reason: "x", occurredAt })
      .execute();
  const [first, second, third] = people.map(({ id }) => id);
  await complain(third ?? "", subDays(WEDNESDAY_MORNING, 8));
  await complain(first ?? "", subDays(WEDNESDAY_MORNING, 1));
  await complain(first ?? "", subDays(WEDNESDAY_MORNING, 1));
  await judge();
  expect(await trips()).toEqual([]);
  expect(await notices()).toEqual([expect.stringContaining("complaints about a domain")]);
  await complain(second ?? "", subDays(WEDNESDAY_MORNING, 1));
  await judge();
  expect(await trips()).toMatchObject([{ breaker: "domain_complaints", resourceId: client.domain }]);
});

test("a seat whose invitations are ignored stops; those nobody has had time to answer do not count", async () => {
  const seat = await world.system
    .insertInto("resources")
    .values({ clientId: client.clientId, channel: "linkedin", kind: "seat", provider: "heyreach", label: "Priya", dailyLimit: 17 })
    .returning("id")
    .executeTakeFirstOrThrow();
  await handedOver(world, client, { count: 60 });
  const people = await world.system.selectFrom("leads").select("id").where("clientId", "=", client.clientId).orderBy("id").execute();
  const invite = (from: number, to: number, accepted: number, invitedAt: Date) =>
    world.system
      .insertInto("linkedinConnections")
      .values(
        people.slice(from, to).map(({ id }, index) => ({
          clientId: client.clientId,
          leadId: id,
          resourceId: seat.id,
          invitedAt,
          ...(index < accepted ? { state: "accepted", acceptedAt: addDays(invitedAt, 1) } : { state: "invited" }),
        })),
      )
      .execute();
  await invite(0, 49, 9, subDays(WEDNESDAY_MORNING, 20));
  await invite(49, 59, 0, subDays(WEDNESDAY_MORNING, 2));
  await judge(WEDNESDAY_MORNING, seat.id);
  expect(await trips()).toEqual([]);
  await invite(59, 60, 0, subDays(WEDNESDAY_MORNING, 14));
  await judge(WEDNESDAY_MORNING, seat.id);
  const detail = "9 of the last 50 invitations were accepted";
  expect(await trips()).toMatchObject([{ breaker: "seat_acceptance", resourceId: seat.id, detail }]);
  const told = await world.system.selectFrom("private.outbox").select("name").where("clientId", "=", client.clientId).execute();
  expect(told.map(({ name }) => name)).toContain("stops/changed");
});

test("an admin releases it by name and reason; half open, only what comes later counts", async () => {
  await handedOver(world, client, { count: 20, bounced: 3 });
  const [first = ""] = await manyLeads(1);
  expect(await dispatch(first)).toMatchObject({ code: "breaker_open" });
  const [open] = await trips();
  const input = { tripId: open?.id ?? "", reason: "The list was cleaned" };

  const member = await addMember(world, client.clientId, "member");
  expect(() => releaseBreaker(world.memberCtx(client.clientId, member, "member"), input)).toThrow(ForbiddenError);
  await expect(releaseBreaker(world.memberCtx(client.clientId, member, "owner"), input)).rejects.toThrow();
  expect(() => releaseBreaker(world.systemCtx(client.clientId), input)).toThrow("Only a person");
  expect(() => releaseBreaker(owner(), { ...input, reason: " " })).toThrow(/Say why/);

  const at = addHours(WEDNESDAY_MORNING, 1);
  await releaseBreaker(owner(at), input);
  await expect(releaseBreaker(owner(at), input)).rejects.toBeInstanceOf(ConflictError);
  expect(await trips()).toMatchObject([
    { releasedAt: at, releasedBy: client.userId, releaseReason: "The list was cleaned", halfOpenUntil: addDays(at, 2) },
  ]);
  expect(await activities("breaker_released")).toMatchObject([{ reason: "The list was cleaned", actorUserId: client.userId }]);

  carrier.answer = () => ({ outcome: "accepted", response: "250 queued" });
  expect(await dispatch(first, addMinutes(at, 1))).toEqual({ outcome: "sent" });
  await handedOver(world, client, { count: 3, bounced: 3, before: addHours(at, 1) });
  await judge(addHours(at, 2));
  expect((await trips()).filter(({ releasedAt }) => releasedAt === null)).toHaveLength(1);
});

test("three angry answers to a campaign's last hundred messages are told; nothing stops for them", async () => {
  await handedOver(world, client, { count: 100 });
  const people = await world.system.selectFrom("leads").select("id").where("clientId", "=", client.clientId).orderBy("id").execute();
  const anger = (from: number, to: number) =>
    world.system
      .insertInto("activities")
      .values(
        people.slice(from, to).map(({ id }) => ({
          clientId: client.clientId,
          leadId: id,
          campaignId: client.campaign,
          action: "complained",
          reason: "x",
          occurredAt: subDays(WEDNESDAY_MORNING, 20),
        })),
      )
      .execute();
  await anger(0, 2);
  await judge();
  expect(await notices()).toEqual([]);
  await anger(2, 3);
  await judge();
  expect(await notices()).toEqual([expect.stringContaining("angry answers to a campaign")]);
  expect(await trips()).toEqual([]);
});

test("a poor placement test halves the domain, a second one running stops it until somebody releases it", async () => {
  const { label: domain } = await world.system
    .selectFrom("resources")
    .select("label")
    .where("id", "=", client.domain)
    .executeTakeFirstOrThrow();
  const record = (inInbox: number, hours: number) =>
    recordPlacement(world.systemCtx(client.clientId, addHours(WEDNESDAY_MORNING, hours)), { domain, seeds: 10, inInbox });
  const share = async () => (await capacityOf(client.domain, addHours(WEDNESDAY_MORNING, 9)))?.inboxShare;
  expect(await share()).toBeNull();
  expect(await record(6, 1)).toEqual({ share: 0.6, isStopped: false });
  expect(await record(8, 2)).toEqual({ share: 0.8, isStopped: false });
  expect(await share()).toBe(0.8);
  expect(await record(6, 3)).toMatchObject({ isStopped: false });
  expect(await trips()).toEqual([]);
  expect(await record(5, 4)).toEqual({ share: 0.5, isStopped: true });
  expect(await trips()).toMatchObject([{ breaker: "domain_placement", resourceId: client.domain }]);
  expect(await dispatch((await manyLeads(1))[0] ?? "", addHours(WEDNESDAY_MORNING, 4))).toMatchObject({ code: "breaker_open" });

  const [open] = await trips();
  await releaseBreaker(owner(addHours(WEDNESDAY_MORNING, 5)), { tripId: open?.id ?? "", reason: "New records" });
  expect(await record(6, 6)).toMatchObject({ isStopped: false });
  expect(() => record(11, 7)).toThrow(/in the inbox than were sent/);
  expect(() => recordPlacement(owner(), { domain, seeds: 1, inInbox: 1 })).toThrow(ForbiddenError);
});

test("personal addresses are counted over the registrable domain, Exchange mailboxes over the client", async () => {
  const set = (id: string, change: Record<string, unknown>) =>
    world.system.updateTable("resources").set(change).where("id", "=", id).execute();
  await set(client.domain, { registrableDomain: "firm.example" });
  const { clientId } = client;
  const sibling = {
    clientId,
    channel: "email" as const,
    kind: "domain",
    label: "go.firm.example",
    registrableDomain: "firm.example",
    dailyLimit: 50,
  };
  const { id: siblingId } = await world.system.insertInto("resources").values(sibling).returning("id").executeTakeFirstOrThrow();
  const other = await addMailbox(client, "sam");
  await set(other, { parentId: siblingId, mailHost: "microsoft" });
  await set(client.mailbox, { mailHost: "microsoft" });
  await handedOver(world, client, { count: 3, before: subMinutes(WEDNESDAY_MORNING, 10) });
  await handedOver(world, client, { count: 2, before: subMinutes(WEDNESDAY_MORNING, 20), resourceId: other });
  await handedOver(world, client, { count: 4, before: subDays(WEDNESDAY_MORNING, 1), resourceId: other });
  await sql`update leads set email = id || '@' || case when right(id::text, 1) < '8' then 'Gmail.com' else 'yahoo.com.au' end where client_id = ${clientId}`.execute(
    world.system,
  );
  const personal = (await capacityOf(client.domain))?.personalLastDay ?? [];
  expect(personal.reduce((sum, { messages }) => sum + messages, 0)).toBe(5);
  expect(personal.every(({ domain, hour }) => ["gmail.com", "yahoo.com.au"].includes(domain) && hour === "2026-03-03T22:00:00.000Z")).toBe(
    true,
  );
  expect((await capacityOf(client.mailbox))?.exchangeLastDay).toEqual({ mailboxes: 2, sent: { "2026-03-03T22:00:00.000Z": 5 } });
});
