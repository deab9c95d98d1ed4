import { z } from "zod";
import { persistently, Refused } from "./persistently";

export type StackUrls = { executorUrl: string; marketUrl: string; mailUrl: string; providersUrl: string };
type Options = StackUrls & { idleTimeoutMs: number; outboxWaiting(): Promise<number> };

/** What one look at the stack found. */
export type Glance = {
  /** What is not done, in words; empty: nothing to do before the clock moves. */
  busy: string[];
  /** Instants (ms) at which something is to happen. */
  timers: number[];
  /** Something that should have happened by now has not. */
  isOverdue: boolean;
  outbox: number;
  /** Changes whenever any part has done something. */
  fingerprint: string;
};

const instant = z.iso.datetime({ offset: true }).nullable();
const executorState = z.object({
  queued: z.number(),
  running: z.number(),
  waiting: z.number(),
  nextTimerAt: instant,
  nextCronAt: instant,
});
const mailState = z.object({
  queuedWebhooks: z.number(),
  pendingTimers: z.number(),
  nextTimerAt: instant,
  untold: z.number(),
  webhooks: z.record(z.string(), z.number()),
});
const marketState = z.object({
  pendingReactions: z.number(),
  dueReactions: z.number(),
  nextReactionAt: instant,
  queuedCallbacks: z.number(),
  received: z.number(),
  finished: z.number(),
  bookings: z.number(),
});

const providersState = z.object({
  callbacks: z.object({ queued: z.number(), due: z.number(), nextAt: instant }),
  providers: z.record(z.string(), z.object({ nextAt: instant.optional() })),
});

/** The executor waits this long by itself for its queue to empty before it answers that it is busy. */
const EXECUTOR_WAIT_MS = 250;
const SWEEP_FUNCTION = "relay-outbox";

type Others = {
  mail: z.output<typeof mailState>;
  market: z.output<typeof marketState>;
  providers: z.output<typeof providersState>;
  outbox: number;
};

/** Looks at executor, mail, market, providers and outbox over their control calls. A part that is being restarted is asked again. */
export function stackObserver({ executorUrl, mailUrl, marketUrl, providersUrl, idleTimeoutMs, outboxWaiting }: Options) {
  const call = <T extends z.ZodType>(schema: T, method: "GET" | "POST", url: string, body?: unknown) =>
    persistently(() => request(schema, method, url, body), idleTimeoutMs);
  const others = async (method: "GET" | "POST", path: string): Promise<Others> => {
    const [mail, market, providers, outbox] = await Promise.all([
      call(mailState, method, `${mailUrl}/_control/${path}`),
      call(marketState, method, `${marketUrl}/_control/${path}`),
      call(providersState, method, `${providersUrl}/_control/${path}`),
      persistently(outboxWaiting, idleTimeoutMs),
    ]);
    return { mail, market, providers, outbox };
  };
  const idle = () => call(executorState, "POST", `${executorUrl}/_control/idle?timeoutMs=${EXECUTOR_WAIT_MS}`);
  const glanceAt = (now: Date, executor: z.output<typeof executorState>, { mail, market, providers, outbox }: Others): Glance => {
    const timers = [
      executor.nextTimerAt,
      executor.nextCronAt,
      mail.nextTimerAt,
      market.nextReactionAt,
      providers.callbacks.nextAt,
      ...Object.values(providers.providers).map(({ nextAt = null }) => nextAt),
    ].flatMap((at) => (at === null ? [] : [Date.parse(at)]));
    const isOverdue = timers.some((at) => at <= now.getTime()) || market.dueReactions > 0;
    const work: readonly (readonly [number, string])[] = [
      [executor.queued + executor.running, "calls of the executor"],
      [mail.queuedWebhooks, "webhooks of the mail system"],
      [mail.untold, "messages the market was not told of"],
      [market.dueReactions, "reactions of the market"],
      [market.queuedCallbacks, "booking callbacks"],
      [providers.callbacks.due, "webhooks of the providers"],
      [outbox, "events in the outbox"],
      [timers.filter((at) => at <= now.getTime()).length, "timers past due"],
    ];
    return {
      busy: work.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : [])),
      timers,
      isOverdue,
      outbox,
      fingerprint: JSON.stringify([executor, mail, market, providers, outbox]),
    };
  };

  return {
    /** Tells everybody that the clock moved; what they show then, with the executor at rest, is a first look. */
    async tick(now: Date): Promise<Glance> {
      const [, seen] = await Promise.all([call(z.unknown(), "POST", `${executorUrl}/_control/tick`), others("POST", "tick")]);
      return glanceAt(now, await idle(), seen);
    },

    /** Asks for the product's own safety net, as the next minute would. */
    async sweepOutbox(): Promise<void> {
      await call(z.unknown(), "POST", `${executorUrl}/_control/fire`, { functionId: SWEEP_FUNCTION });
    },

    async look(now: Date): Promise<Glance> {
      const first = await idle();
      const calls = first.queued + first.running;
      // Whatever else there is to see, this moment is not over; nobody else is kept from work by being asked.
      if (calls > 0) {
        const busy = [`${calls} calls of the executor`];
        return { busy, timers: [], isOverdue: false, outbox: 0, fingerprint: JSON.stringify(first) };
      }
      const seen = await others("GET", "state");
      return glanceAt(now, await call(executorState, "GET", `${executorUrl}/_control/state`), seen);
    },
  };
}

async function request<T extends z.ZodType>(schema: T, method: string, url: string, body: unknown): Promise<z.output<T>> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await fetch(url, init);
  const text = await response.text();
  if (response.status >= 400 && response.status < 500) throw new Refused(`${url} answered ${response.status}: ${text.slice(0, 200)}`);
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text.slice(0, 200)}`);
  return schema.parse(JSON.parse(text));
}
