import "server-only";
import type { Ctx } from "@/lib/context";
import {
  deleteDiscoverySources,
  findDiscovery,
  insertIcpVersion,
  keepDiscoverySource,
  lockClient,
  lockDiscovery,
  mergeDiscoveryResults,
  updateDiscovery,
} from "@/lib/db/queries/discoveries";
import { updateClient } from "@/lib/db/queries/settings";
import type { DiscoveryFailure, DiscoveryStep, StepProgress } from "@/lib/domain/discovery";
import { type IcpProfile, icpProfile } from "@/lib/domain/icp";
import type { DiscoveryResults } from "@/lib/domain/icp-findings";
import { getCurrentIcp } from "@/lib/engines/discovery/current-icp";
import { carryEdits, changedCards } from "@/lib/engines/discovery/diff-cards";
import { ourFault } from "@/lib/engines/discovery/failures";
import { withStep } from "@/lib/engines/discovery/steps";
import { toJsonb } from "@/lib/engines/discovery/to-jsonb";

type StepOfDiscovery = { discoveryId: string; step: DiscoveryStep };

/** What came of a step. */
export type StepOutcome = {
  status: "done" | "skipped";
  by: StepProgress["by"];
  /** In a line for the person who watches. */
  found: string;
  results?: DiscoveryResults;
  source?: { kind: "fetched" | "parsed"; content: unknown };
  warnings?: readonly string[];
};

/** Shows a step as under way. @returns false when the discovery was called off or is over: its run stops */
export function beginStep(ctx: Ctx, { discoveryId, step }: StepOfDiscovery): Promise<boolean> {
  return ctx.tx(async (db) => {
    const scope = { clientId: ctx.clientId, discoveryId };
    const discovery = await lockDiscovery(db, scope);
    if (!discovery || !isOpen(discovery.status)) return false;
    const steps = withStep(discovery.steps as StepProgress[], step, { status: "running", at: ctx.now.toISOString() });
    return updateDiscovery(db, scope, { status: "running", steps: toJsonb(steps) });
  });
}

/** Stores what came of a step, so that it is on screen and the next one can use it. A repeat stores it again. */
export function endStep(ctx: Ctx, { discoveryId, step }: StepOfDiscovery, outcome: StepOutcome): Promise<boolean> {
  return ctx.tx(async (db) => {
    const scope = { clientId: ctx.clientId, discoveryId };
    const discovery = await lockDiscovery(db, scope);
    if (!discovery || !isOpen(discovery.status)) return false;
    const { status, by, found, results, source, warnings = [] } = outcome;
    if (results) await mergeDiscoveryResults(db, scope, toJsonb(results));
    if (source) await keepDiscoverySource(db, { ...scope, kind: source.kind, content: toJsonb(source.content) });
    return updateDiscovery(db, scope, {
      steps: toJsonb(withStep(discovery.steps as StepProgress[], step, { status, by, found, at: ctx.now.toISOString() })),
      warnings: toJsonb([...new Set([...(discovery.warnings as string[]), ...warnings])]),
    });
  });
}

/** Ends a discovery that cannot go on, with what to do next. One that is over stays as it is. */
export function failDiscovery(ctx: Ctx, { discoveryId }: { discoveryId: string }, failure: DiscoveryFailure): Promise<void> {
  return ctx.tx(async (db) => {
    const scope = { clientId: ctx.clientId, discoveryId };
    const discovery = await lockDiscovery(db, scope);
    if (!discovery || !isOpen(discovery.status)) return;
    await updateDiscovery(db, scope, {
      status: "failed",
      failure: toJsonb(failure),
      steps: toJsonb(withStep(discovery.steps as StepProgress[], failure.step, { status: "failed", at: ctx.now.toISOString() })),
      finishedAt: ctx.now,
    });
    await deleteDiscoverySources(db, scope);
  });
}

/** Ends a discovery whose run broke off: the step that was under way, or the next one, failed for a fault of ours. */
export async function breakOffDiscovery(ctx: Ctx, { discoveryId }: { discoveryId: string }): Promise<void> {
  const discovery = await ctx.tx((db) => findDiscovery(db, { clientId: ctx.clientId, discoveryId }));
  const steps = (discovery?.steps ?? []) as StepProgress[];
  const at = steps.find(({ status }) => status === "running") ?? steps.find(({ status }) => status === "waiting");
  await failDiscovery(ctx, { discoveryId }, ourFault(at?.step ?? "fetch_website"));
}

/**
 * Ends a discovery with its profile: kept as a proposed version, and laid before a person as a draft in which their earlier edits stand. What was
 * fetched goes. A repeat changes nothing.
 */
export async function finishDiscovery(ctx: Ctx, { discoveryId, ...found }: { discoveryId: string; proposal: IcpProfile }): Promise<void> {
  const proposal = icpProfile.parse(found.proposal);
  return ctx.tx(async (db) => {
    const scope = { clientId: ctx.clientId, discoveryId };
    await lockClient(db, scope);
    const discovery = await lockDiscovery(db, scope);
    if (!discovery || !isOpen(discovery.status)) return;
    const { profile: current } = await getCurrentIcp(db, scope);
    const source = discovery.source === "by_hand" ? "by_hand" : "website";
    await updateDiscovery(db, scope, {
      status: "ready",
      proposal: toJsonb(proposal),
      draft: toJsonb(carryEdits(current, proposal)),
      finishedAt: ctx.now,
    });
    await insertIcpVersion(db, {
      clientId: ctx.clientId,
      kind: "proposed",
      source,
      discoveryId,
      profile: toJsonb(proposal),
      changedCards: changedCards(current, proposal),
      createdBy: discovery.requestedBy,
      createdAt: ctx.now,
    });
    await updateClient(db, scope, { icpExtractedAt: ctx.now, icpExtractionSource: source });
    await deleteDiscoverySources(db, scope);
  });
}

function isOpen(status: string): boolean {
  return status === "queued" || status === "running";
}
