import { act } from "@/local/market/act";
import type { Actor } from "@/local/market/acted";
import type { Reaction } from "@/local/market/record";

const BATCH = 100;
const TRY_AGAIN_MS = 10 * 60_000;

type Options = { actor: Actor; clock: { now(): Date }; log(line: string): void };

/**
 * Does every due reaction, in an order that depends on due time and names only. One that waits for the product is left for the next
 * round; one that fails by our own fault is reported and left too, so that it cannot hold up the others.
 */
export function reactionLoop({ actor, clock, log }: Options): () => Promise<void> {
  const reported = new Set<string>();

  const perform = async (reaction: Reaction, now: Date): Promise<boolean> => {
    const acted = await act(actor, reaction);
    if (acted.state === "wait") return false;
    if (acted.state === "again") await actor.store.postpone(reaction, new Date(now.getTime() + TRY_AGAIN_MS * (reaction.attempts + 1)));
    else await actor.store.finish(reaction, now, acted);
    return true;
  };

  return async () => {
    const waiting: number[] = [];
    for (;;) {
      const now = clock.now();
      const due = await actor.store.due(now, BATCH, waiting);
      if (due.length === 0) return;
      for (const reaction of due) {
        const isSettled = await perform(reaction, now).catch((error: unknown) => {
          const line = `market: ${reaction.kind} of ${reaction.email} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
          if (!reported.has(line)) log(line);
          reported.add(line);
          return false;
        });
        if (!isSettled) waiting.push(reaction.id);
      }
    }
  };
}
