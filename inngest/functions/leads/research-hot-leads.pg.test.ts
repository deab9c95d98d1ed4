import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { AiCall } from "@/lib/domain/ai-spend";
import { previewSequence } from "@/lib/engines/campaigns/preview-sequence";
import { deleteLeads } from "@/lib/engines/leads/delete-leads";
import { leadResearchRequested } from "@/lib/events/catalogue";
import { createAskModel } from "@/lib/integrations/anthropic/ask-model";
import { type ModelBatches, modelBatches } from "@/lib/integrations/anthropic/batches";
import type { Models } from "@/lib/integrations/anthropic/models";
import type { SpendLimiter } from "@/lib/integrations/anthropic/spend-limiter";
import { ANTHROPIC_KEY, anthropicStandIn } from "@/local/providers/anthropic/anthropic";
import { startProviders } from "@/local/providers/server";
import { type DurableApp, openDurableApp } from "@/tests/support/durable-app";
import { insertLead, type ReadyClient, readyClient, WEDNESDAY_MORNING } from "@/tests/support/factories";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const MANY = 6;
const MODELS: Models = {
  fast: { id: "claude-haiku-5-5", price: { inputNanoAud: 1_240, outputNanoAud: 6_200 } },
  strong: { id: "claude-sonnet-5-5", price: { inputNanoAud: 4_650, outputNanoAud: 23_250 } },
};

let app: DurableApp;
let standIn: Awaited<ReturnType<typeof startProviders>>;
let client: ReadyClient;
let entries: AiCall[];
let money: { left: number; held: number; spent: number; settled: Set<string> };
/** What goes wrong with the next call of a batch, after the provider did its part: the process dies. */
let dies: { submit: number; read: number };
let isStuck: boolean;
let submissions: number;

const now = () => app?.clock.now() ?? WEDNESDAY_MORNING;
const limiter: SpendLimiter = {
  async reserve({ amountMicroAud, once = null }) {
    if (money.held + amountMicroAud > money.left)
      return { kind: "over_budget", level: { kind: "platform_day", day: "" }, limitMicroAud: 0 };
    money.held += amountMicroAud;
    return { kind: "reserved", hold: { amountMicroAud, budgets: [], once } };
  },
  async settle({ amountMicroAud, once }, costMicroAud) {
    if (once !== null && money.settled.has(once)) return;
    if (once !== null) money.settled.add(once);
    money.held -= amountMicroAud;
    money.spent += costMicroAud;
  },
};

beforeAll(async () => {
  standIn = await startProviders({ port: 0, databaseUrl: null, clock: { now }, seed: 1, standIns: [anthropicStandIn] });
  const access = { apiKey: ANTHROPIC_KEY, baseUrl: `${standIn.url}/anthropic`, fetch };
  const report = (error: unknown) => {
    throw error;
  };
  const options = { limiter, models: MODELS, record: async (entry: AiCall) => void entries.push(entry), report, now };
  const real = modelBatches(access, options);
  const batches: ModelBatches = {
    async submit(call) {
      submissions += 1;
      const submission = await real.submit(call);
      if (dies.submit-- > 0) throw new Error("killed after the batch was taken");
      return submission;
    },
    async read(ticket, schema) {
      if (isStuck) return { state: "working" };
      const reading = await real.read(ticket, schema);
      if (reading.state === "ended" && dies.read-- > 0) throw new Error("killed after the answers were read");
      return reading;
    },
  };
  app = await openDurableApp({ ask: createAskModel(access, options), batches });
});
afterAll(async () => {
  await app?.close();
  await standIn?.close();
});
beforeEach(async () => {
  entries = [];
  money = { left: 10_000_000, held: 0, spent: 0, settled: new Set() };
  dies = { submit: 0, read: 0 };
  isStuck = false;
  submissions = 0;
  client = await readyClient(app.world);
  await say([{ json: answer("nobody") }]);
});

const answer = (firm: string) => ({
  posts: [],
  icebreakerHook: `I saw that ${firm} is hiring at the moment.`,
  profileSummary: `Lee is Managing Director of ${firm}. Lee sails on Sundays.`,
  recentActivity: [],
  cites: [],
});
async function say(answers: unknown[]): Promise<void> {
  const response = await fetch(`${standIn.url}/_control/anthropic/answers`, { method: "PUT", body: JSON.stringify(answers) });
  expect(response.ok).toBe(true);
}
const hotLeads = (count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, index) =>
      insertLead(app.world, client.clientId, {
        alsTier: "hot",
        alsScore: 99 - index,
        company: `Harbourline ${index}`,
        organizationIsHiring: true,
      }),
    ),
  );
const request = (leadIds: string[]) => app.announce(leadResearchRequested.create({ clientId: client.clientId, leadIds }));
const found = () =>
  app.world.system.selectFrom("leadResearch").selectAll().where("clientId", "=", client.clientId).orderBy("leadId").execute();
/** A failed step is tried again after a while. */
async function letRetry(): Promise<void> {
  for (let minute = 0; minute < 3; minute += 1) await app.advance(MINUTE_MS);
}

test("many are asked in one batch; the run that dies reading it, or is told again, neither asks nor pays twice", async () => {
  const [first = "", second = "", gone = "", ...others] = await hotLeads(MANY);
  const cool = await insertLead(app.world, client.clientId, { alsTier: "cool" });
  await say([{ json: answer("Harbourline 0") }, { when: ['"Harbourline 1"'], refuse: true }]);
  dies.read = 1;
  await request([first, second, gone, ...others, cool]);
  expect(submissions).toBe(1);
  expect((await found()).map(({ researchedAt }) => researchedAt)).toEqual(Array(MANY).fill(null));

  // Told again while the batch is worked on.
  await request([first, second, gone, ...others]);
  await deleteLeads(app.world.systemCtx(client.clientId, now()), { leadIds: [gone] });
  for (let look = 0; look < 3; look += 1) await app.advance(5 * MINUTE_MS);
  await letRetry();
  expect(dies.read).toBeLessThan(1);
  expect(submissions).toBe(1);

  const rows = new Map((await found()).map((row) => [row.leadId, row]));
  expect(new Set(rows.keys())).toEqual(new Set([first, second, ...others]));
  expect(rows.get(first)).toMatchObject({
    openingLine: "I saw that Harbourline 0 is hiring at the moment.",
    summary: "Lee is Managing Director of Harbourline 0.",
    madeBy: "model",
    why: null,
    askedByRun: null,
  });
  expect(rows.get(first)?.cites).toEqual(expect.arrayContaining(["company", "is_hiring"]));
  expect(rows.get(second)).toMatchObject({
    madeBy: "baseline",
    why: "refused",
    openingLine: "I saw that Harbourline 1 is hiring at the moment.",
  });
  // A model that speaks of another firm is not believed: the rules' own line stands.
  expect(rows.get(others[0] ?? "")?.openingLine).toBe("I saw that Harbourline 3 is hiring at the moment.");
  expect(new Set(entries.map(({ id }) => id)).size).toBe(MANY);
  expect(money).toMatchObject({ held: 0, settled: new Set([expect.any(String)]) });

  // Fresh: nobody asks for thirty days; then the rows are written over.
  await request([first, second, ...others]);
  expect(submissions).toBe(1);
  const step = { channel: "email" as const, purpose: "intro" as const, subjectTemplate: "A question" };
  const bodyTemplate = "Hi {{first_name|there}},\n\n{{opening|}}\n\nWould a short call be worth your time?";
  const preview = async (at: Date) => {
    const steps = [{ ...step, bodyTemplate }];
    const { leads } = await previewSequence(app.world.systemCtx(client.clientId, at), { campaignId: client.campaign, steps });
    return leads.find(({ leadId }) => leadId === first)?.steps;
  };
  const rest = "Would a short call be worth your time?";
  expect(await preview(now())).toEqual([
    { subject: "A question", body: `Hi Lee,\n\nI saw that Harbourline 0 is hiring at the moment.\n\n${rest}`, problems: [] },
  ]);
  const without = [{ subject: "A question", body: `Hi Lee,\n\n${rest}`, problems: [] }];
  expect(await preview(new Date(now().getTime() + 31 * DAY_MS))).toEqual(without);
  await app.world.system.updateTable("leads").set({ organizationIsHiring: false }).where("id", "=", first).execute();
  expect(await preview(now())).toEqual(without);
});

test("a run that dies while it hands its questions over leaves the answer to the rules", async () => {
  dies.submit = 1;
  const leads = await hotLeads(MANY);
  await request(leads);
  await letRetry();
  expect(submissions).toBe(1);
  const rows = await found();
  expect(rows).toHaveLength(MANY);
  expect(rows.map(({ madeBy, why }) => [madeBy, why])).toEqual(Array(MANY).fill(["baseline", "unreachable"]));
});

test("over budget the rules answer at once and say why", async () => {
  money.left = 1_000;
  await request(await hotLeads(MANY));
  expect((await found()).map(({ madeBy, why }) => [madeBy, why])).toEqual(Array(MANY).fill(["baseline", "over_budget"]));
  expect(money).toMatchObject({ held: 0, spent: 0 });
});

test("a few are asked singly, at once; what was found goes with its lead", async () => {
  const [only = ""] = await hotLeads(1);
  await say([{ json: answer("Harbourline 0") }]);
  await request([only]);
  expect(submissions).toBe(0);
  expect(await found()).toMatchObject([{ leadId: only, madeBy: "model", why: null }]);
  expect(entries).toMatchObject([{ isBatch: false, scope: { runId: `research:${only}` } }]);
  await deleteLeads(app.world.memberCtx(client.clientId, client.userId, "member", now()), { leadIds: [only] });
  expect(await found()).toEqual([]);
});

test("a batch nobody works off is given up after a day, and the rules answer", async () => {
  isStuck = true;
  await request(await hotLeads(MANY));
  for (let look = 1; look < 7; look += 1) await app.advance(8 * 60 * MINUTE_MS);
  expect((await found()).map(({ researchedAt }) => researchedAt)).toEqual(Array(MANY).fill(null));
  await app.advance(DAY_MS);
  expect((await found()).map(({ madeBy, why }) => [madeBy, why])).toEqual(Array(MANY).fill(["baseline", "timed_out"]));
});
