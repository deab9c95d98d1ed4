import { afterAll, beforeAll, expect, test } from "vitest";
import { getAiSpend, insertAiCall, readSpent } from "@/lib/db/queries/ai-spend";
import type { AiCall } from "@/lib/domain/ai-spend";
import { warnOfAiSpend } from "@/lib/engines/ai-spend/warn-of-ai-spend";
import { addMember, insertLead, signUp, type TestWorld, testWorld } from "@/tests/support/factories";

const NOW = new Date("2026-03-03T23:00:00Z");

let world: TestWorld;
let clientId: string;
let otherId: string;
let leadId: string;

beforeAll(async () => {
  world = await testWorld();
  ({ clientId } = await signUp(world));
  ({ clientId: otherId } = await signUp(world));
  leadId = await insertLead(world, clientId);
});
afterAll(() => world?.close());

const spend = (costMicroAud: number, change: Partial<Omit<AiCall, "scope">> & { scope?: Partial<AiCall["scope"]> } = {}) =>
  insertAiCall(world.system, {
    skill: "derive_icp",
    promptVersion: 1,
    model: "claude-haiku-5-5",
    outcome: "answered",
    detail: null,
    isBatch: false,
    tokens: { inputTokens: 10, cachedTokens: 20, cacheWriteTokens: 30, outputTokens: 40 },
    costMicroAud,
    isEstimate: false,
    askedAt: NOW,
    ...change,
    scope: { clientId, runId: null, leadId: null, ...change.scope },
  });

test("the log adds up by day, client, run and lead, and a member's admin sees their own client's", async () => {
  await spend(100);
  await spend(20, { skill: "write_reply", scope: { leadId, runId: "r1" } });
  await spend(3, { skill: "research_person", scope: { leadId, runId: "r1" }, outcome: "timed_out", isEstimate: true });
  await spend(5_000, { askedAt: new Date("2026-03-02T23:59:59.999Z") });
  await spend(70_000, { askedAt: new Date("2026-02-28T12:00:00Z") });
  await spend(900, { scope: { clientId: otherId } });
  await spend(8_000, { scope: { clientId: null } });

  const day = "2026-03-03";
  const levels = [
    { kind: "platform_day", day },
    { kind: "client_day", day, clientId },
    { kind: "run", runId: "r1" },
    { kind: "lead_replies", leadId },
    { kind: "run", runId: "r2" },
  ] as const;
  expect(await readSpent(world.system, levels)).toEqual([9_023, 123, 23, 20, 0]);

  const userId = await addMember(world, clientId, "admin");
  const seen = await world.memberCtx(clientId, userId, "admin", NOW).tx((db) => getAiSpend(db, { clientId, now: NOW }));
  expect(seen).toEqual({
    todayMicroAud: 123,
    monthMicroAud: 5_123,
    skills: [
      { skill: "derive_icp", calls: 2, answered: 2, todayMicroAud: 100, monthMicroAud: 5_100 },
      { skill: "write_reply", calls: 1, answered: 1, todayMicroAud: 20, monthMicroAud: 20 },
      { skill: "research_person", calls: 1, answered: 0, todayMicroAud: 3, monthMicroAud: 3 },
    ],
  });
});

test("people are told of a budget that runs low once, until they have read it", async () => {
  const ctx = world.systemCtx(clientId, NOW);
  await warnOfAiSpend(ctx, { usedMicroAud: 4_100_000, limitMicroAud: 5_000_000 });
  await warnOfAiSpend(ctx, { usedMicroAud: 4_900_000, limitMicroAud: 5_000_000 });
  const notices = await world.system
    .selectFrom("notifications")
    .select(["kind", "body", "href"])
    .where("clientId", "=", clientId)
    .execute();
  expect(notices).toMatchObject([{ kind: "health", href: "/dashboard/settings/ai" }]);
  expect(notices[0]?.body).toContain("A$4.10 of A$5.00");
});
