import { afterAll, beforeAll, expect, test } from "vitest";
import { findLatestWriting } from "@/lib/db/queries/campaign-writings";
import { findCampaign } from "@/lib/db/queries/campaigns";
import { listActiveSteps } from "@/lib/db/queries/sequence-versions";
import { createFromAudience } from "@/lib/engines/campaigns/create-campaign";
import { editSequence } from "@/lib/engines/campaigns/edit-sequence";
import { requestWriting } from "@/lib/engines/campaigns/request-writing";
import { type DurableApp, openDurableApp } from "@/tests/support/durable-app";
import { enrol, insertLead, readyClient } from "@/tests/support/factories";

/** The outbox is swept each minute. */
const MINUTE_MS = 60_000;

let app: DurableApp;

beforeAll(async () => {
  app = await openDurableApp();
});
afterAll(() => app?.close());

test("a campaign writes itself from its audience; what a person wrote is never written over, and those on their way go over when asked", async () => {
  const client = await readyClient(app.world);
  const ctx = app.world.memberCtx(client.clientId, client.userId, "owner", app.clock.now());
  await app.world.system
    .updateTable("clients")
    .set({ icpIndustries: ["construction"], icpTitles: ["Owner"], icpPainPoints: ["too few enquiries"] })
    .where("id", "=", client.clientId)
    .execute();
  await insertLead(app.world, client.clientId, { firstName: null, company: null, status: "new" });
  const scope = { clientId: client.clientId };
  const writingOf = (campaignId: string) => app.world.system.transaction().execute((db) => findLatestWriting(db, { ...scope, campaignId }));
  const versionOf = (campaignId: string) =>
    app.world.system.transaction().execute(async (db) => ({
      version: (await findCampaign(db, { ...scope, campaignId }))?.version,
      steps: await listActiveSteps(db, { ...scope, campaignId }),
    }));

  const { campaignIds } = await createFromAudience(ctx, {
    name: "Builders again",
    description: "",
    permissionMode: null,
    isSplit: false,
    isWritten: true,
  });
  const campaignId = campaignIds[0] ?? "";
  await app.advance(MINUTE_MS);
  expect(await writingOf(campaignId)).toMatchObject({ status: "done", version: 2, isInForce: true, error: null });
  expect((await writingOf(campaignId))?.stages.map(({ state }) => state)).toEqual(["done", "done", "done", "done", "done"]);
  const written = await versionOf(campaignId);
  expect(written.version).toBe(2);
  expect(written.steps.every(({ channelReason, gapReason, writtenBy }) => channelReason && gapReason && writtenBy !== "person")).toBe(true);

  // A person changes a word and takes a step out: the next writing waits, and knows the step it would write over.
  const own = "Hi {{first_name|there}}, a line that a person of the agency wrote by hand.";
  const steps = written.steps.slice(0, 2).map(({ stepKey, channel, delayDays, subjectTemplate, bodyTemplate }, index) => ({
    stepKey,
    channel,
    delayDays,
    purpose: index === 0 ? ("intro" as const) : ("value_add" as const),
    subjectTemplate,
    bodyTemplate: index === 0 ? own : bodyTemplate,
  }));
  await editSequence(ctx, { campaignId, steps });
  await requestWriting(ctx, { campaignId });
  await app.advance(MINUTE_MS);
  expect(await writingOf(campaignId)).toMatchObject({ status: "done", version: 4, isInForce: false });
  expect((await writingOf(campaignId))?.stages[0]).toMatchObject({
    skill: "research_industry",
    detail: expect.stringMatching(/; research kept from 4 Mar 2026$/),
  });
  const kept = await versionOf(campaignId);
  expect(kept.version).toBe(3);
  expect(kept.steps.map(({ bodyTemplate }) => bodyTemplate)[0]).toBe(own);
  const waiting = await app.world.system
    .selectFrom("sequenceSteps as s")
    .innerJoin("sequenceVersions as v", "v.id", "s.sequenceVersionId")
    .select(["s.bodyTemplate", "s.stepKey", "s.writtenBy"])
    .where("v.campaignId", "=", campaignId)
    .where("v.version", "=", 4)
    .where("s.stepNumber", "=", 1)
    .executeTakeFirst();
  expect(waiting).toMatchObject({ bodyTemplate: own, stepKey: kept.steps[0]?.stepKey, writtenBy: "person" });

  // A running campaign: its leads go over to what is saved for those in flight.
  const leadId = await insertLead(app.world, client.clientId);
  await enrol(app.world, client, leadId, app.clock.now());
  const [first] = (await versionOf(client.campaign)).steps;
  if (!first) throw new Error("the campaign has steps");
  const only = { ...first, purpose: "intro" as const, stepKey: first.stepKey };
  await editSequence(ctx, { campaignId: client.campaign, steps: [only], moves: "in_flight" });
  await app.advance(MINUTE_MS);
  const touches = await app.world.system.selectFrom("touches").select("state").where("leadId", "=", leadId).orderBy("stepNumber").execute();
  expect(touches[1]?.state).toBe("cancelled");
});
