import type { Records } from "@/local/providers/records";

/** Something that is to happen at a moment of the movable clock. `data` is JSON. */
export type Timer<Data> = { id: string; seq: number; at: Date; data: Data };

export type Timers<Data> = {
  add(at: Date, data: Data): Promise<void>;
  /** Hands out everything due, earliest first; what is added meanwhile takes its place in the order. Resolves when nothing is due. */
  run(now: () => Date, happen: (timer: Timer<Data>) => Promise<void>): Promise<void>;
  /** How many wait, and for when; what a stand-in shows as its state. */
  state(): Promise<{ waiting: number; nextAt: string | null }>;
};

const KIND = "timer";
type Stored<Data> = { dueAt: number; isOver: boolean; data: Data };

/**
 * The moments a stand-in waits for, kept in its records so that a killed process goes on where it was. A timer counts as over when it has
 * happened, so one that a killed process was at happens again.
 */
export function openTimers<Data>(records: Records): Timers<Data> {
  let waiting: Promise<Timer<Data>[]> | undefined;
  const load = async () =>
    (await records.list<Stored<Data>>(KIND, { where: { isOver: false } })).map(({ id, seq, data }) => ({
      id,
      seq,
      at: new Date(data.dueAt),
      data: data.data,
    }));
  const queue = () => {
    waiting ??= load().catch((error: unknown) => {
      waiting = undefined; // the database was away; the next look asks again
      throw error;
    });
    return waiting;
  };
  const earliest = (timers: readonly Timer<Data>[]) =>
    timers.reduce<Timer<Data> | undefined>((best, timer) => (best === undefined || isBefore(timer, best) ? timer : best), undefined);

  return {
    async add(at, data) {
      const timers = await queue();
      const seq = await records.next(KIND);
      const id = String(seq);
      await records.insert(KIND, id, { dueAt: at.getTime(), isOver: false, data } satisfies Stored<Data>, at);
      timers.push({ id, seq, at, data });
    },
    async run(now, happen) {
      const timers = await queue();
      for (let next = earliest(timers); next && next.at <= now(); next = earliest(timers)) {
        await happen(next);
        await records.update(KIND, next.id, { isOver: true });
        timers.splice(timers.indexOf(next), 1);
      }
    },
    async state() {
      const timers = await queue();
      return { waiting: timers.length, nextAt: earliest(timers)?.at.toISOString() ?? null };
    },
  };
}

function isBefore<Data>(one: Timer<Data>, other: Timer<Data>): boolean {
  return (one.at.getTime() - other.at.getTime() || one.seq - other.seq) < 0;
}

/** Runs one thing after the other: what a stand-in remembers is read and written back, and must not be read twice in between. */
export function inTurn(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
}
