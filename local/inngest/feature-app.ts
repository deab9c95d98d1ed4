import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { cron, Inngest, invoke, NonRetriableError, RetryAfterError, staticSchema } from "inngest";
import { serve } from "inngest/node";
import { listenHttp } from "@/local/http/listen-http";

/** What the functions did, in order: `function:what`. */
export type SideEffects = string[];

/** An http server whose handler is set later: the executor and the app need each other's URL. */
export type AppServer = { url: string; handle(listener: RequestListener): void; close(): Promise<void> };

/** @param port 0 picks a free one */
export async function openAppServer(port = 0): Promise<AppServer> {
  let listener: RequestListener = (_request: IncomingMessage, response: ServerResponse) => response.writeHead(503).end();
  const server = createServer((request, response) => listener(request, response));
  const http = await listenHttp(server, { port });
  return {
    url: `${http.url}/api/inngest`,
    handle(next) {
      listener = next;
    },
    close: () => http.close(),
  };
}

/** The app under test: one function per feature of the protocol, served by the unmodified SDK. */
export function createFeatureApp(executorUrl: string, did: SideEffects) {
  const quiet = () => undefined;
  const inngest = new Inngest({
    id: "shop",
    isDev: true,
    baseUrl: executorUrl,
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  const failuresLeft = new Map<string, number>();
  const failTimes = (name: string, times: number): boolean => {
    const left = failuresLeft.get(name) ?? times;
    failuresLeft.set(name, left - 1);
    return left > 0;
  };
  const gate = createGate();

  const sequence = inngest.createFunction({ id: "sequence", triggers: { event: "test/sequence" } }, async ({ event, step }) => {
    const one = await step.run("one", () => {
      did.push("sequence:one");
      return event.data.n + 1;
    });
    const nothing = await step.run("two", () => {
      did.push("sequence:two");
    });
    return { one, nothing };
  });

  const conditional = inngest.createFunction(
    { id: "conditional", triggers: { event: "test/conditional", if: "event.data.amount > 10 && event.data.kind == 'big'" } },
    async ({ event }) => did.push(`conditional:${event.data.amount}`),
  );
  const wildcard = inngest.createFunction({ id: "wildcard", triggers: { event: "wild/*" } }, async ({ event }) =>
    did.push(`wildcard:${event.name}`),
  );

  const parallel = inngest.createFunction({ id: "parallel", triggers: { event: "test/parallel" }, retries: 2 }, async ({ step }) => {
    const results = await Promise.all([
      step.run("a", () => {
        did.push("parallel:a");
        return "a";
      }),
      step.run("flaky", () => {
        did.push("parallel:flaky");
        if (failTimes("parallel", 1)) throw new Error("once");
        return "b";
      }),
      step.sleep("nap", "1h"),
      step.run("c", () => "c"),
    ]);
    const after = await step.run("after", () => {
      did.push("parallel:after");
      return results.join("");
    });
    return after;
  });

  const sleeper = inngest.createFunction({ id: "sleeper", triggers: { event: "test/sleep" } }, async ({ event, step }) => {
    await step.sleep("two days", "2d");
    did.push("sleeper:slept");
    await step.sleepUntil("until", new Date(event.data.until));
    return "rested";
  });

  const waiter = inngest.createFunction({ id: "waiter", triggers: { event: "test/wait" } }, async ({ step }) => {
    const matched = await step.waitForEvent("by match", { event: "test/answer", timeout: "1d", match: "data.id" });
    const conditioned = await step.waitForEvent("by if", {
      event: "test/answer",
      timeout: "1d",
      if: "async.data.id == event.data.id && async.data.score > 5",
    });
    const missed = await step.waitForEvent("never", { event: "test/never", timeout: "3h" });
    return { matched: matched?.data.score, conditioned: conditioned?.data.score, missed };
  });

  const priceFn = inngest.createFunction({ id: "price", triggers: invoke(staticSchema<{ sku: string }>()) }, async ({ event, step }) => {
    const cents = await step.run("look up", () => event.data.sku.length * 100);
    if (event.data.sku === "bad") throw new NonRetriableError("no such sku");
    if (event.data.sku === "slow") await step.sleep("long", "5h");
    return { cents };
  });
  const invoker = inngest.createFunction({ id: "invoker", triggers: { event: "test/invoke" } }, async ({ step }) => {
    const good = await step.invoke("good", { function: priceFn, data: { sku: "abc" } });
    const failed = await step.invoke("bad", { function: priceFn, data: { sku: "bad" } }).catch((error: Error) => error.message);
    const late = await step
      .invoke("slow", { function: priceFn, data: { sku: "slow" }, timeout: "1h" })
      .catch((error: Error) => error.message);
    return { good, failed, late };
  });

  const sender = inngest.createFunction({ id: "sender", triggers: { event: "test/send" } }, async ({ step }) => {
    const { ids } = await step.sendEvent("fan out", [
      { name: "test/sent", data: { n: 1 } },
      { name: "test/sent", data: { n: 2 } },
    ]);
    return ids.length;
  });
  const receiver = inngest.createFunction({ id: "receiver", triggers: { event: "test/sent" } }, async ({ event }) =>
    did.push(`receiver:${event.data.n}`),
  );

  const retrier = inngest.createFunction({ id: "retrier", triggers: { event: "test/retry" }, retries: 3 }, async ({ step, attempt }) => {
    const step1 = await step.run("flaky", () => {
      did.push("retrier:flaky");
      if (failTimes("retrier", 2)) throw new Error("not yet");
      return "ok";
    });
    if (failTimes("retrier body", 1)) throw new Error(`body at attempt ${attempt}`);
    return step1;
  });
  const retryAfter = inngest.createFunction({ id: "retry-after", triggers: { event: "test/retry-after" } }, async ({ event, step }) =>
    step.run("limited", () => {
      did.push("retry-after:try");
      if (failTimes("seconds", 1)) throw new RetryAfterError("slow down", "90s");
      if (failTimes("date", 1)) throw new RetryAfterError("until then", new Date(event.data.until));
      return "through";
    }),
  );
  const caught = inngest.createFunction({ id: "caught", triggers: { event: "test/caught" }, retries: 1 }, async ({ step }) => {
    const result = await step
      .run("always fails", () => {
        did.push("caught:try");
        throw new TypeError("broken");
      })
      .catch((error: Error) => `caught ${error.message}`);
    return step.run("recover", () => result);
  });
  const failing = inngest.createFunction(
    {
      id: "failing",
      triggers: { event: "test/fail" },
      retries: 0,
      onFailure: async ({ error, event, step }) => {
        await step.run("note", () => did.push(`failing:${error.message}:${event.data.event.data.why}`));
      },
    },
    async () => {
      throw new Error("as planned");
    },
  );

  const cancellable = inngest.createFunction(
    {
      id: "cancellable",
      triggers: { event: "test/cancellable" },
      cancelOn: [{ event: "test/cancel", match: "data.id" }],
    },
    async ({ step }) => {
      await step.sleep("long", "10d");
      return did.push("cancellable:woke");
    },
  );
  const once = inngest.createFunction({ id: "once", triggers: { event: "test/once" }, idempotency: "event.data.key" }, async ({ event }) =>
    did.push(`once:${event.data.key}`),
  );
  const throttled = inngest.createFunction(
    { id: "throttled", triggers: { event: "test/throttled" }, throttle: { limit: 2, period: "1m", key: "event.data.who" } },
    async ({ event }) => did.push(`throttled:${event.data.who}:${event.data.n}`),
  );
  const batched = inngest.createFunction(
    { id: "batched", triggers: { event: "test/batched" }, batchEvents: { maxSize: 3, timeout: "30s", key: "event.data.who" } },
    async ({ events }) => did.push(`batched:${events.map((event) => event.data.n).join(",")}`),
  );
  const exclusive = inngest.createFunction(
    {
      id: "exclusive",
      triggers: { event: "test/exclusive" },
      concurrency: [
        { limit: 1, key: "event.data.who" },
        { limit: 2, key: '"shared"', scope: "env" },
      ],
    },
    async ({ event, step }) => {
      await step.run("work", () => gate.pass(String(event.data.who)));
      await step.sleep("rest", "1h");
      return "rested";
    },
  );
  const hourly = inngest.createFunction({ id: "hourly", triggers: cron("TZ=Australia/Sydney 30 9 * * *") }, async ({ event }) =>
    did.push(`hourly:${(event.data as { scheduledAt?: string }).scheduledAt}`),
  );
  const minutely = inngest.createFunction({ id: "minutely", triggers: { cron: "*/5 * * * *" } }, async () => did.push("minutely"));

  const functions = [
    ...[sequence, conditional, wildcard, parallel, sleeper, waiter, priceFn, invoker, sender, receiver, retrier, retryAfter, caught],
    ...[failing, cancellable, once, throttled, batched, exclusive, hourly, minutely],
  ];
  return { inngest, gate, handler: serve({ client: inngest, functions }) };
}

/** Counts how many are inside at once per name and in all; `pass` leaves after a few turns of the event loop. */
function createGate() {
  const inside = new Map<string, number>();
  const most = new Map<string, number>();
  const change = (name: string, by: number) => {
    inside.set(name, (inside.get(name) ?? 0) + by);
    most.set(name, Math.max(most.get(name) ?? 0, inside.get(name) ?? 0));
  };
  return {
    most,
    async pass(name: string) {
      for (const each of [name, "all"]) change(each, 1);
      await new Promise((resolve) => setTimeout(resolve, 20));
      for (const each of [name, "all"]) change(each, -1);
    },
  };
}
