import type { Credits, Fault, LoggedRequest, ProviderState, StateStore } from "@/local/providers/state";

const FLUSH_MS = 50;
/**
 * The stand-in's memory: counters change at once, and are written behind in batches, because one write a call would be slower than
 * the lookups it accounts for. A killed process loses at most the last 50 ms of its log and counters.
 */
export type Journal = Awaited<ReturnType<typeof openJournal>>;

/** A provider's credits or money. */
export type Account = {
  /** False when the account has not enough left; then nothing is taken. */
  charge(amount: number): boolean;
  usage(): { used: number; available: number };
};

type JournalOptions = {
  store: StateStore;
  /** What a fresh account of each provider holds; undefined: it has none. */
  credits: Readonly<Record<string, number | undefined>>;
  now: () => Date;
  log: (line: string) => void;
};

/** Takes up what the store holds; a provider it has not met before begins with a fresh account. */
export async function openJournal({ store, credits, now, log }: JournalOptions) {
  const fresh = (): Credits =>
    Object.fromEntries(
      Object.entries(credits).flatMap(([name, available]) => (available === undefined ? [] : [[name, { used: 0, available }]])),
    );
  const state: ProviderState = await store.load({ anchor: now(), seq: 0, credits: fresh(), faults: [] });
  state.credits = { ...fresh(), ...state.credits };
  let pending: LoggedRequest[] = [];
  let isDirty = false;
  let writing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const write = async (): Promise<void> => {
    if (!isDirty) return;
    const batch = pending;
    pending = [];
    isDirty = false;
    try {
      await store.save(state, batch);
    } catch (error) {
      pending = [...batch, ...pending];
      touch();
      throw error;
    }
  };
  /** Resolves when everything up to now is written. A failed write stays due and is tried again. */
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write, write);
    return writing;
  };
  const touch = () => {
    isDirty = true;
    timer ??= setTimeout(() => {
      flush().catch((error: unknown) => log(`providers: state not written yet: ${String(error)}`));
    }, FLUSH_MS);
  };

  return {
    state,
    touch,
    record(request: Omit<LoggedRequest, "seq" | "at">): void {
      state.seq += 1;
      pending.push({ seq: state.seq, at: now().toISOString(), ...request });
      touch();
    },
    account(provider: string): Account {
      const held = () => {
        const account = state.credits[provider];
        if (!account) throw new Error(`${provider} has no account: give its stand-in credits`);
        return account;
      };
      return {
        charge(amount) {
          const account = held();
          if (account.used + amount > account.available) return false;
          account.used = Number((account.used + amount).toFixed(6));
          touch();
          return true;
        },
        usage: () => ({ ...held() }),
      };
    },
    addFault(fault: Omit<Fault, "id">): Fault {
      const added = { ...fault, id: Math.max(0, ...state.faults.map(({ id }) => id)) + 1 };
      state.faults.push(added);
      touch();
      return added;
    },
    /** The oldest fault meant for this call, with one of its times used up. */
    takeFault(provider: string, operation: string): Fault | undefined {
      const fault = state.faults.find((one) => one.provider === provider && (one.operation === null || one.operation === operation));
      if (!fault) return undefined;
      fault.times -= 1;
      if (fault.times <= 0) state.faults.splice(state.faults.indexOf(fault), 1);
      touch();
      return fault;
    },
    reset(): void {
      state.credits = fresh();
      state.faults.length = 0;
      touch();
    },
    async listRequests(filter: { provider: string | null; limit: number }) {
      await flush();
      return store.listRequests(filter);
    },
    async close(): Promise<void> {
      await flush().finally(() => clearTimeout(timer));
      await store.close();
    },
  };
}
