import { z } from "zod";
import { type PlacesInput, readPlaces } from "@/local/providers/apify/google-places";
import { type ProfilesInput, readProfiles } from "@/local/providers/apify/linkedin-profiles";
import {
  type AdHocWebhook,
  idOf,
  isFinal,
  openRunBook,
  type RunRecord,
  type RunStatus,
  runIdOf,
  shownRun,
} from "@/local/providers/apify/run-book";
import { type CrawlInput, crawlWebsite } from "@/local/providers/apify/website-crawler";
import { givenKey } from "@/local/providers/given-key";
import { seeded } from "@/local/providers/seeded";
import type { Answer, Call, Handled, Handler, StandIn, StandInContext } from "@/local/providers/stand-in";
import { inTurn, openTimers } from "@/local/providers/timers";

/** The token the stand-in accepts, and the secret its callbacks bring back; they open nothing else. */
export const APIFY_TOKEN = "apify_api_local";
const WEBHOOK_SECRET = "local-apify-webhook-secret";

const SECOND_MS = 1000;
/** Eleven tries again, from a minute doubling to about seventeen hours, a day and a half in all. */
const RETRY_DELAYS_MS = Array.from({ length: 11 }, (_, index) => 60_000 * 2 ** index);
const LONGEST_SYNC_SECONDS = 300;
const MOST_ITEMS = 1000;

type Moment = { runId: string; becomes: "RUNNING" | "finished" };
type Work = { items: object[]; seconds: number; usd: number };

const ending = z.object({ status: z.enum(["FAILED", "TIMED-OUT", "SUCCEEDED"]) });
const startUrls = z.object({ startUrls: z.array(z.object({ url: z.url({ protocol: /^https?$/ }) })).min(1) });
const searches = z.object({ searchStringsArray: z.array(z.string().min(1)).min(1) });
const profileUrls = z.object({ profileUrls: z.array(z.string()).min(1) });

/**
 * Apify with its website crawler, one LinkedIn profile reader and one reader of Google's map. `_control/apify`: `POST /endings` says how the next run ends.
 * @param fetch reads websites on this machine
 */
export function apifyStandInWith(fetch: typeof globalThis.fetch): StandIn {
  return {
    name: "apify",
    prefix: "/apify",
    credits: 1000, // US$
    env: (baseUrl) => ({ APIFY_BASE_URL: `${baseUrl}/v2`, APIFY_TOKEN, APIFY_WEBHOOK_SECRET: WEBHOOK_SECRET }),
    play: (context) => playApify(context, fetch),
  };
}

export const apifyStandIn: StandIn = apifyStandInWith((...call) => globalThis.fetch(...call));

function playApify(context: StandInContext, fetch: typeof globalThis.fetch): ReturnType<StandIn["play"]> {
  const { records, account, callbacks, world, seed, now } = context;
  const book = openRunBook(records);
  const timers = openTimers<Moment>(records);
  const turn = inTurn();

  const actors: Record<string, (input: unknown) => Promise<Work> | undefined> = {
    "apify~website-content-crawler": (input) => (startUrls.safeParse(input).success ? crawl(input as CrawlInput) : undefined),
    "dev_fusion~linkedin-profile-scraper": (input) => (profileUrls.safeParse(input).success ? profiles(input as ProfilesInput) : undefined),
    "compass~crawler-google-places": (input) => (searches.safeParse(input).success ? places(input as PlacesInput) : undefined),
  };

  async function crawl(input: CrawlInput): Promise<Work> {
    const items = await crawlWebsite(input, { world, fetch, now: now() });
    return { items, seconds: 5 + items.length * 2, usd: 0.002 + items.length * 0.0005 };
  }

  async function profiles(input: ProfilesInput): Promise<Work> {
    const items = await readProfiles(input, { world, seed });
    return { items, seconds: 8 + input.profileUrls.length * 3, usd: items.length * 0.01 };
  }

  async function places(input: PlacesInput): Promise<Work> {
    const items = await readPlaces(input, { world, seed });
    return { items, seconds: 6 + input.searchStringsArray.length * 4, usd: items.length * 0.004 };
  }

  async function start({ params: { actor = "" }, query, body, raw }: Call): Promise<RunRecord | Handled> {
    const name = Object.keys(actors).find((known) => known === actor.replace("/", "~").toLowerCase());
    if (!name) return refused(404, "actor-not-found", "Actor was not found");
    const work = await actors[name]?.(body);
    if (!work)
      return refused(400, "invalid-input", "Input is not valid: the field startUrls, profileUrls or searchStringsArray is required");
    const most = Number(query.get("maxTotalChargeUsd") ?? Number.POSITIVE_INFINITY);
    if (!account.charge(Math.min(work.usd, most))) return refused(402, "not-enough-usage-to-run-paid-actor", "The usage limit is reached");
    const timeoutSecs = Number(query.get("timeout") ?? 3600);
    const seconds = work.seconds + seeded(seed, name, raw.toString()).whole(0, 4);
    const run: RunRecord = {
      id: idOf(`run ${await book.nextNumber()}`),
      actor: name,
      startedAt: now().toISOString(),
      finishedAt: null,
      status: "READY",
      statusMessage: null,
      options: { timeoutSecs, memoryMbytes: Number(query.get("memory") ?? 1024) },
      inputBytes: raw.length,
      usageUsd: Math.min(work.usd, most),
      items: work.items.slice(0, Number(query.get("maxItems") ?? MOST_ITEMS)),
      ending: (await book.takeTold()) ?? (seconds > timeoutSecs ? "TIMED-OUT" : "SUCCEEDED"),
      webhooks: webhooksOf(query.get("webhooks")),
    };
    await book.insert(run);
    const lastsSeconds = run.ending === "TIMED-OUT" ? timeoutSecs : seconds;
    await timers.add(new Date(now().getTime() + SECOND_MS), { runId: run.id, becomes: "RUNNING" });
    await timers.add(new Date(now().getTime() + lastsSeconds * SECOND_MS), { runId: run.id, becomes: "finished" });
    return run;
  }

  async function finish(run: RunRecord, status: RunStatus, at: Date): Promise<RunRecord> {
    const messages: Partial<Record<RunStatus, string>> = {
      "TIMED-OUT": "Timed out",
      ABORTED: "Aborted",
      FAILED: "The Actor process failed",
    };
    const change = { status, finishedAt: at.toISOString(), statusMessage: messages[status] ?? `Finished with ${run.items.length} items` };
    const finished = { ...run, ...change };
    await book.update(run.id, change);
    const eventType = `ACTOR.RUN.${status.replace("-", "_")}`;
    for (const [index, webhook] of run.webhooks.entries()) {
      if (!webhook.eventTypes.includes(eventType)) continue;
      const resource = shownRun(finished);
      await callbacks.enqueue("apify", {
        key: `${run.id}:${eventType}:${webhook.idempotencyKey ?? index}`,
        url: webhook.requestUrl,
        contentType: "application/json",
        headers: headersOf(webhook),
        body: JSON.stringify({
          userId: resource.userId,
          createdAt: at.toISOString(),
          eventType,
          eventData: { actorId: resource.actId, actorRunId: run.id },
          resource,
        }),
        dueAt: new Date(at.getTime() + SECOND_MS),
        retryDelaysMs: RETRY_DELAYS_MS,
      });
    }
    return finished;
  }

  const advance = () =>
    timers.run(now, async ({ at, data: { runId, becomes } }) => {
      const run = await book.find(runId);
      if (!run || isFinal(run.status)) return;
      if (becomes === "finished") await finish(run, run.ending, at);
      else await book.update(runId, { status: "RUNNING" });
    });

  const startRun: Handler = async (call) => {
    const run = await start(call);
    return "answer" in run ? run : { answer: { status: 201, json: { data: shownRun(run) } }, subject: run.actor, credits: run.usageUsd };
  };

  /** The caller waits: for it the run is over at once, or after five minutes cut off while the run goes on. */
  const runForItems: Handler = async (call) => {
    const run = await start(call);
    if ("answer" in run) return run;
    const seconds = Math.min(Number(call.query.get("timeout") ?? LONGEST_SYNC_SECONDS), LONGEST_SYNC_SECONDS);
    if (run.ending !== "SUCCEEDED" && seconds >= LONGEST_SYNC_SECONDS)
      return { ...refused(408, "run-timeout-exceeded", "Actor run exceeded the timeout of 300 seconds"), subject: run.actor };
    const finished = await finish(run, run.ending, now());
    if (finished.status !== "SUCCEEDED") return { ...refused(400, "run-failed", "Actor run did not succeed"), subject: run.actor };
    return { answer: items(run, call, 201), subject: run.actor, credits: run.usageUsd };
  };

  const getRun: Handler = async ({ params: { run: id = "" } }) => {
    const run = await book.find(id);
    return run
      ? { answer: { status: 200, json: { data: shownRun(run) } }, subject: id }
      : refused(404, "record-not-found", "Run was not found");
  };

  const abort: Handler = async ({ params: { run: id = "" } }) => {
    const run = await book.find(id);
    if (!run) return refused(404, "record-not-found", "Run was not found");
    const after = isFinal(run.status) ? run : await finish(run, "ABORTED", now());
    return { answer: { status: 200, json: { data: shownRun(after) } }, subject: id };
  };

  const listRuns: Handler = async ({ params: { actor = "" }, query }) => {
    const since = Date.parse(query.get("startedAfter") ?? "") || 0;
    const found = (await book.list(actor.toLowerCase())).filter(({ startedAt }) => Date.parse(startedAt) >= since);
    const isDescending = query.get("desc") === "true" || query.get("desc") === "1";
    const ordered = isDescending ? found.toReversed() : found;
    const [offset, limit] = [Number(query.get("offset") ?? 0), Number(query.get("limit") ?? MOST_ITEMS)];
    const shown = ordered.slice(offset, offset + limit).map(shownRun);
    const data = { total: found.length, offset, limit, desc: isDescending, count: shown.length, items: shown };
    return { answer: { status: 200, json: { data } }, subject: actor };
  };

  const itemsOf =
    (find: (call: Call) => Promise<RunRecord | undefined>): Handler =>
    async (call) => {
      const run = await find(call);
      return run ? { answer: items(run, call, 200), subject: run.id } : refused(404, "record-not-found", "Dataset was not found");
    };
  const byDataset = async ({ params: { dataset = "" } }: Call) => book.find(runIdOf(dataset));
  const byRun = async ({ params: { run = "" } }: Call) => book.find(run);

  const routes: Record<string, Handler> = {
    "POST /v2/actors/{actor}/runs": startRun,
    "POST /v2/acts/{actor}/runs": startRun,
    "GET /v2/actors/{actor}/runs": listRuns,
    "POST /v2/actors/{actor}/run-sync-get-dataset-items": runForItems,
    "GET /v2/actor-runs/{run}": getRun,
    "POST /v2/actor-runs/{run}/abort": abort,
    "GET /v2/actor-runs/{run}/dataset/items": itemsOf(byRun),
    "GET /v2/datasets/{dataset}/items": itemsOf(byDataset),
  };
  const inOrder =
    (run: Handler): Handler =>
    (call) =>
      turn(async () => {
        await advance();
        return run(call);
      });

  return {
    routes: Object.fromEntries(Object.entries(routes).map(([name, run]) => [name, inOrder(run)])),
    authenticate: (call) =>
      givenKey(call) === APIFY_TOKEN
        ? undefined
        : refused(401, "user-or-token-not-found", "User was not found or authentication token is not valid").answer,
    failure: (status) => refused(status, status === 429 ? "rate-limit-exceeded" : "internal-server-error", "As told").answer,
    tick: () => turn(advance),
    state: () => timers.state(),
    control: {
      "POST /endings": async ({ body }) => {
        const told = ending.safeParse(body);
        if (!told.success) return { answer: { status: 400, json: { error: z.prettifyError(told.error) } } };
        await book.tell(told.data.status, now());
        return { answer: { status: 201 } };
      },
    },
  };
}

/** While a run goes on nothing of it is shown; the real one fills up as it goes. */
function items(run: RunRecord, { query }: Call, status: number): Answer {
  const [offset, limit] = [Number(query.get("offset") ?? 0), Number(query.get("limit") ?? MOST_ITEMS)];
  const shown = isFinal(run.status) || status === 201 ? run.items.slice(offset, offset + limit) : [];
  return { status, json: shown, headers: { "x-apify-pagination-total": String(run.items.length) } };
}

function webhooksOf(encoded: string | null): AdHocWebhook[] {
  return encoded === null ? [] : (JSON.parse(Buffer.from(encoded, "base64").toString()) as AdHocWebhook[]);
}

function headersOf({ headersTemplate }: AdHocWebhook): Record<string, string> {
  return headersTemplate ? (JSON.parse(headersTemplate) as Record<string, string>) : {};
}

function refused(status: number, type: string, message: string): Handled {
  return { answer: { status, json: { error: { type, message } } } };
}
