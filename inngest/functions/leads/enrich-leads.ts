import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { listWaitingLeads } from "@/lib/db/queries/pipeline";
import { chooseClayRows } from "@/lib/engines/enrichment/choose-clay-rows";
import { enrichBatch } from "@/lib/engines/enrichment/enrich-batch";
import { quoteEnrichment } from "@/lib/engines/enrichment/quote-enrichment";
import { leadsAdded } from "@/lib/events/catalogue";

const LEADS_PER_STEP = 10;
const SWEEP_LIMIT = 5000;
const EVENT_LEADS = 100;

/**
 * Enriches new leads ten at a time: a step that is repeated finds those already done and charges nobody twice. At the end the hottest of
 * those still unknown go on to Clay.
 */
export const enrichNewLeads = ({ systemCtx, enrichment, sending }: Deps) =>
  inngest.createFunction(
    { id: "enrich-leads", triggers: [leadsAdded], concurrency: [{ key: "event.data.clientId", limit: 2 }, { limit: 6 }], retries: 6 },
    async ({ event, runId, step }) => {
      const { clientId, leadIds } = event.data;
      const totals = { quotedMicroAud: 0, enriched: 0, notUsable: 0, lookedUp: 0, waiting: 0, failedBatches: 0, toClay: 0 };
      totals.quotedMicroAud = quoteEnrichment({ leads: leadIds.length, asksClay: enrichment.clay !== null }).ceilingMicroAud;
      for (let start = 0; start < leadIds.length; start += LEADS_PER_STEP) {
        const result = await step
          .run(`enrich-${start}`, () =>
            enrichBatch(systemCtx(clientId), { leadIds: leadIds.slice(start, start + LEADS_PER_STEP) }, enrichment, sending),
          )
          .catch(() => null);
        // One stubborn address must not keep the others waiting; the nightly sweep asks for it again.
        totals.failedBatches += result ? 0 : 1;
        totals.enriched += result?.enriched ?? 0;
        totals.notUsable += result?.notUsable ?? 0;
        totals.lookedUp += result?.lookedUp ?? 0;
        totals.waiting += result?.waiting ?? 0;
      }
      const batch = { leadIds, batchKey: runId, lookedUp: totals.lookedUp };
      totals.toClay = await step.run("choose-for-clay", () => chooseClayRows(systemCtx(clientId), batch, enrichment));
      return totals;
    },
  );

/** 02:00 in Sydney: asks again for leads that still wait (credits ran out, a provider was down, an event was lost). */
export const sweepWaitingLeads = ({ system }: Deps) =>
  inngest.createFunction(
    { id: "sweep-waiting-leads", triggers: [{ cron: "TZ=Australia/Sydney 0 2 * * *" }], concurrency: 1 },
    async ({ step }) => {
      const waiting = await step.run("list-waiting", () => listWaitingLeads(system, { limit: SWEEP_LIMIT }));
      const byClient = Map.groupBy(waiting, (lead) => lead.clientId);
      const events = [...byClient].flatMap(([clientId, leads]) =>
        Array.from({ length: Math.ceil(leads.length / EVENT_LEADS) }, (_, page) =>
          leadsAdded.create({ clientId, leadIds: leads.slice(page * EVENT_LEADS, (page + 1) * EVENT_LEADS).map((lead) => lead.id) }),
        ),
      );
      if (events.length > 0) await step.sendEvent("ask-again", events);
      return { waiting: waiting.length };
    },
  );
