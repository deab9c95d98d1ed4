import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { type ActivityCursor, type ActivityRow, listActivities } from "@/lib/db/queries/activities";
import { findCampaign, listBlockedReasons, listCampaigns, listPreviewLeads, listStepNumbers, loadFunnel } from "@/lib/db/queries/campaigns";
import { listNotifications, loadAttention, loadMonth, loadSetup, loadShellCounts } from "@/lib/db/queries/dashboard";
import { previewSequence } from "@/lib/engines/campaigns/preview-sequence";
import { giveAgreements } from "@/lib/engines/settings/give-agreements";
import { addMember, enrol, insertLead, type ReadyClient, readyClient, signUp, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { fileWorld } from "@/tests/support/file-world";

const world = fileWorld();

const at = (iso: string) => new Date(iso);

async function markSent(client: ReadyClient, touchId: string | undefined, sentAt: Date): Promise<void> {
  await world.system
    .updateTable("touches")
    .set({
      state: "sent",
      sentAt,
      claimedAt: sentAt,
      certificate: JSON.stringify([]),
      contentHash: "hash",
      resourceId: client.mailbox,
      messageId: `<${randomUUID()}@test>`,
    })
    .where("id", "=", touchId ?? "")
    .execute();
}

function meeting(client: ReadyClient, leadId: string, row: { bookedAt: Date; startsAt: Date; status?: string }) {
  const { clientId, campaign } = client;
  return world.system
    .insertInto("meetings")
    .values({ clientId, campaignId: campaign, leadId, source: "manual", status: "booked", ...row })
    .execute();
}

test("a month begins and ends on the client's clock, and cancelled meetings do not count", async () => {
  const client = await readyClient(world);
  const { clientId } = client;
  const leadId = await insertLead(world, clientId);
  // Sydney is eleven hours ahead: 13:00 UTC on the last day of February is midnight of 1 March.
  const soon = at("2026-03-20T00:00:00Z");
  await meeting(client, leadId, { bookedAt: at("2026-02-28T12:59:59Z"), startsAt: soon });
  await meeting(client, leadId, { bookedAt: at("2026-02-28T13:00:00Z"), startsAt: soon });
  await meeting(client, leadId, { bookedAt: at("2026-03-02T00:00:00Z"), startsAt: at("2026-03-03T00:00:00Z"), status: "held" });
  await meeting(client, leadId, { bookedAt: at("2026-03-02T00:00:00Z"), startsAt: at("2026-03-03T01:00:00Z"), status: "no_show" });
  await meeting(client, leadId, { bookedAt: at("2026-03-02T00:00:00Z"), startsAt: at("2026-03-03T02:00:00Z") });
  await meeting(client, leadId, { bookedAt: at("2026-03-02T00:00:00Z"), startsAt: soon, status: "cancelled" });

  const load = (timezone: string) => world.systemCtx(clientId).tx((db) => loadMonth(db, { clientId, now: WEDNESDAY_MORNING, timezone }));
  expect(await load("Australia/Sydney")).toMatchObject({
    startsAt: at("2026-02-28T13:00:00Z"),
    endsAt: at("2026-03-31T13:00:00Z"),
    booked: 4,
    bookedLastMonth: 1,
    held: 1,
    noShow: 1,
    unrecorded: 1,
  });
  expect(await load("Australia/Perth")).toMatchObject({ startsAt: at("2026-02-28T16:00:00Z"), booked: 3, bookedLastMonth: 2 });
});

test("a reply counts once and only for those who were contacted before it; each step gets its own", async () => {
  const client = await readyClient(world);
  const { clientId, campaign } = client;
  const [early, late, silent, unasked] = await Promise.all([1, 2, 3, 4].map(() => insertLead(world, clientId)));
  const touches = new Map<string, string[]>();
  for (const leadId of [early, late, silent, unasked]) if (leadId) touches.set(leadId, await enrol(world, client, leadId));
  const first = at("2026-03-01T23:00:00Z");
  const second = at("2026-03-03T22:00:00Z");
  for (const leadId of [early, late, silent]) await markSent(client, touches.get(leadId ?? "")?.[0], first);
  await markSent(client, touches.get(late ?? "")?.[1], second);
  const replied = (leadId: string | undefined, lastRepliedAt: Date) =>
    world.system
      .updateTable("leads")
      .set({ lastRepliedAt, replyCount: 2 })
      .where("id", "=", leadId ?? "")
      .execute();
  await replied(early, at("2026-03-02T23:00:00Z"));
  await replied(late, at("2026-03-03T22:30:00Z"));
  await replied(unasked, at("2026-03-02T23:00:00Z"));
  await meeting(client, late ?? "", { bookedAt: second, startsAt: at("2026-03-20T00:00:00Z") });

  const scope = { clientId, campaignId: campaign };
  const found = await world.memberCtx(clientId, client.userId, "owner").tx(async (db) => ({
    list: await listCampaigns(db, { clientId }),
    funnel: await loadFunnel(db, scope),
    steps: await listStepNumbers(db, scope),
    month: await loadMonth(db, { clientId, now: WEDNESDAY_MORNING, timezone: "Australia/Sydney" }),
  }));

  expect(found.list).toMatchObject([{ id: campaign, mode: "autopilot", enrolled: 4, sent: 4, contacted: 3, replied: 2, meetings: 1 }]);
  expect(found.funnel).toMatchObject({ enrolled: 4, contacted: 3, replied: 2, interested: 0, meetings: 1, held: 0 });
  expect(found.steps).toMatchObject([
    { purpose: "intro", sent: 3, replied: 1, waiting: 1 },
    { purpose: "value_add", sent: 1, replied: 1, waiting: 3 },
  ]);
  expect(found.month).toMatchObject({ contacted: 3, replied: 2, inSequence: 4 });
});

test("reasons are counted in leads, and those that can pass are told from those that cannot", async () => {
  const client = await readyClient(world);
  const { clientId, campaign } = client;
  for (const reason of ["one", "two"]) {
    const leadId = await insertLead(world, clientId);
    await enrol(world, client, leadId);
    await world.system
      .updateTable("touches")
      .set({ state: "cancelled", reasonCode: "replied", reason: "They replied" })
      .where("leadId", "=", leadId)
      .where("stepNumber", "=", 2)
      .execute();
    await world.system
      .updateTable("touches")
      .set({ reasonCode: "no_consent_basis", reason })
      .where("leadId", "=", leadId)
      .where("stepNumber", "=", 1)
      .execute();
  }
  const reasons = await world.systemCtx(clientId).tx((db) => listBlockedReasons(db, { clientId, campaignId: campaign }));
  expect(reasons).toEqual([
    { code: "no_consent_basis", example: expect.stringMatching(/one|two/), leads: 2, isFinal: false, isEmail: true },
    { code: "replied", example: "They replied", leads: 2, isFinal: true, isEmail: true },
  ]);
});

test("what needs attention is counted with the age of the oldest, and nothing of another client is", async () => {
  const client = await readyClient(world, { mode: "co_pilot" });
  const { clientId, campaign } = client;
  const other = await signUp(world, "Other");
  const leadId = await insertLead(world, clientId);
  const [touchId = ""] = await enrol(world, client, leadId);
  const asked = at("2026-03-03T20:00:00Z");
  await world.system
    .insertInto("approvals")
    .values({
      clientId,
      campaignId: campaign,
      leadId,
      touchId,
      channel: "email",
      body: "x",
      contentHash: "h",
      createdAt: asked,
      expiresAt: at("2026-03-04T20:00:00Z"),
    })
    .execute();
  await world.system.updateTable("resources").set({ pausedAt: asked, pausedReason: "bounces" }).where("id", "=", client.mailbox).execute();
  await world.system.insertInto("threads").values({ clientId, leadId, channel: "email", needsReply: true, lastMessageAt: asked }).execute();

  const since = at("2026-02-20T00:00:00Z");
  expect(await world.memberCtx(clientId, client.userId, "owner").tx((db) => loadAttention(db, { clientId, since }))).toEqual({
    approvals: 1,
    oldestApprovalAt: asked,
    nextExpiryAt: at("2026-03-04T20:00:00Z"),
    unmatched: 0,
    needsReview: 0,
    needsReply: 1,
    unknownOutcomes: 0,
    pausedMailboxes: 1,
    failedImports: 0,
  });
  expect(await world.memberCtx(clientId, client.userId, "owner").tx((db) => loadShellCounts(db, { clientId }))).toEqual({
    approvals: 1,
    needsReply: 1,
  });
  const outsider = world.memberCtx(clientId, other.userId, "owner");
  expect(await outsider.tx((db) => loadAttention(db, { clientId, since }))).toMatchObject({
    approvals: 0,
    needsReply: 0,
    pausedMailboxes: 0,
  });
  expect(await outsider.tx((db) => listCampaigns(db, { clientId }))).toEqual([]);
  expect(await outsider.tx((db) => findCampaign(db, { clientId, campaignId: campaign }))).toBeUndefined();
  expect(await outsider.tx((db) => listActivities(db, { clientId, limit: 10, before: null }))).toEqual([]);
});

test("the feed pages through rows of one instant without loss or repeat", async () => {
  const { clientId, userId } = await signUp(world);
  for (let index = 0; index < 7; index += 1) {
    await world.system
      .insertInto("activities")
      .values({ clientId, action: "scored", reason: `row ${index}`, occurredAt: WEDNESDAY_MORNING })
      .execute();
  }
  const seen: string[] = [];
  let before: ActivityCursor | null = null;
  for (let page = 0; page < 4; page += 1) {
    const cursor: ActivityCursor | null = before;
    const rows: ActivityRow[] = await world
      .memberCtx(clientId, userId, "owner")
      .tx((db) => listActivities(db, { clientId, limit: 2, before: cursor }));
    seen.push(...rows.map(({ reason }) => reason));
    before = rows.at(-1) ?? null;
  }
  // Rows of one millisecond have no order among themselves; each is seen once.
  expect(seen.toSorted((a, b) => a.localeCompare(b))).toEqual([0, 1, 2, 3, 4, 5, 6].map((index) => `row ${index}`));
});

test("notifications of a colleague are not shown", async () => {
  const { clientId, userId } = await signUp(world);
  const colleague = await addMember(world, clientId, "member");
  const titles = [
    { title: "for everybody", userId: null },
    { title: "mine", userId },
    { title: "theirs", userId: colleague },
  ];
  await world.system
    .insertInto("notifications")
    .values(titles.map((row) => ({ clientId, kind: "system", ...row })))
    .execute();
  const { items, unread } = await world
    .memberCtx(clientId, userId, "owner")
    .tx((db) => listNotifications(db, { clientId, userId, limit: 10 }));
  expect(items.map(({ title }) => title).sort()).toEqual(["for everybody", "mine"]);
  expect(unread).toBe(2);
});

test("set-up is told step by step", async () => {
  const { clientId } = await signUp(world);
  const setup = () => world.systemCtx(clientId).tx((db) => loadSetup(db, { clientId }));
  expect(await setup()).toEqual({
    hasIdentity: false,
    hasAudience: false,
    hasDiscovery: false,
    hasSender: false,
    hasAgreed: false,
    hasLeads: false,
    hasCampaign: false,
    hasStarted: false,
  });
  const ready = await readyClient(world);
  await insertLead(world, ready.clientId);
  await giveAgreements(world.memberCtx(ready.clientId, ready.userId, "owner"), { kinds: ["outreach_rules"] });
  expect(await world.systemCtx(ready.clientId).tx((db) => loadSetup(db, { clientId: ready.clientId }))).toEqual({
    hasIdentity: true,
    hasAudience: true,
    hasDiscovery: false,
    hasSender: true,
    hasAgreed: true,
    hasLeads: true,
    hasCampaign: true,
    hasStarted: true,
  });
});

test("a preview shows the best leads and the one we know least of, rendered as they would be sent", async () => {
  const client = await readyClient(world);
  const { clientId, userId, campaign } = client;
  for (const alsScore of [90, 80, 70, 60, 50, 40]) await insertLead(world, clientId, { alsScore });
  const sparse = await insertLead(world, clientId, { firstName: null, lastName: null, title: null, company: null, alsScore: 95 });

  const leads = await world.systemCtx(clientId).tx((db) => listPreviewLeads(db, { clientId }));
  expect(leads.map(({ isSparsest }) => isSparsest)).toEqual([false, false, false, false, true]);
  expect(leads.at(-1)?.id).toBe(sparse);

  const steps = [
    {
      channel: "email" as const,
      purpose: "intro" as const,
      subjectTemplate: "{{company|your team}}",
      bodyTemplate: "Hi {{first_name|there}}, {{compny|x}} wanted to write to you.",
    },
    {
      channel: "email" as const,
      purpose: "intro" as const,
      subjectTemplate: null,
      bodyTemplate: "Hi {{first_name}}, one more thought for you.",
    },
  ];
  const preview = await previewSequence(world.memberCtx(clientId, userId, "viewer"), { campaignId: campaign, steps });
  expect(preview.leads.at(-1)).toMatchObject({
    leadId: sparse,
    isSparsest: true,
    steps: [
      { subject: "your team", body: "Hi there, x wanted to write to you.", problems: [] },
      { subject: "Re: your team", problems: ["{{first_name}} has no value and no fallback"] },
    ],
  });
  expect(preview.problemsWithoutData).toEqual([
    ["{{compny}} is no field we know, so its fallback is always used"],
    ["{{first_name}} has no value and no fallback"],
  ]);
  const rows = await sql<{ count: number }>`select count(*) from touches where client_id = ${clientId}`.execute(world.system);
  expect(rows.rows[0]?.count).toBe(0);

  const other = await signUp(world, "Other");
  await expect(previewSequence(world.memberCtx(clientId, other.userId, "owner"), { campaignId: campaign, steps })).rejects.toThrow(
    "no such campaign",
  );
});
