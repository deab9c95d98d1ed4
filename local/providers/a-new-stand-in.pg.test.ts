import { addMinutes } from "date-fns";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { givenKey } from "@/local/providers/given-key";
import { startProviders } from "@/local/providers/server";
import type { StandIn } from "@/local/providers/stand-in";
import { type ReceivedRequest, RestartableServer } from "@/tests/support/restartable-server";
import { type TestDatabase, testDatabase } from "@/tests/support/test-database";

type Letter = { to: string; isPosted: boolean };

/** Takes letters as forms, charges once for each reference, posts them a minute later and tells the product, signed. */
const letters: StandIn = {
  name: "letters",
  prefix: "/letters/v1",
  credits: 2,
  env: (baseUrl) => ({ LETTERS_BASE_URL: baseUrl }),
  play({ account, records, callbacks, now, appUrl }) {
    callbacks.signWith("letters", ({ body }, at) => ({ "x-signature": `${at.toISOString()} ${body.length}` }));
    return {
      routes: {
        async "POST /letters"({ raw }) {
          const form = new URLSearchParams(raw.toString());
          const [ref = "", to = ""] = [form.get("ref") ?? "", form.get("to") ?? ""];
          const known = await records.find<Letter>("letter", ref);
          if (known) return { answer: { status: 200, json: known.data }, subject: to };
          if (!account.charge(1)) return { answer: { status: 402 }, subject: to };
          await records.insert("letter", ref, { to, isPosted: false }, now());
          return { answer: { status: 201, json: { ref } }, subject: to, credits: 1 };
        },
        "GET /letters/{ref}.pdf": ({ params: { ref = "" } }) => ({
          answer: { status: 200, bytes: { contentType: "application/pdf", data: `%PDF ${ref}` }, headers: { etag: ref } },
        }),
      },
      authenticate: (call) => (givenKey(call) === "k" ? undefined : { status: 401 }),
      failure: (status) => ({ status, json: { message: "as told" } }),
      limits: { perMinute: () => 1000, headers: (_limit, left) => ({ "x-left": String(left) }) },
      async tick() {
        for (const { id, createdAt } of await records.list<Letter>("letter", { where: { isPosted: false } })) {
          if (addMinutes(createdAt, 1) > now()) continue;
          const url = `${appUrl}/api/webhooks/letters`;
          const body = JSON.stringify({ posted: id });
          await callbacks.enqueue("letters", {
            key: id,
            url,
            contentType: "application/json",
            body,
            dueAt: now(),
            retryDelaysMs: [60_000],
          });
          await records.update("letter", id, { isPosted: true });
        }
      },
      state: async () => ({ unposted: await records.count("letter", { isPosted: false }) }),
      control: { "POST /{ref}/lost": async ({ params: { ref = "" } }) => ({ answer: { status: 200, json: { lost: ref } } }) },
    };
  },
};

class Product extends RestartableServer {
  readonly heard: ReceivedRequest[] = [];
  status = 200;

  protected answer(request: ReceivedRequest) {
    this.heard.push(request);
    return { status: this.status };
  }
}

const START = new Date("2026-11-24T02:00:00Z");
let database: TestDatabase;
let product: Product;
let url: string;
let now: Date;
let close: () => Promise<void>;

const start = async (standIns = [letters]) => {
  const options = { port: 0, clock: { now: () => now }, seed: 1, appUrl: product.url, standIns };
  ({ url, close } = await startProviders({ ...options, databaseUrl: database.localUrl }));
};
const restart = async () => {
  await close();
  await start();
};
const order = (ref: string) =>
  fetch(`${url}/letters/v1/letters`, {
    method: "POST",
    headers: { authorization: "Bearer k" },
    body: new URLSearchParams({ ref, to: "Lee" }),
  });
const get = (path: string) => fetch(`${url}/letters/v1${path}`, { headers: { "x-api-key": "k" } });
const control = async (method: string, path: string, body?: unknown) => {
  const answer = await fetch(`${url}/_control${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return [answer.status, await answer.json()] as const;
};
const tickAt = (at: Date) => {
  now = at;
  return control("POST", "/tick");
};

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  now = START;
  product = new Product();
  await product.start();
  await start([]); // the database is in use before the stand-in joins
  await restart();
  await fetch(`${url}/_control/reset`, { method: "POST" });
});
afterEach(async () => {
  await close();
  await product.stop();
});

describe("a stand-in of one file and one line", () => {
  test("has faults, credits, limits, a log and 501 by name, and remembers over a restart", async () => {
    expect((await order("one")).status).toBe(201);
    await control("POST", "/faults", { provider: "letters", operation: "POST /letters", kind: "answer_lost" });
    await expect(order("two")).rejects.toThrow();
    await restart();
    expect((await order("two")).status).toBe(200);
    expect((await order("three")).status).toBe(402);

    const unknown = await get("/postcards");
    expect([unknown.status, await unknown.json()]).toEqual([501, { error: "letters: GET /postcards is not implemented by the stand-in" }]);
    const [, { requests }] = await control("GET", "/requests?provider=letters&limit=4");
    expect(requests.map(({ operation, status }: { operation: string; status: number | null }) => [operation, status])).toEqual([
      ["GET /postcards", 501],
      ["POST /letters", 402],
      ["POST /letters", 200],
      ["POST /letters", null],
    ]);
    const [, state] = await control("GET", "/state");
    expect(state).toMatchObject({ credits: { letters: { used: 2 } }, providers: { letters: { unposted: 2 } } });
    const [, { records }] = await control("GET", "/records?provider=letters&kind=letter");
    expect(records).toMatchObject([{ id: "one" }, { id: "two", data: { to: "Lee" } }]);
  });

  test("answers bytes with headers of its own, and its own control calls", async () => {
    const pdf = await get("/letters/7.pdf");
    expect([pdf.headers.get("content-type"), pdf.headers.get("etag"), pdf.headers.get("x-left")]).toEqual(["application/pdf", "7", "999"]);
    expect(await pdf.text()).toBe("%PDF 7");
    expect(await control("POST", "/letters/7/lost")).toEqual([200, { lost: "7" }]);
    expect((await control("POST", "/letters/7/found"))[0]).toBe(501);
  });

  test("tells the product when the clock says so, signed anew at each attempt, and again when asked", async () => {
    await order("four");
    product.status = 500;
    await tickAt(addMinutes(START, 1));
    product.status = 200;
    await restart();
    await tickAt(addMinutes(START, 2));
    const body = '{"posted":"four"}';
    const heard = () => product.heard.filter((request) => request.body === body).map(({ headers }) => headers["x-signature"]);
    expect(heard()).toEqual([1, 2].map((minutes) => `${addMinutes(START, minutes).toISOString()} ${body.length}`));

    const [, { sent }] = await control("POST", "/redeliver", { provider: "letters", times: 2, isShuffled: true });
    expect(sent).toBeGreaterThanOrEqual(2);
    expect(heard()).toHaveLength(4);
  });

  test("waits for a product that is away, which counts as no attempt", async () => {
    await order("five");
    await product.stop();
    const [, away] = await tickAt(addMinutes(START, 1));
    expect(away.callbacks).toMatchObject({ due: expect.any(Number), unreachable: "ECONNREFUSED" });
    await product.start();
    const [, back] = await tickAt(now);
    expect(back.callbacks).toMatchObject({ queued: 0, unreachable: null });
    expect(product.heard.filter(({ body }) => body === '{"posted":"five"}')).toHaveLength(1);
  });
});
