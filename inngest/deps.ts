import type { Kysely } from "kysely";
import type { AskModel } from "@/lib/agents/model-port";
import type { Clock } from "@/lib/clock";
import type { Ctx } from "@/lib/context";
import type { DB } from "@/lib/db/types.gen";
import type { SenderOptions } from "@/lib/engines/dispatch/sender-options";
import type { EnrichmentProviders } from "@/lib/engines/enrichment/providers";
import type { OutreachProviders } from "@/lib/engines/recovery/outreach-providers";
import type { WashRegister } from "@/lib/engines/washing/wash-numbers";
import type { ModelBatches } from "@/lib/integrations/anthropic/batches";
import type { PostWebhook } from "@/lib/integrations/webhook-delivery/post-webhook";
import type { SiteReading } from "@/lib/integrations/website/read-site";
import type { Logger } from "@/lib/log";

/** What durable functions work with. Built once in app/api/inngest; tests pass their own. */
export type Deps = {
  /** The system pool, for reads across clients (what is due?) that then act per client. */
  system: Kysely<DB>;
  clock: Clock;
  log: Logger;
  /** A context of the product itself for one client, at this moment. */
  systemCtx(clientId: string): Ctx;
  /** Sends what waits in the outbox; a context's `tx` already does so after a commit that announced something. */
  relay(): Promise<number>;
  enrichment: EnrichmentProviders;
  /** The Do Not Call Register; null without an account there, and then nobody is rung who did not agree to it. */
  washing: WashRegister | null;
  sending: SenderOptions;
  /** The same providers, asked what became of what they were handed, told to stop, and set up. */
  providers: OutreachProviders;
  /** Asks a model within its budgets; answers "no_key" without one. Callers say on whose account (`scope`). */
  ask: AskModel;
  /** The same for many questions at once, at half the price and within a day; null without a key. */
  batches: ModelBatches | null;
  /** Reads an agency's website whichever way it can be read; each way that fails is a state, never an error. */
  readWebsite(address: string): Promise<SiteReading>;
  /** Posts to addresses that clients named, and to no private one. */
  webhooks: PostWebhook;
};
