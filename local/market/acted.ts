import type { Mail } from "@/local/mail/server";
import type { FinishedReaction, MarketStore } from "@/local/market/store";

/** What whoever acts works with. */
export type Actor = { store: MarketStore; mail: Pick<Mail, "deliver">; seed: string };

/** `wait`: nobody answered over the web; the reaction stays due. */
export type Acted = FinishedReaction | { state: "wait" } | { state: "again"; detail: string };
