import { routeTable } from "@/local/providers/route-table";
import type { Played, StandIn, StandInContext } from "@/local/providers/stand-in";
import { singleFlight } from "@/local/single-flight";

/** A stand-in at work. */
export type PlayedStandIn = {
  name: string;
  prefix: string;
  played: Played;
  find: ReturnType<typeof routeTable>;
  findControl: ReturnType<typeof routeTable>;
};

/** Every stand-in at work, and their timers. */
export type PlayedStandIns = { list: readonly PlayedStandIn[]; tick(): Promise<void>; settle(): Promise<void> };

export function playStandIns(standIns: readonly StandIn[], contextOf: (name: string) => StandInContext): PlayedStandIns {
  const list = standIns.map(({ name, prefix, play }): PlayedStandIn => {
    const played = play(contextOf(name));
    return { name, prefix, played, find: routeTable(played.routes), findControl: routeTable(played.control ?? {}) };
  });
  // In turn, so that what one makes due for another is the same in every run.
  let running: Promise<void> = Promise.resolve();
  const tick = singleFlight(() => {
    running = (async () => {
      for (const { played } of list) await played.tick?.();
    })();
    return running;
  });
  return { list, tick, settle: () => running.catch(() => undefined) };
}
