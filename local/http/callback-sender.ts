/** What became of one callback: it waits for another try, was taken, was refused for good, or every try is used up. */
export type CallbackState = "queued" | "delivered" | "stopped" | "exhausted";
export type CallbackOutcome = { state: CallbackState; attempts: number; nextAt: Date; lastStatus: number | null; lastError: string | null };

/** `error` null: the product said 2xx. `status` null: it did not answer in time. */
export type CallbackAnswer = { status: number | null; error: string | null };

/** How long a service waits between its attempts, by the movable clock, and which answers make it stop for good. */
export type CallbackPolicy = { retryDelaysMs: readonly number[]; stopStatuses: readonly number[]; answerTimeoutMs: number };

export type CallbackRequest = { url: string; method?: "POST" | "PUT"; headers: Record<string, string>; body: string };

export type CallbackSender = {
  /** Posts everything due by the clock; stops at the first sign that nobody is listening. */
  sendDue(): Promise<void>;
  /** Posts each of the next `count` callbacks twice. */
  duplicateNext(count: number): void;
  /** Why the product could not be reached at the last try, or null. */
  unreachable(): string | null;
  close(): void;
};

type Options<Callback> = {
  clock: { now(): Date };
  policy: CallbackPolicy | ((callback: Callback) => CallbackPolicy);
  /** How many are under way together; 1 keeps their order. */
  atOnce: number;
  due(now: Date, limit: number): Promise<readonly Callback[]>;
  /** Made anew at each attempt, since a signature carries its time. An Error: it can never be sent, and is stopped. */
  request(callback: Callback, now: Date): Promise<CallbackRequest | Error> | CallbackRequest | Error;
  record(callback: Callback, outcome: CallbackOutcome): Promise<void>;
  fetch?: typeof fetch;
};

/** The product is not there: another try in a moment, which counts as no attempt. */
class Unreachable extends Error {}

/** Posts a stand-in's callbacks to the product until each is delivered, stopped or given up. The caller keeps the queue. */
export function callbackSender<Callback extends { attempts: number }>(options: Options<Callback>): CallbackSender {
  const { clock, atOnce, due, request, record } = options;
  const closing = new AbortController();
  const state = { duplicates: 0, unreachable: null as string | null };

  const send = async (callback: Callback): Promise<void> => {
    const made = await request(callback, clock.now());
    if (made instanceof Error) {
      const { attempts } = callback;
      return record(callback, { state: "stopped", attempts, nextAt: clock.now(), lastStatus: null, lastError: made.message });
    }
    const policy = typeof options.policy === "function" ? options.policy(callback) : options.policy;
    const answer = await postCallback(made, { timeoutMs: policy.answerTimeoutMs, closing: closing.signal, fetch: options.fetch });
    if (state.duplicates > 0) {
      state.duplicates -= 1;
      await postCallback(made, { timeoutMs: policy.answerTimeoutMs, closing: closing.signal, fetch: options.fetch });
    }
    await record(callback, callbackOutcome(policy, callback.attempts, answer, clock.now()));
  };

  return {
    async sendDue() {
      while (!closing.signal.aborted) {
        const callbacks = await due(clock.now(), atOnce);
        if (callbacks.length === 0) return;
        const results = await Promise.allSettled(callbacks.map(send));
        const failure = results.find((result) => result.status === "rejected")?.reason as unknown;
        state.unreachable = failure instanceof Unreachable ? failure.message : null;
        if (failure instanceof Unreachable) return;
        if (failure !== undefined) throw failure;
      }
    },
    duplicateNext(count) {
      state.duplicates = count;
    },
    unreachable: () => state.unreachable,
    close: () => closing.abort(),
  };
}

/** 2xx is done, a stop status ends it, anything else waits its turn on the clock until the waits are used up. */
export function callbackOutcome(policy: CallbackPolicy, attemptsBefore: number, answer: CallbackAnswer, now: Date): CallbackOutcome {
  const outcome = { attempts: attemptsBefore + 1, nextAt: now, lastStatus: answer.status, lastError: answer.error };
  if (answer.error === null) return { ...outcome, state: "delivered" };
  if (answer.status !== null && policy.stopStatuses.includes(answer.status)) return { ...outcome, state: "stopped" };
  const delayMs = policy.retryDelaysMs[attemptsBefore];
  if (delayMs === undefined) return { ...outcome, state: "exhausted" };
  return { ...outcome, state: "queued", nextAt: new Date(now.getTime() + delayMs) };
}

/** One attempt. Throws where nobody is listening. */
export async function postCallback(
  { url, method = "POST", headers, body }: CallbackRequest,
  how: { timeoutMs: number; closing?: AbortSignal; fetch?: typeof fetch | undefined },
): Promise<CallbackAnswer> {
  const { timeoutMs, closing, fetch: send = fetch } = how;
  const signal = AbortSignal.any([...(closing ? [closing] : []), AbortSignal.timeout(timeoutMs)]);
  try {
    const response = await send(url, { method, headers, body, signal, redirect: "manual" });
    await response.arrayBuffer();
    return { status: response.status, error: response.ok ? null : `answered ${response.status}` };
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError") return { status: null, error: "no answer in time" };
    throw new Unreachable(reason(error), { cause: error });
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause as { code?: string } | undefined;
  return cause?.code ?? error.message;
}
