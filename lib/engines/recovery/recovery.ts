import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import type { OutreachProviders } from "@/lib/engines/recovery/outreach-providers";

/** What comparing with a provider works with. It is asked about everything between `from` and `to`; what is newer may still be told. */
export type Recovery = {
  db: Db;
  systemCtx(clientId: string): Ctx;
  providers: OutreachProviders;
  pepper: string;
  from: Date;
  to: Date;
};

/**
 * - `missed`: the provider did something and never told us, or its news was lost; it is made up for
 * - `not_there`: we handed something over that the provider does not know
 * - `not_ours`: the provider did something in our account that we know nothing of
 * - `cost`: what the provider charges for the same messages is not what we wrote down
 */
export type FindingKind = "missed" | "not_there" | "not_ours" | "cost";

/** One difference between a provider's books and ours. `clientId` is null where nobody can tell whose it is. */
export type Finding = { clientId: string | null; provider: string; kind: FindingKind };
