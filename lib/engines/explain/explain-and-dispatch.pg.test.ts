import { subMinutes } from "date-fns";
import { expect, test } from "vitest";
import type { Ctx } from "@/lib/context";
import { systemTransaction } from "@/lib/db/client";
import { type Claim, claimTouch } from "@/lib/engines/dispatch/claim-touch";
import { type Explanation, explainLeads } from "@/lib/engines/explain/explain-lead";
import { TEST_PEPPER, testSenderOptions } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { fileWorld } from "@/tests/support/file-world";
import { type RandomQueue, randomQueue } from "@/tests/support/random-queue";

const CLIENTS = 6;
const LEADS = 1_000;
/** Wednesday 4 March 2026, 16:10 in Sydney: late there, midday in Perth, so that a good part has to wait for another day. */
const NOW = new Date("2026-03-04T05:10:00Z");

/** What some of them wait for; anything else may come up as well. */
const DEFERRING = [
  ...["call_attempts", "campaign_dates", "company_held", "contact_pressure", "domain_cap", "not_due", "outside_window"],
  ...["resource_cap", "snoozed", "spacing", "warmup_not_ready"],
];

const world = fileWorld();
const options = testSenderOptions(new FakeCarrier());

/** The dispatcher's own transaction at a moment, undone once it has decided: the next one finds everything as it was. */
async function decideAt(clientId: string, now: Date, input: { touchId: string; resourceId: string }): Promise<Claim> {
  class Undone extends Error {}
  let claim: Claim | undefined;
  const ctx: Ctx = {
    clientId,
    actor: { kind: "system" },
    now,
    async tx(work) {
      const made = await systemTransaction(world.system, { now }, async (db) => {
        claim = (await work(db)) as Claim;
        throw new Undone();
      }).catch((error: unknown) => {
        if (error instanceof Undone) return claim;
        throw error;
      });
      return made as Awaited<ReturnType<typeof work>>;
    },
  };
  return claimTouch(ctx, input, options);
}

type Seen = { now: number; later: number; never: number; codes: Map<string, number>; channels: Map<string, number> };

async function compare({ client: { clientId }, senderIds }: RandomQueue, explained: readonly Explanation[], seen: Seen): Promise<void> {
  const moments = new Set<string>();
  const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { leadId, next, blocker, summary } of explained) {
    if (!next) throw new Error(`${leadId} has nothing next: ${summary}`);
    const input = { touchId: next.touchId, resourceId: senderIds.get(next.sender ?? "") ?? leadId };
    const where = `${next.channel} ${next.at} ${blocker?.code}: ${summary}`;
    if (blocker) count(seen.codes, blocker.code);
    if (next.at === null) {
      seen.never += 1;
      const claim = await decideAt(clientId, NOW, input);
      expect(claim.outcome, where).toBe("refused");
      if (claim.outcome === "refused" && claim.decision.verdict !== "defer") expect(claim.decision.reason, where).toEqual(blocker);
      continue;
    }
    const at = new Date(next.at);
    expect((await decideAt(clientId, at, input)).outcome, where).toBe("claimed");
    count(seen.channels, next.channel);
    if (at <= NOW) {
      seen.now += 1;
      continue;
    }
    seen.later += 1;
    // Whoever waits for the same moment for the same reason on the same channel waits for the same thing.
    const moment = `${next.channel} ${next.at} ${blocker?.code}`;
    if (moments.has(moment)) continue;
    moments.add(moment);
    const earlier = await decideAt(clientId, subMinutes(at, 1), input);
    expect(earlier.outcome === "refused" && earlier.decision.verdict, `a minute earlier: ${where}`).toBe("defer");
  }
}

test("the dispatcher hands a thousand random leads over when the explainer says, not a minute earlier, and no others", async () => {
  const seen: Seen = { now: 0, later: 0, never: 0, codes: new Map(), channels: new Map() };
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, seed) => {
      const count = Math.floor((LEADS * (seed + 1)) / CLIENTS) - Math.floor((LEADS * seed) / CLIENTS);
      const queue = await randomQueue(world, { count, seed, at: NOW });
      const { clientId } = queue.client;
      const explained = await explainLeads(world.systemCtx(clientId, NOW), queue, { pepper: TEST_PEPPER });
      expect(explained).toHaveLength(count);
      await compare(queue, explained, seen);
      const moved = await world.system
        .selectFrom("touches")
        .select("id")
        .where("clientId", "=", clientId)
        .where("state", "<>", "planned")
        .execute();
      expect(moved).toEqual([]);
    }),
  );
  expect(seen.now + seen.later + seen.never).toBe(LEADS);
  expect([...seen.channels.values()].every((count) => count > 50) && seen.channels.size).toBe(5);
  expect(seen.now).toBeGreaterThan(100);
  expect(seen.later).toBeGreaterThan(300);
  expect(seen.never).toBeGreaterThan(100);
  expect([...seen.codes.keys()]).toEqual(expect.arrayContaining(DEFERRING));
}, 120_000);
