import { describe, expect, test } from "vitest";
import type { Ctx } from "@/lib/context";
import { assignLeads } from "@/lib/engines/leads/assign-leads";
import { bookLeadMeeting } from "@/lib/engines/leads/book-lead-meeting";
import { deleteLeads } from "@/lib/engines/leads/delete-leads";
import { holdLeads, releaseLeads } from "@/lib/engines/leads/hold-leads";
import { setLeadMode } from "@/lib/engines/leads/set-lead-mode";
import { snoozeLeads } from "@/lib/engines/leads/snooze-leads";
import { suppressLeads } from "@/lib/engines/leads/suppress-leads";
import { enrol, insertLead, TEST_PEPPER } from "@/tests/support/factories";
import { fileCast, fileWorld } from "@/tests/support/file-world";

const options = { pepper: TEST_PEPPER };
const world = fileWorld();
const { client, other, owner, viewer, outsider } = fileCast(world);

const lead = (id: string) => world.system.selectFrom("leads").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const touches = (leadId: string) =>
  world.system
    .selectFrom("touches")
    .select(["id", "state", "reasonCode", "slotAt"])
    .where("leadId", "=", leadId)
    .orderBy("stepNumber")
    .execute();
const activities = async (leadId: string) =>
  (await world.system.selectFrom("activities").select(["action", "actor"]).where("leadId", "=", leadId).orderBy("id").execute()).map(
    (row) => row.action,
  );
const events = async (clientId: string) =>
  (await world.system.selectFrom("private.outbox").select("name").where("clientId", "=", clientId).orderBy("id").execute()).map(
    (row) => row.name,
  );

/** A lead in a running sequence whose first touch has a slot. */
async function scheduledLead(): Promise<string> {
  const leadId = await insertLead(world, client.clientId);
  const [first = ""] = await enrol(world, client, leadId);
  await world.system
    .updateTable("touches")
    .set({ state: "ready", slotAt: owner.now, resourceId: client.mailbox })
    .where("id", "=", first)
    .execute();
  return leadId;
}

/** The three refusals every verb here shares. */
const VERBS: [string, (ctx: Ctx, leadIds: string[]) => Promise<unknown>][] = [
  ["hold", (ctx, leadIds) => holdLeads(ctx, { leadIds, reason: "Waits for a call" })],
  ["snooze", (ctx, leadIds) => snoozeLeads(ctx, { leadIds, until: "2026-03-20" })],
  ["suppress", (ctx, leadIds) => suppressLeads(ctx, { leadIds, reason: "customer" }, options)],
  ["set the mode of", (ctx, [leadId = ""]) => setLeadMode(ctx, { leadId, mode: "manual" })],
  ["delete", (ctx, leadIds) => deleteLeads(ctx, { leadIds })],
];

describe.each(VERBS)("%s", (_, verb) => {
  test("a viewer is refused, another client finds nothing, and neither changes anything", async () => {
    const leadId = await scheduledLead();
    const before = await lead(leadId);
    await expect(verb(viewer, [leadId])).rejects.toThrow("needs the member role");
    await expect(verb(outsider, [leadId])).rejects.toThrow("no such lead");
    expect(await lead(leadId)).toEqual(before);
  });

  test("takes back the slot, is told once, asks for a plan, and a repeat is refused", async () => {
    const leadId = await scheduledLead();
    const [plansBefore, toldBefore] = [await events(client.clientId), await activities(leadId)];
    await verb(owner, [leadId]);
    expect((await touches(leadId))[0]).toMatchObject({ slotAt: null });
    expect((await touches(leadId)).map((touch) => touch.state)).not.toContain("ready");
    expect((await activities(leadId)).length).toBe(toldBefore.length + 1);
    expect((await events(client.clientId)).slice(plansBefore.length)).toContain("outreach/plan.requested");
    await expect(verb(owner, [leadId])).rejects.toThrow();
    expect((await activities(leadId)).length).toBe(toldBefore.length + 1);
  });
});

test("a hold is released, and only a hold", async () => {
  const leadId = await scheduledLead();
  await expect(releaseLeads(owner, { leadIds: [leadId] })).rejects.toThrow("not on hold");
  await holdLeads(owner, { leadIds: [leadId], reason: "Waits for a call" });
  expect(await lead(leadId)).toMatchObject({ heldReason: "Waits for a call" });
  expect((await touches(leadId))[0]).toMatchObject({ state: "planned", reasonCode: "held" });
  await expect(releaseLeads(viewer, { leadIds: [leadId] })).rejects.toThrow("needs the member role");
  await releaseLeads(owner, { leadIds: [leadId] });
  expect(await lead(leadId)).toMatchObject({ heldAt: null, heldReason: null });
  expect((await activities(leadId)).slice(-2)).toEqual(["held", "released"]);
});

test("many at once: who is held already stays so, and the answer counts both", async () => {
  const [held, free] = [await scheduledLead(), await scheduledLead()];
  await holdLeads(owner, { leadIds: [held], reason: "The first reason" });
  expect(await holdLeads(owner, { leadIds: [free, held], reason: "The second" })).toEqual({ changed: 1, unchanged: 1 });
  expect((await lead(held)).heldReason).toBe("The first reason");
});

test("a snooze ends when the day begins where the lead is", async () => {
  const perth = await insertLead(world, client.clientId, { state: "WA", timezone: "Australia/Perth" });
  const sydney = await insertLead(world, client.clientId);
  await snoozeLeads(owner, { leadIds: [perth, sydney], until: "2026-03-20" });
  expect((await lead(perth)).snoozedUntil).toEqual(new Date("2026-03-19T16:00:00Z"));
  expect((await lead(sydney)).snoozedUntil).toEqual(new Date("2026-03-19T13:00:00Z"));
  await expect(snoozeLeads(owner, { leadIds: [perth], until: "2026-03-01" })).rejects.toThrow("coming year");
  await expect(snoozeLeads(owner, { leadIds: [perth], until: "tomorrow" })).rejects.toThrow("Choose a day");
  await releaseLeads(owner, { leadIds: [perth] });
  expect((await lead(perth)).snoozedUntil).toBeNull();
});

test("a deleted lead keeps its record and its suppression, and everything pending is cancelled", async () => {
  const leadId = await scheduledLead();
  await deleteLeads(owner, { leadIds: [leadId] });
  expect((await lead(leadId)).deletedAt).toEqual(owner.now);
  expect((await touches(leadId)).map((touch) => touch.state)).toEqual(["cancelled", "cancelled"]);
});

test("who asked to be left alone is opted out; a customer is suppressed and keeps the status", async () => {
  const [asked, customer] = [await scheduledLead(), await scheduledLead()];
  await suppressLeads(owner, { leadIds: [asked], reason: "asked_us", evidence: "On the phone, 3 March" }, options);
  await suppressLeads(owner, { leadIds: [customer], reason: "customer" }, options);
  expect((await lead(asked)).status).toBe("unsubscribed");
  expect((await lead(customer)).status).toBe("scored");
  for (const leadId of [asked, customer]) expect((await touches(leadId)).map((touch) => touch.state)).toEqual(["cancelled", "cancelled"]);
  const consents = await world.system.selectFrom("consentBases").select("revokedReason").where("leadId", "=", asked).execute();
  expect(consents).toEqual([{ revokedReason: "asked_us" }]);
});

test("assigning: scored leads are offered to the campaign, who is in a sequence stays", async () => {
  const next = await world.system
    .insertInto("campaigns")
    .values({ clientId: client.clientId, name: "Next", status: "draft" })
    .returning("id")
    .executeTakeFirstOrThrow();
  const [free, running] = [await insertLead(world, client.clientId), await scheduledLead()];
  const before = await events(client.clientId);
  expect(await assignLeads(owner, { leadIds: [free, running], campaignId: next.id })).toEqual({ changed: 1, unchanged: 1 });
  expect((await lead(free)).campaignId).toBe(next.id);
  expect((await lead(running)).campaignId).toBe(client.campaign);
  expect((await events(client.clientId)).slice(before.length)).toEqual(["leads/scored"]);
  await expect(assignLeads(owner, { leadIds: [free], campaignId: next.id })).rejects.toThrow("None of them can move");
  await expect(assignLeads(owner, { leadIds: [free], campaignId: other.campaign })).rejects.toThrow("no such campaign");
  await expect(assignLeads(viewer, { leadIds: [free], campaignId: next.id })).rejects.toThrow("needs the member role");
  await expect(assignLeads(outsider, { leadIds: [free], campaignId: other.campaign })).rejects.toThrow("no such lead");
});

test("a lead's own mode is set, taken back, and stands above the campaign's", async () => {
  const leadId = await scheduledLead();
  await setLeadMode(owner, { leadId, mode: "co_pilot" });
  expect((await lead(leadId)).permissionOverride).toBe("co_pilot");
  await setLeadMode(owner, { leadId, mode: null });
  expect((await lead(leadId)).permissionOverride).toBeNull();
});

test("a meeting is at the time on the lead's clock, and the same told twice is one", async () => {
  const leadId = await insertLead(world, client.clientId, { state: "WA", timezone: "Australia/Perth" });
  const meeting = { leadId, day: "2026-03-10", time: "14:30", durationMinutes: 45, notes: "" };
  await expect(bookLeadMeeting(viewer, meeting)).rejects.toThrow("needs the member role");
  await expect(bookLeadMeeting(outsider, meeting)).rejects.toThrow("no such lead");
  await expect(bookLeadMeeting(owner, { ...meeting, day: "2031-01-01" })).rejects.toThrow("coming year");
  const first = await bookLeadMeeting(owner, meeting);
  expect(await bookLeadMeeting(owner, meeting)).toEqual({ meetingId: first.meetingId, isNew: false });
  const rows = await world.system.selectFrom("meetings").select(["startsAt", "durationMinutes"]).where("leadId", "=", leadId).execute();
  expect(rows).toEqual([{ startsAt: new Date("2026-03-10T06:30:00Z"), durationMinutes: 45 }]);
});
