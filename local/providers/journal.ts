import type { Credits, Fault, LoggedRequest, ProviderName, ProviderState, StateStore } from "@/local/providers/state";

const FLUSH_MS = 50;
const FRESH_CREDITS: Credits = {
  apollo: { used: 0, available: 1_000_000 },
  hunter: { used: 0, available: 1_000_000 },
  dataforseo: { used: 0, available: 10_000 }, // US$
};

/**
 * The stand-in's memory: counters change at once, and are written behind in batches, because one write a call would be slower than
 * the lookups it accounts for. A killed process loses at most the last 50 ms of its log and counters.
 */
export type Journal = Awaited<ReturnType<typeof openJournal>>;

export async function openJournal({ store, now, log }: { store: StateStore; now: () => Date; log: (line: string) => void }) {
  const state: ProviderState = await store.load({ anchor: now(), seq: 0, credits: structuredClone(FRESH_CREDITS), faults: [] });
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
    /** False when the account has not enough left; then nothing is taken. */
    charge(provider: ProviderName, amount: number): boolean {
      const account = state.credits[provider];
      if (account.used + amount > account.available) return false;
      account.used = Number((account.used + amount).toFixed(6));
      touch();
      return true;
    },
    addFault(fault: Omit<Fault, "id">): Fault {
      const added = { ...fault, id: Math.max(0, ...state.faults.map(({ id }) => id)) + 1 };
      state.faults.push(added);
      touch();
      return added;
    },
    /** The oldest fault meant for this call, with one of its times used up. */
    takeFault(provider: ProviderName, operation: string): Fault | undefined {
      const fault = state.faults.find((one) => one.provider === provider && (one.operation === null || one.operation === operation));
      if (!fault) return undefined;
      fault.times -= 1;
      if (fault.times <= 0) state.faults.splice(state.faults.indexOf(fault), 1);
      touch();
      return fault;
    },
    reset(): void {
      state.credits = structuredClone(FRESH_CREDITS);
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
