import type { CallbackSender } from "@/local/http/callback-sender";
import type { MarketStore } from "@/local/market/store";

/** What the pages and the control calls work with. */
export type MarketSystem = {
  store: MarketStore;
  callbacks: CallbackSender;
  seed: string;
  clock: { now(): Date };
  /** Does what is due; callbacks go on in the background. */
  tick(): Promise<void>;
  log(line: string): void;
};
