import type { Mail } from "@/local/mail/server";
import { bookingCallbacks } from "@/local/market/callbacks";
import { startHttp } from "@/local/market/http";
import { marketRecipients } from "@/local/market/market-recipients";
import { type MarketDirectory, peopleDirectory } from "@/local/market/people-directory";
import { pointIndex } from "@/local/market/point-index";
import { reactionLoop } from "@/local/market/reaction-loop";
import { receive } from "@/local/market/receive";
import { MarketStore } from "@/local/market/store";
import type { Recipients } from "@/local/providers/recipients";
import { singleFlight } from "@/local/single-flight";

export type MarketOptions = {
  /** 0 picks a free port. */
  port: number;
  /** Database of the stand-ins; schema `market` is created in it. */
  databaseUrl: string;
  clock: { now(): Date };
  /** The same seed makes the same people do the same things. */
  seed: string | number;
  /** The mail system the people have their mailboxes at. */
  mail: Pick<Mail, "onDelivered" | "deliver">;
  /** The product; bookings are posted to `/api/bookings` there. */
  appUrl: string;
  /** Key of the booking callbacks' signature. */
  bookingSecret: string;
  log?: (line: string) => void;
};

export type Market = {
  url: string;
  /** What the data providers may know of the people. */
  people: MarketDirectory;
  /** The same people behind their numbers, profiles and letterboxes, for the providers that reach them there. */
  recipients: Recipients;
  /** Does what is due by the clock. */
  tick(): Promise<void>;
  close(): Promise<void>;
};

/** How often, in real time, timers are looked at and an unreachable product is tried again. */
const POLL_MS = 200;

/** Starts the prospects: everybody the product can reach by mail, phone, LinkedIn or post, and the booking service they use. */
export async function startMarket(options: MarketOptions): Promise<Market> {
  const { clock, mail, log = () => undefined } = options;
  const seed = String(options.seed);
  const http = await startHttp(options.port, log);
  const store = await MarketStore.open(options.databaseUrl, (error) => log(`market: database ${error.message}`)).catch(
    async (error: unknown) => {
      await http.close();
      throw error;
    },
  );
  const callbacks = bookingCallbacks({
    pool: store.pool,
    clock,
    url: new URL("/api/bookings", options.appUrl).href,
    secret: options.bookingSecret,
  });
  const points = pointIndex(store.pool, seed);
  const react = singleFlight(reactionLoop({ actor: { store, mail, seed }, clock, log }));
  const call = singleFlight(() => callbacks.sendDue());
  const report = reportOnce(log);
  const tick = async () => {
    await react();
    call().catch(report);
  };
  const kick = () => void tick().catch(report);

  http.serve({ store, callbacks, seed, clock, tick, log });
  const unsubscribe = mail.onDelivered(async (message) => {
    await receive({ store, points, seed }, message);
  });
  const poll = setInterval(kick, POLL_MS);
  return {
    url: http.url,
    people: peopleDirectory(seed, points),
    recipients: marketRecipients({ store, points, seed }),
    tick,
    async close() {
      clearInterval(poll);
      unsubscribe();
      await http.close();
      callbacks.close();
      await Promise.allSettled([react(), call()]);
      await store.close();
    },
  };
}

/** The next try is a fifth of a second away: the same trouble is told once. */
function reportOnce(log: (line: string) => void): (error: unknown) => void {
  let last = "";
  return (error) => {
    const line = `market: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    if (line !== last) log(line);
    last = line;
  };
}
