import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { readPages, runStep, type SkillStep, typedResults } from "@/lib/agents/discover-icp";
import type { SkillRun } from "@/lib/agents/run-skill";
import type { Ctx } from "@/lib/context";
import type { DiscoveryFailure, DiscoveryStep } from "@/lib/domain/discovery";
import { isReadable, SITE_STATE_WORDS } from "@/lib/domain/site-reading";
import { describeFound, describePages, describePortfolio } from "@/lib/engines/discovery/describe-found";
import { enrichPortfolio } from "@/lib/engines/discovery/enrich-portfolio";
import { nothingFound, siteFailure } from "@/lib/engines/discovery/failures";
import { withoutCompanies } from "@/lib/engines/discovery/known-clients";
import { type LoadedMaterial, loadMaterial, loadPages } from "@/lib/engines/discovery/load-material";
import { lookUpAgency } from "@/lib/engines/discovery/look-up-company";
import {
  beginStep,
  breakOffDiscovery,
  endStep,
  failDiscovery,
  finishDiscovery,
  type StepOutcome,
} from "@/lib/engines/discovery/record-step";
import { toProfile } from "@/lib/engines/discovery/to-profile";
import { discoveryRequested } from "@/lib/events/catalogue";

/** A page beyond this is kept without its end: all of it together passes from one step to the next. */
const LONGEST_PAGE = 1_000_000;

type DiscoveryDeps = Pick<Deps, "systemCtx" | "ask" | "enrichment" | "readWebsite">;
type Work = { ctx: Ctx; discoveryId: string; run: SkillRun; deps: DiscoveryDeps };
/** `stopped`: called off, or over already; `failed`: ended with what to do next. */
type StepState = "done" | "stopped" | "failed";

/**
 * From a website, or from what a person typed, to a profile that waits for confirmation. Each skill is a durable step that shows itself on screen,
 * stores what it found and may be repeated; each way it can end is a state of the discovery with the next best step.
 */
export const discoverClientIcp = (deps: DiscoveryDeps) =>
  inngest.createFunction(
    {
      id: "discover-icp",
      triggers: [discoveryRequested],
      concurrency: [{ key: "event.data.clientId", limit: 1 }, { limit: 4 }],
      retries: 3,
      onFailure: async ({ event, step }) => {
        const { clientId, discoveryId } = discoveryRequested.create(event.data.event.data).data;
        await step.run("break-off", () => breakOffDiscovery(deps.systemCtx(clientId), { discoveryId }));
      },
    },
    async ({ event, step }) => {
      const { clientId, discoveryId } = event.data;
      const workOf = (): Work => ({
        ctx: deps.systemCtx(clientId),
        discoveryId,
        deps,
        run: { ask: deps.ask, scope: { clientId, runId: discoveryId, leadId: null } },
      });
      const perform = (name: DiscoveryStep, work: (work: Work) => Promise<StepOutcome | DiscoveryFailure>): Promise<StepState> =>
        step.run(name, () => performStep(workOf(), name, work));
      const skill = (name: SkillStep) => perform(name, (work) => useSkill(work, name));

      const stages: (() => Promise<StepState[]>)[] = [
        async () => [await perform("fetch_website", fetchWebsite)],
        async () => [await perform("parse_website", parsePages)],
        async () => [await skill("extract_services")],
        () => Promise.all([skill("extract_value_prop"), skill("extract_portfolio")]),
        async () => [await perform("enrich_portfolio", lookUpClients)],
        () => Promise.all([skill("classify_industries"), perform("estimate_company_size", sizeUp)]),
        async () => [await skill("derive_icp")],
        async () => [await skill("suggest_als_weights")],
      ];
      for (const stage of stages) {
        const ended = (await stage()).find((state) => state !== "done");
        if (ended) return { state: ended };
      }
      await step.run("propose", async () => {
        const { ctx } = workOf();
        const { results, typed } = await loadMaterial(ctx, { discoveryId });
        await finishDiscovery(ctx, { discoveryId, proposal: toProfile(results, typed) });
      });
      return { state: "ready" };
    },
  );

/** Shows a step, does it and stores what came of it. */
async function performStep(
  work: Work,
  step: DiscoveryStep,
  perform: (work: Work) => Promise<StepOutcome | DiscoveryFailure>,
): Promise<StepState> {
  const { ctx, discoveryId } = work;
  if (!(await beginStep(ctx, { discoveryId, step }))) return "stopped";
  const outcome = await perform(work);
  if ("code" in outcome) {
    await failDiscovery(ctx, { discoveryId }, outcome);
    return "failed";
  }
  return (await endStep(ctx, { discoveryId, step }, outcome)) ? "done" : "stopped";
}

async function fetchWebsite({ ctx, discoveryId, deps }: Work): Promise<StepOutcome | DiscoveryFailure> {
  const { websiteUrl } = await loadMaterial(ctx, { discoveryId });
  if (websiteUrl === null) return typed("You told us by hand");
  const { state, detail, pages } = await deps.readWebsite(websiteUrl);
  if (!isReadable(state)) return siteFailure(state, detail);
  const { sentence, advice } = SITE_STATE_WORDS[state];
  return {
    status: "done",
    by: null,
    found: describePages(pages.length),
    source: { kind: "fetched", content: pages.map(({ url, html }) => ({ url, html: html.slice(0, LONGEST_PAGE) })) },
    warnings: state === "ok" ? [] : [`${sentence} ${advice}`],
  };
}

async function parsePages({ ctx, discoveryId, run }: Work): Promise<StepOutcome> {
  const material = await loadMaterial(ctx, { discoveryId });
  if (material.typed) return { ...typed("Nothing to read"), results: typedResults(material.typed) };
  const { data: site, by } = await readPages(await loadPages(ctx, { discoveryId }), run);
  return { status: "done", by, found: describePages(site.pages.length), source: { kind: "parsed", content: site } };
}

async function useSkill({ ctx, discoveryId, run }: Work, step: SkillStep): Promise<StepOutcome | DiscoveryFailure> {
  const { site, results, typed: byHand } = await loadMaterial(ctx, { discoveryId });
  if (byHand && step in results) return typed(describeFound(results, step));
  const { data, by } = await runStep(step, { site, results, lookedUp: null, now: ctx.now }, run);
  const found = { [step]: { data, by } };
  if (step === "extract_portfolio" && isNothing({ ...results, ...found })) return nothingFound(step);
  return { status: "done", by, found: describeFound(found, step), results: found };
}

async function lookUpClients({ ctx, discoveryId, deps }: Work): Promise<StepOutcome> {
  const { results } = await loadMaterial(ctx, { discoveryId });
  const portfolio = results.extract_portfolio;
  const companies = portfolio?.data.companies ?? [];
  const enriched = await enrichPortfolio(ctx, { discoveryId, companies }, deps.enrichment);
  return {
    status: companies.length === 0 ? "skipped" : "done",
    by: null,
    found: describePortfolio(enriched),
    results: {
      enrich_portfolio: { data: enriched.clients, by: "baseline" },
      ...(portfolio &&
        enriched.leftOut.length > 0 && {
          extract_portfolio: { ...portfolio, data: withoutCompanies(portfolio.data, enriched.leftOut) },
        }),
    },
    warnings: enriched.failed > 0 ? ["Some of your clients could not be looked up just now, so less is known of them."] : [],
  };
}

async function sizeUp({ ctx, discoveryId, run, deps }: Work): Promise<StepOutcome> {
  const { site, results } = await loadMaterial(ctx, { discoveryId });
  const lookedUp = site ? await lookUpAgency(ctx, { discoveryId, domain: site.domain }, deps.enrichment) : null;
  const { data, by } = await runStep("estimate_company_size", { site, results, lookedUp, now: ctx.now }, run);
  const found = { estimate_company_size: { data, by } };
  return { status: "done", by, found: describeFound(found, "estimate_company_size"), results: found };
}

function isNothing(results: LoadedMaterial["results"]): boolean {
  const { extract_services, extract_portfolio } = results;
  return extract_services?.data.services.length === 0 && extract_portfolio?.data.companies.length === 0;
}

function typed(found: string): StepOutcome {
  return { status: "skipped", by: null, found };
}
