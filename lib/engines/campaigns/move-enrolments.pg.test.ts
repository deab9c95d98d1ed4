import { setTimeout as delay } from "node:timers/promises";
import { addDays, addMinutes } from "date-fns";
import fc from "fast-check";
import { expect, test } from "vitest";
import { CHANNELS } from "@/lib/domain/outreach";
import { addSequenceVersion } from "@/lib/engines/campaigns/add-sequence-version";
import { editSequence, holdCampaign } from "@/lib/engines/campaigns/edit-sequence";
import { foreseeMoves } from "@/lib/engines/campaigns/foresee-moves";
import { moveEnrolments } from "@/lib/engines/campaigns/move-enrolments";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { enrolLeads } from "@/lib/engines/enrolments/enrol-leads";
import { ConflictError, InvalidError } from "@/lib/errors";
import { enrol, insertLead, TEST_PEPPER, testSenderOptions, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";

const world = fileWorld();
const client = clientPerTest(world);
const owner = () => world.memberCtx(client.clientId, client.userId, "owner");

type Step = {
  stepKey?: string | undefined;
  channel: (typeof CHANNELS)[number];
  delayDays: number;
  subjectTemplate: string | null;
  bodyTemplate: string;
};

const campaignRow = () => world.system.selectFrom("campaigns").selectAll().where("id", "=", client.campaign).executeTakeFirstOrThrow();
const stepsInForce = async () =>
  world.system
    .selectFrom("sequenceSteps")
    .select(["stepKey", "channel", "delayDays", "subjectTemplate", "bodyTemplate"])
    .where("sequenceVersionId", "=", (await campaignRow()).activeVersionId)
    .orderBy("stepNumber")
    .execute();
const touchesOf = (leadId: string) =>
  world.system
    .selectFrom("touches as t")
    .innerJoin("sequenceSteps as s", "s.id", "t.stepId")
    .select(["t.id", "s.stepKey", "t.stepNumber", "t.state", "t.reasonCode", "t.dueAt", "t.sentAt", "t.channel", "s.bodyTemplate"])
    .where("t.leadId", "=", leadId)
    .orderBy("t.stepNumber")
    .execute();

/** Stores a version and takes those on their way over to it, as the durable function does. */
async function edit(steps: readonly Step[]) {
  // The first e-mail needs a subject, wherever an edit has put it.
  const first = steps.findIndex(({ channel }) => channel === "email");
  const stored = steps.map((step, index) => ({
    ...step,
    purpose: "follow_up" as const,
    subjectTemplate: step.channel === "email" && index === first ? "A subject" : null,
  }));
  await editSequence(owner(), { campaignId: client.campaign, steps: stored, moves: "in_flight" });
  const versionId = (await campaignRow()).activeVersionId ?? "";
  return moveEnrolments(world.systemCtx(client.clientId), { campaignId: client.campaign, versionId, after: null });
}

/** The lead's next touch goes out at `at`, or is skipped. */
async function settleNext(leadId: string, at: Date, { isSkipped = false } = {}) {
  const next = (await touchesOf(leadId)).find(({ state }) => state === "planned");
  if (!next) return;
  const change = isSkipped
    ? ({ state: "skipped", reasonCode: "no_phone" } as const)
    : ({
        state: "sent",
        certificate: "{}",
        contentHash: "hash",
        resourceId: client.mailbox,
        messageId: `${next.id}@example`,
        claimedAt: at,
        sentAt: at,
      } as const);
  await world.system.updateTable("touches").set(change).where("id", "=", next.id).execute();
}

test("leads on their way go over; what they had stays, and a draft for other words is withdrawn", async () => {
  const [first, second] = [await insertLead(world, client.clientId), await insertLead(world, client.clientId)];
  await enrol(world, client, first);
  await enrol(world, client, second);
  await settleNext(first, addMinutes(WEDNESDAY_MORNING, 5));
  const [, followUp] = await touchesOf(first);
  await world.system
    .updateTable("touches")
    .set({ state: "awaiting_approval", subject: "s", body: "b" })
    .where("id", "=", followUp?.id ?? "")
    .execute();
  await world.system
    .insertInto("approvals")
    .values({
      clientId: client.clientId,
      campaignId: client.campaign,
      leadId: first,
      touchId: followUp?.id ?? "",
      kind: "outreach",
      channel: "email",
      subject: "s",
      body: "b",
      contentHash: "h",
      expiresAt: addDays(WEDNESDAY_MORNING, 1),
    })
    .execute();

  const [intro, value] = await stepsInForce();
  if (!intro || !value) throw new Error("the campaign has two steps");
  const between = { channel: "email" as const, delayDays: 1, subjectTemplate: null, bodyTemplate: "Something new, in between the two." };
  const changed = [
    { ...between, bodyTemplate: "Something new, before everything." },
    intro,
    between,
    { ...value, bodyTemplate: "The same thought in other words." },
  ];
  expect(
    await foreseeMoves(owner(), { campaignId: client.campaign, steps: changed.map((step) => ({ ...step, purpose: "follow_up" })) }),
  ).toEqual({ inFlight: 2, move: 2, finish: 0, stay: 0, wouldRepeat: 1, leftOut: [{ step: 0, why: "passed", leads: 1 }] });
  expect(await edit(changed)).toEqual({ moved: 2, stayed: 0, after: null });

  expect((await touchesOf(first)).map(({ stepNumber, state, bodyTemplate }) => [stepNumber, state, bodyTemplate])).toEqual([
    [1, "sent", intro.bodyTemplate],
    [3, "planned", between.bodyTemplate],
    [4, "planned", "The same thought in other words."],
  ]);
  expect((await touchesOf(second)).map(({ state }) => state)).toEqual(["planned", "planned", "planned", "planned"]);
  const approvals = await world.system.selectFrom("approvals").select("status").where("clientId", "=", client.clientId).execute();
  expect(approvals).toEqual([{ status: "superseded" }]);
  const version = (await campaignRow()).activeVersionId ?? "";
  expect(await moveEnrolments(world.systemCtx(client.clientId), { campaignId: client.campaign, versionId: version, after: null })).toEqual({
    moved: 0,
    stayed: 0,
    after: null,
  });
});

test("a slot given before an edit carries nothing past the step that now comes first", async () => {
  const leadId = await insertLead(world, client.clientId);
  const [first = ""] = await enrol(world, client, leadId);
  await world.system.updateTable("touches").set({ state: "ready", slotAt: WEDNESDAY_MORNING }).where("id", "=", first).execute();
  const [intro, value] = await stepsInForce();
  if (!intro || !value) throw new Error("the campaign has two steps");
  await edit([
    { ...value, delayDays: 0 },
    { ...intro, delayDays: 0 },
  ]);
  const carrier = new FakeCarrier();
  const late = addMinutes(WEDNESDAY_MORNING, 30);
  const input = { touchId: first, resourceId: client.mailbox };
  expect(await dispatchTouch(world.systemCtx(client.clientId, late), input, testSenderOptions(carrier))).toEqual({
    outcome: "not_pending",
  });
  expect(carrier.sent).toEqual([]);
});

test("whoever has nothing left is done; whoever shares nothing stays in their version", async () => {
  const leadId = await insertLead(world, client.clientId);
  await enrol(world, client, leadId);
  await settleNext(leadId, addMinutes(WEDNESDAY_MORNING, 5));
  const other = { channel: "email" as const, delayDays: 0, subjectTemplate: "Other", bodyTemplate: "Words that nobody has heard yet." };
  const [intro] = await stepsInForce();
  expect(await edit([other])).toMatchObject({ moved: 0, stayed: 1 });
  const enrolment = () => world.system.selectFrom("enrolments").selectAll().where("leadId", "=", leadId).executeTakeFirstOrThrow();
  expect(await enrolment()).toMatchObject({ state: "active", sequenceVersionId: client.version });
  expect(await edit(intro ? [intro] : [])).toMatchObject({ moved: 1, stayed: 0 });
  expect(await enrolment()).toMatchObject({ state: "finished" });
  expect((await touchesOf(leadId)).map(({ state, reasonCode }) => [state, reasonCode])).toEqual([
    ["sent", null],
    ["cancelled", "step_removed"],
  ]);
});

test("a lead that is enrolled while a version is being saved enters that version", async () => {
  const leadId = await insertLead(world, client.clientId);
  let enrolling: Promise<number> | undefined;
  await owner().tx(async (db) => {
    await holdCampaign(db, owner(), client.campaign);
    enrolling = enrolLeads(world.systemCtx(client.clientId), { leadIds: [leadId] }, { pepper: TEST_PEPPER });
    await Promise.race([enrolling, delay(300)]);
    const steps = (await stepsInForce()).map((step) => ({
      ...step,
      purpose: "intro" as const,
      bodyTemplate: `${step.bodyTemplate} Anew.`,
    }));
    await addSequenceVersion(db, owner(), { campaignId: client.campaign, steps, moves: "in_flight", isInForce: true });
  });
  expect(await enrolling).toBe(1);
  expect((await touchesOf(leadId)).map(({ bodyTemplate }) => bodyTemplate)).toEqual([
    expect.stringMatching(/Anew\.$/),
    expect.stringMatching(/Anew\.$/),
  ]);
});

test("a version saved over another person's, a key twice and a key of another campaign are refused", async () => {
  const steps = (await stepsInForce()).map((step) => ({ ...step, purpose: "follow_up" as const }));
  const input = { campaignId: client.campaign, steps, basedOnVersion: 1 };
  await editSequence(owner(), input);
  await expect(editSequence(owner(), input)).rejects.toBeInstanceOf(ConflictError);
  const [first] = steps;
  if (!first) throw new Error("the campaign has steps");
  await expect(editSequence(owner(), { campaignId: client.campaign, steps: [first, first] })).rejects.toBeInstanceOf(InvalidError);
  const strange = { ...first, stepKey: client.clientId };
  await expect(editSequence(owner(), { campaignId: client.campaign, steps: [strange] })).rejects.toBeInstanceOf(InvalidError);
});

test("random edits of a running campaign, with messages going out between them, send nobody a step twice or out of order", async () => {
  const leads: string[] = [];
  const changes = fc.sample(
    fc.record({
      kind: fc.constantFrom("add", "add", "remove", "move", "text", "channel", "delay", "restore"),
      where: fc.nat({ max: 30 }),
      to: fc.nat({ max: 30 }),
      delayDays: fc.nat({ max: 9 }),
      channel: fc.constantFrom(...CHANNELS),
      sends: fc.array(fc.constantFrom("send", "wait", "wait", "skip"), { minLength: 4, maxLength: 4 }),
    }),
    { numRuns: 40, seed: 20261123 },
  );
  const seen: Step[] = [];
  for (const [serial, { kind, where, to, delayDays, channel, sends }] of changes.entries()) {
    // Somebody joins now and then, in whatever version is in force.
    if (serial % 5 === 0) {
      const leadId = await insertLead(world, client.clientId);
      await enrol(world, client, leadId, addDays(WEDNESDAY_MORNING, serial));
      leads.push(leadId);
    }
    const steps: Step[] = await stepsInForce();
    const chosen = steps[where % steps.length];
    if (!chosen) throw new Error("a sequence keeps a step");
    seen.push(chosen);
    const fresh = { channel, delayDays, subjectTemplate: null, bodyTemplate: `The words of edit ${serial}, and no others.` };
    if (kind === "add" && steps.length < 9) steps.splice(to % (steps.length + 1), 0, fresh);
    if (kind === "remove" && steps.length > 1) steps.splice(where % steps.length, 1);
    if (kind === "move") steps.splice(to % steps.length, 0, ...steps.splice(where % steps.length, 1));
    if (kind === "text") chosen.bodyTemplate = fresh.bodyTemplate;
    if (kind === "channel") chosen.channel = channel;
    if (kind === "delay") chosen.delayDays = delayDays;
    const gone = seen[to % seen.length];
    if (kind === "restore" && gone && !steps.some(({ stepKey }) => stepKey === gone.stepKey)) steps.push(gone);
    await edit(steps);
    for (const [index, leadId] of leads.entries()) {
      const at = addMinutes(addDays(WEDNESDAY_MORNING, serial), index);
      const what = sends[index % sends.length];
      if (what !== "wait") await settleNext(leadId, at, { isSkipped: what === "skip" });
    }
  }

  const order = new Map((await stepsInForce()).map(({ stepKey }, index) => [stepKey, index]));
  let sent = 0;
  for (const leadId of leads) {
    const touches = await touchesOf(leadId);
    expect(new Set(touches.map(({ stepKey }) => stepKey)).size).toBe(touches.length);
    const got = touches.filter(({ state }) => state === "sent");
    sent += got.length;
    // By number and by time: the same order, and the pending ones behind.
    expect(got.map(({ sentAt }) => sentAt)).toEqual(got.map(({ sentAt }) => sentAt).toSorted((a, b) => Number(a) - Number(b)));
    const pending = touches.filter(({ state }) => state === "planned");
    for (const { stepNumber } of pending) expect(stepNumber).toBeGreaterThan(got.at(-1)?.stepNumber ?? 0);
    const places = pending.map(({ stepKey }) => order.get(stepKey) ?? -1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  }
  expect(sent).toBeGreaterThan(8);
});
