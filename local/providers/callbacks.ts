import { type CallbackRequest, callbackSender, postCallback } from "@/local/http/callback-sender";
import type { RecordStore, Records } from "@/local/providers/records";
import { singleFlight } from "@/local/single-flight";

const ANSWER_TIMEOUT_MS = 15_000;
const PART = "callbacks";
const KIND = "callback";

/** One webhook a provider owes the product. `key` names it once and for all: a repeat of the same key is not queued again. */
export type Callback = {
  key: string;
  url: string;
  method?: "POST" | "PUT";
  contentType: string;
  body: string;
  /** Headers the caller asked for when it subscribed; what is signed comes from `signWith`. */
  headers?: Readonly<Record<string, string>>;
  dueAt: Date;
  /** Waits between attempts on the movable clock; when they are used up the provider gives up, as the real one does. */
  retryDelaysMs: readonly number[];
};

/** Headers of one attempt, signature included, made when it is sent: `at` is the movable clock then. */
export type SignCallback = (callback: { key: string; url: string; body: string }, at: Date) => Record<string, string>;

type Stored = Omit<Callback, "dueAt"> & {
  provider: string;
  dueAt: number;
  state: "queued" | "delivered" | "stopped" | "exhausted";
  attempts: number;
  lastStatus: number | null;
};

export type CallbackState = { queued: number; due: number; nextAt: string | null; unreachable: string | null };

/** The queue of all webhooks the stand-ins owe, kept in the database and sent when the clock says so. */
export type Callbacks = {
  /** Registers how a provider signs; called once by each stand-in that has webhooks. */
  signWith(provider: string, sign: SignCallback): void;
  enqueue(provider: string, ...callbacks: readonly Callback[]): Promise<void>;
  /** Sends everything due; resolves when nothing is due any more or the product cannot be reached. */
  sendDue(): Promise<void>;
  /** Sends what was delivered once more, `times` over, in a random order when asked: providers do that. */
  redeliver(provider: string, options: { times: number; isShuffled: boolean }): Promise<number>;
  state(): Promise<CallbackState>;
  close(): Promise<void>;
};

/** Opens the queue. A product that is away counts as no attempt; a stand-in that was killed goes on where it was. */
export function openCallbacks({
  store,
  clock,
  random,
  fetch: send = fetch,
}: {
  store: RecordStore;
  clock: { now(): Date };
  /** 0 up to, not including, 1; decides the order of shuffled redeliveries. */
  random: () => number;
  fetch?: typeof fetch;
}): Callbacks {
  const records: Records = store.of(PART);
  const signers = new Map<string, SignCallback>();
  const queued = async () => records.list<Stored>(KIND, { where: { state: "queued" } });
  const requestOf = ({ provider, key, url, method, contentType, body, headers: asked }: Stored, at: Date): CallbackRequest => {
    const headers = { "content-type": contentType, ...asked, ...signers.get(provider)?.({ key, url, body }, at) };
    return { url, headers, body, ...(method ? { method } : {}) };
  };

  const sender = callbackSender<Stored & { id: string }>({
    clock,
    fetch: send,
    policy: ({ retryDelaysMs }) => ({ retryDelaysMs, stopStatuses: [], answerTimeoutMs: ANSWER_TIMEOUT_MS }),
    atOnce: 1,
    async due(now, limit) {
      const due = (await queued()).filter(({ data }) => data.dueAt <= now.getTime());
      due.sort((a, b) => a.data.dueAt - b.data.dueAt || a.seq - b.seq);
      return due.slice(0, limit).map(({ id, data }) => ({ ...data, id }));
    },
    request: requestOf,
    async record({ id }, { state, attempts, nextAt, lastStatus }) {
      await records.update(KIND, id, { state, attempts, dueAt: nextAt.getTime(), lastStatus });
    },
  });
  const sendDue = singleFlight(() => sender.sendDue());
  let sending: Promise<unknown> = Promise.resolve();

  return {
    signWith: (provider, sign) => void signers.set(provider, sign),
    async enqueue(provider, ...callbacks) {
      for (const { dueAt, ...callback } of callbacks) {
        const stored: Stored = { ...callback, provider, dueAt: dueAt.getTime(), state: "queued", attempts: 0, lastStatus: null };
        await records.insert(KIND, `${provider}:${callback.key}`, stored, clock.now());
      }
    },
    sendDue() {
      const sent = sendDue();
      sending = sent.catch(() => undefined);
      return sent;
    },
    async redeliver(provider, { times, isShuffled }) {
      const delivered = await records.list<Stored>(KIND, { where: { state: "delivered", provider } });
      const again = Array.from({ length: times }, () => delivered).flat();
      if (isShuffled) shuffle(again, random);
      for (const { data } of again) await postCallback(requestOf(data, clock.now()), { timeoutMs: ANSWER_TIMEOUT_MS, fetch: send });
      return again.length;
    },
    async state() {
      const times = (await queued()).map(({ data }) => data.dueAt);
      const now = clock.now().getTime();
      return {
        queued: times.length,
        due: times.filter((at) => at <= now).length,
        nextAt: times.length === 0 ? null : new Date(Math.min(...times)).toISOString(),
        unreachable: sender.unreachable(),
      };
    },
    async close() {
      sender.close();
      await sending;
    },
  };
}

/** Fisher and Yates: every order is as likely as any other. */
function shuffle(items: unknown[], random: () => number): void {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [items[last], items[other]] = [items[other], items[last]];
  }
}
