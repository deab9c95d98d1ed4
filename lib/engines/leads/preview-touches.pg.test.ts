import { expect, test } from "vitest";
import { listPendingApprovals, summariseApprovals } from "@/lib/db/queries/approvals";
import { previewTouches } from "@/lib/engines/leads/preview-touches";
import { planOutreach } from "@/lib/engines/planning/plan-outreach";
import { addMember, enrol, insertLead, readyClient, TEST_PEPPER, testSenderOptions } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { fileWorld } from "@/tests/support/file-world";

const world = fileWorld();

test("a waiting message says when it would go out if approved, and what would still stand in its way", async () => {
  const client = await readyClient(world, { mode: "co_pilot" });
  const { clientId } = client;
  const [sendable, withoutConsent] = [await insertLead(world, clientId), await insertLead(world, clientId)];
  for (const leadId of [sendable, withoutConsent]) await enrol(world, client, leadId);
  await planOutreach(world.systemCtx(clientId), testSenderOptions(new FakeCarrier()));
  const viewer = world.memberCtx(clientId, await addMember(world, clientId, "viewer"), "viewer");
  await world.system.updateTable("consentBases").set({ revokedAt: viewer.now }).where("leadId", "=", withoutConsent).execute();

  const pending = await viewer.tx((db) => listPendingApprovals(db, { clientId, now: viewer.now }));
  expect(pending.map((row) => row.leadId).sort((a, b) => (a < b ? -1 : 1))).toEqual(
    [sendable, withoutConsent].sort((a, b) => (a < b ? -1 : 1)),
  );
  expect(await viewer.tx((db) => summariseApprovals(db, { clientId, now: viewer.now }))).toMatchObject({ total: 2, followUps: 0 });

  const previews = await previewTouches(viewer, { touches: pending, now: viewer.now, pepper: TEST_PEPPER });
  const previewOf = (leadId: string) => previews.get(pending.find((row) => row.leadId === leadId)?.touchId ?? "");
  expect(previewOf(sendable)).toMatchObject({ at: viewer.now, timezone: "Australia/Sydney", sender: expect.stringContaining("priya@") });
  expect(previewOf(sendable)?.checks.every((check) => check.verdict === "pass")).toBe(true);
  expect(previewOf(withoutConsent)).toMatchObject({ at: null, first: { code: "no_consent_basis" } });

  const stranger = await readyClient(world);
  const outside = world.memberCtx(stranger.clientId, stranger.userId, "owner");
  expect((await previewTouches(outside, { touches: pending, now: viewer.now, pepper: TEST_PEPPER })).size).toBe(0);
});
