import { addDays } from "date-fns";
import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/lib/context";
import { countInbox, listInbox } from "@/lib/db/queries/inbox";
import { listMyMemberships } from "@/lib/db/queries/memberships";
import { listClientsToPlan } from "@/lib/db/queries/planning";
import { sendDraft } from "@/lib/engines/answers/decide-draft";
import { requestDiscovery } from "@/lib/engines/discovery/request-discovery";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { explainLeads } from "@/lib/engines/explain/explain-lead";
import { receiveUpload } from "@/lib/engines/imports/receive-upload";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { deleteSample } from "@/lib/engines/sample/delete-sample";
import { openSample } from "@/lib/engines/sample/open-sample";
import { setDataSharing } from "@/lib/engines/settings/set-data-sharing";
import { inviteMember } from "@/lib/engines/team/invite-member";
import { planRequested } from "@/lib/events/catalogue";
import { signUp, TEST_PEPPER, testSenderOptions, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { fileWorld } from "@/tests/support/file-world";

const world = fileWorld();
const options = { pepper: TEST_PEPPER };
let own: Awaited<ReturnType<typeof signUp>>;
let clientId: string;
let owner: Ctx;

beforeAll(async () => {
  own = await signUp(world);
  const open = () => openSample(world.systemCtx(own.clientId), { userId: own.userId }, options);
  const opened = await Promise.all([open(), open()]); // two clicks
  expect(new Set(opened.map((one) => one.clientId)).size).toBe(1);
  clientId = opened[0]?.clientId ?? "";
  owner = world.memberCtx(clientId, own.userId, "owner");
});

const inSample = (now = WEDNESDAY_MORNING) => world.systemCtx(clientId, now);
const count = async (
  table: "touches" | "approvals" | "meetings" | "private.outbox" | "providerCosts",
  where: Record<string, unknown> = {},
) => {
  const { n } = await Object.entries({ clientId, ...where })
    .reduce(
      (query, [column, value]) => query.where(column as "clientId", "=", value as string),
      world.system.selectFrom(table).select(({ fn }) => fn.countAll<number>().as("n")),
    )
    .executeTakeFirstOrThrow();
  return Number(n);
};

test("it shows something real on every screen, to its person alone", async () => {
  const leads = await owner.tx((db) =>
    db.selectFrom("leads").select(["id", "alsTier", "alsScore", "alsReasons", "status"]).where("clientId", "=", clientId).execute(),
  );
  expect(leads).toHaveLength(40);
  expect(new Set(leads.map(({ alsTier }) => alsTier))).toEqual(new Set(["hot", "warm", "cool", "cold"]));
  expect(leads.every(({ alsReasons }) => Array.isArray(alsReasons) && alsReasons.length > 0)).toBe(true);
  expect(new Set(leads.map(({ status }) => status))).toEqual(new Set(["scored", "in_sequence", "converted", "unsubscribed"]));
  expect(await count("touches", { state: "sent" })).toBeGreaterThan(50);
  expect(await count("approvals", { status: "pending" })).toBe(6);
  expect(await count("meetings")).toBe(2);
  const inbox = await owner.tx(async (db) => ({
    counts: await countInbox(db, { clientId }),
    rows: (await listInbox(db, { clientId, view: "all", before: null })).rows,
  }));
  expect(inbox.counts).toMatchObject({ all: 7, needs_reply: 2, positive: 3, not_now: 1, away: 1 });
  const draft = await world.system.selectFrom("replyDrafts").select(["state"]).where("clientId", "=", clientId).execute();
  expect(draft).toEqual([{ state: "waiting" }]);
  const explained = await explainLeads(owner, { leadIds: leads.map(({ id }) => id) }, options);
  expect(explained.filter(({ next }) => next?.at)).toEqual([]); // nothing of it is ever due
  expect(explained.some(({ blocker }) => blocker?.code === "sample_workspace")).toBe(true);

  const stranger = await signUp(world);
  const elsewhere = world.memberCtx(clientId, stranger.userId, "owner");
  expect(await elsewhere.tx((db) => db.selectFrom("leads").select("id").where("clientId", "=", clientId).execute())).toEqual([]);
  const mine = await owner.tx((db) => listMyMemberships(db, { userId: own.userId }));
  expect(mine.map((one) => [one.clientId, one.isSample])).toEqual([
    [own.clientId, false],
    [clientId, true],
  ]);
});

test("nothing leaves it and nothing is bought for it, whatever anybody does", async () => {
  const later = addDays(WEDNESDAY_MORNING, 40);
  expect(await listClientsToPlan(world.system, { now: later, dueBefore: later })).not.toContain(clientId);
  const touch = await world.system
    .selectFrom("touches")
    .select(["id", "resourceId"])
    .where("clientId", "=", clientId)
    .where("state", "=", "planned")
    .orderBy("dueAt")
    .executeTakeFirstOrThrow();
  const resource = await world.system
    .selectFrom("resources")
    .select("id")
    .where("clientId", "=", clientId)
    .where("kind", "=", "mailbox")
    .executeTakeFirstOrThrow();
  await world.system
    .updateTable("touches")
    .set({ state: "ready", slotAt: later, resourceId: resource.id })
    .where("id", "=", touch.id)
    .execute();
  const carrier = new FakeCarrier();
  const outcome = await dispatchTouch(inSample(later), { touchId: touch.id, resourceId: resource.id }, testSenderOptions(carrier));
  expect(outcome).toMatchObject({ code: "sample_workspace" });
  expect(carrier.sent).toEqual([]);

  const mailbox = { clientId, channel: "email", kind: "domain", label: "real.example", dailyLimit: 5 } as const;
  await expect(owner.tx((db) => db.insertInto("resources").values(mailbox).execute())).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/^This is a sample workspace/),
  });
  const site = { source: "website", websiteUrl: "https://agency.example/" } as const;
  await expect(requestDiscovery(owner, site, { allowPrivateHosts: false })).rejects.toMatchObject({ code: "conflict" });
  const csv = new Blob(["email\nkim@firm.example\n"]).stream() as unknown as AsyncIterable<Uint8Array>;
  await expect(receiveUpload(owner, { fileName: "leads.csv", bytes: csv })).rejects.toMatchObject({ code: "conflict" });
  const invitation = { email: "friend@firm.example", role: "member" } as const;
  const inviteUser = { invite: () => Promise.reject(new Error("an invitation was sent")) };
  await expect(inviteMember(owner, invitation, { system: inSample(), inviteUser })).rejects.toMatchObject({ code: "conflict" });
  await expect(setDataSharing(owner, { isShared: true })).rejects.toMatchObject({ code: "conflict" });
  const draft = await world.system
    .selectFrom("replyDrafts")
    .select(["id", "subject", "body"])
    .where("clientId", "=", clientId)
    .executeTakeFirstOrThrow();
  const { id: draftId, ...text } = draft;
  await expect(sendDraft(owner, { draftId, ...text })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/sample/),
  });

  await owner.tx((db) => enqueueEvent(db, planRequested.create({ clientId })));
  expect(await count("private.outbox")).toBe(0);
  expect(await count("providerCosts")).toBe(0);
});

test("deleting it is its person's, and a new one begins afresh", async () => {
  const stranger = await signUp(world);
  await expect(deleteSample(inSample(), { userId: stranger.userId })).rejects.toMatchObject({ code: "not_found" });
  await expect(deleteSample(world.systemCtx(own.clientId), { userId: own.userId })).rejects.toMatchObject({ code: "not_found" });
  await deleteSample(inSample(), { userId: own.userId });
  expect(await owner.tx((db) => db.selectFrom("leads").select("id").where("clientId", "=", clientId).execute())).toEqual([]);
  const again = await openSample(world.systemCtx(own.clientId), { userId: own.userId }, options);
  expect(again.clientId).not.toBe(clientId);
  const mine = await owner.tx((db) => listMyMemberships(db, { userId: own.userId }));
  expect(mine.map((one) => one.clientId)).toEqual([own.clientId, again.clientId]);
});
