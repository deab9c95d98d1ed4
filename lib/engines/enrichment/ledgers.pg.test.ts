import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import type { Ctx } from "@/lib/context";
import { CLAY_CREDIT_MICRO_AUD } from "@/lib/domain/provider-costs";
import { chooseClayRows } from "@/lib/engines/enrichment/choose-clay-rows";
import { deepenLeads } from "@/lib/engines/enrichment/deepen-leads";
import { enrichLead } from "@/lib/engines/enrichment/enrich-lead";
import { recordClayAnswer } from "@/lib/engines/enrichment/record-clay-answer";
import { sendClayRow } from "@/lib/engines/enrichment/send-clay-row";
import { settleClayRow } from "@/lib/engines/enrichment/settle-clay-row";
import { ProviderError } from "@/lib/errors";
import type { ClayRow } from "@/lib/integrations/clay/api";
import { enrichmentHelpers } from "@/tests/support/enrichment-helpers";
import { signUp, TEST_PEPPER } from "@/tests/support/factories";
import { checked, FakeProviders, personOf } from "@/tests/support/fake-enrichment";
import { fileWorld } from "@/tests/support/file-world";

const world = fileWorld();
const options = { pepper: TEST_PEPPER };
let clientId: string;
const { setClient, credits, newLead } = enrichmentHelpers(world, () => clientId);

beforeEach(async () => {
  ({ clientId } = await signUp(world));
  await setClient({ subscriptionStatus: "active" });
});

/** Providers that charge, and say how much they charged in all; told to, they fail instead. */
function countingProviders(fails: () => boolean) {
  const providers = new FakeProviders();
  let charged = 0;
  const counted =
    <Args extends unknown[], Answer extends { costMicroAud: number }>(ask: (...args: Args) => Promise<Answer>) =>
    async (...args: Args): Promise<Answer> => {
      if (fails()) throw new ProviderError({ provider: "any", message: "down", retryable: true });
      const answer = await ask(...args);
      charged += answer.costMicroAud;
      return answer;
    };
  providers.clay = {
    webhookHash: "any",
    callbackUrl: "https://app.example",
    sendRow: () => Promise.reject(new Error("not sent by look-ups")),
  };
  providers.person = (email) => (email.startsWith("a") ? personOf(email, { emailStatus: "guessed", company: null }) : null);
  providers.profile = () => personOf("x@firm.example", { source: "apify", phone: "+61491570156" });
  providers.verification = (email) => checked(email, email.includes("bad") ? "invalid" : "verified");
  return {
    charged: () => charged,
    providers: Object.assign(providers, {
      matchPerson: counted(providers.matchPerson),
      readProfile: counted(providers.readProfile),
      findEmail: counted(providers.findEmail),
      verifyEmail: counted(providers.verifyEmail),
    }),
  };
}

test("credits and costs add up whatever fails, dies before its commit, or is repeated", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 2, maxLength: 4 }), fc.infiniteStream(fc.nat(9)), async (names, chances) => {
      ({ clientId } = await signUp(world));
      await setClient({ subscriptionStatus: "active" });
      const before = await credits();
      const isUnlucky = (outOf: number) => Number(chances.next().value) < outOf;
      const { providers, charged } = countingProviders(() => isUnlucky(2));
      const leadIds: string[] = [];
      for (const [n, isBad] of names.entries())
        leadIds.push(
          await newLead({
            email: `${n % 2 ? "a" : "b"}${n}.${isBad ? "bad" : "good"}.${clientId}@firm.example`,
            company: null,
            linkedinUrl: "https://linkedin.com/in/lee",
          }),
        );

      for (let attempt = 0; attempt < 8; attempt += 1) {
        const ctx = dying(world.systemCtx(clientId, new Date(Date.UTC(2026, 2, 3, 23, attempt))), () => isUnlucky(3));
        for (const leadId of leadIds) await enrichLead(ctx, { leadId }, providers, options).catch(() => undefined);
      }
      const paidToClay = await throughClay(leadIds, providers, () => isUnlucky(5));
      await deepenLeads(world.systemCtx(clientId), { leadIds }, providers, options).catch(() => undefined);

      const ledger = await world.system
        .selectFrom("creditLedger")
        .select(["delta", "leadId", "balanceAfter"])
        .where("clientId", "=", clientId)
        .orderBy("id")
        .execute();
      const enriched = await world.system
        .selectFrom("leads")
        .select("id")
        .where("clientId", "=", clientId)
        .where("status", "<>", "new")
        .execute();
      const spent = ledger.filter(({ delta }) => delta < 0);
      expect(new Set(spent.map(({ leadId }) => leadId)).size).toBe(spent.length);
      expect(spent.length).toBe(enriched.length);
      expect(await credits()).toBe(before - spent.length);
      expect(ledger.at(-1)?.balanceAfter ?? before).toBe(await credits());
      const costs = await world.system.selectFrom("providerCosts").select("costMicros").where("clientId", "=", clientId).execute();
      expect(costs.reduce((sum, { costMicros }) => sum + costMicros, 0)).toBe(charged() + paidToClay);
    }),
    { numRuns: 8 },
  );
});

/**
 * What is left of them goes through Clay, which charges three credits a row, answers before the deadline, after it or never, and repeats
 * itself. A row without an answer counts at what it may cost.
 * @returns what is on the books for it
 */
async function throughClay(leadIds: readonly string[], providers: FakeProviders, isUnlucky: () => boolean): Promise<number> {
  const rows: ClayRow[] = [];
  const clay = {
    webhookHash: clientId,
    callbackUrl: "https://app.example",
    sendRow: async (row: ClayRow) => {
      rows.push(row);
    },
  };
  const late = new Date(Date.UTC(2026, 2, 4, 8));
  const ctx = (at?: Date) => world.systemCtx(clientId, at);
  await chooseClayRows(ctx(), { leadIds, batchKey: "a batch", lookedUp: 40 }, { ...providers, clay });
  const chosen = await world.system
    .selectFrom("private.clayRows")
    .select("id")
    .where("clientId", "=", clientId)
    .where("state", "=", "chosen")
    .orderBy("score")
    .execute();
  let paid = 0;
  for (const { id } of chosen) {
    await sendClayRow(ctx(), { clayRowId: id }, clay);
    const { email = null, mostCredits } = rows.at(-1) ?? { mostCredits: 0 };
    const isLate = isUnlucky();
    const isAnswered = isUnlucky();
    if (isLate) await settleClayRow(ctx(late), { clayRowId: id }, providers);
    const person = personOf(email ?? "", { source: "clay" });
    const answer = { requestId: id, person, vendor: null, costMicroAud: 3 * CLAY_CREDIT_MICRO_AUD };
    for (let time = 0; isAnswered && time < 2; time += 1) await recordClayAnswer(world.system, () => ctx(late), answer);
    for (let time = 0; time < 2; time += 1) await settleClayRow(ctx(late), { clayRowId: id }, providers);
    paid += (isAnswered ? 3 : (mostCredits ?? 0)) * CLAY_CREDIT_MICRO_AUD;
  }
  return paid;
}

/** A process that dies when it is about to commit what it found out about a lead; costs are written by themselves before that. */
function dying(ctx: Ctx, dies: () => boolean): Ctx {
  return {
    ...ctx,
    tx: (work) =>
      ctx.tx(async (db) => {
        const result = await work(db);
        if (result === "enriched" && dies()) throw new Error("killed before the commit");
        return result;
      }),
  };
}
