import "server-only";
import { actingUserId, type Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { insertIcpVersion, lockClient } from "@/lib/db/queries/discoveries";
import { updateClient } from "@/lib/db/queries/settings";
import type { IcpVersionRow } from "@/lib/domain/discovery";
import type { IcpProfile } from "@/lib/domain/icp";
import { getCurrentIcp } from "@/lib/engines/discovery/current-icp";
import { changedCards } from "@/lib/engines/discovery/diff-cards";
import { toJsonb } from "@/lib/engines/discovery/to-jsonb";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { ForbiddenError } from "@/lib/errors";
import { weightsChanged } from "@/lib/events/catalogue";

/**
 * Makes a profile the one in force, in the caller's transaction: the client's columns, a kept version with what changed, and the event that has
 * every lead scored again. Weights that nobody confirmed stay out of force.
 * @returns the number of the new version
 */
export async function putInForce(
  db: Db,
  ctx: Ctx,
  { profile, source, discoveryId }: { profile: IcpProfile; source: IcpVersionRow["source"]; discoveryId: string | null },
): Promise<number> {
  const scope = { clientId: ctx.clientId };
  await lockClient(db, scope);
  const before = await getCurrentIcp(db, scope);
  const { cards } = profile;
  const isChanged = await updateClient(db, scope, {
    servicesOffered: cards.services.value,
    valueProposition: cards.value_proposition.value || null,
    teamSize: cards.agency.value.teamSize,
    yearsInBusiness: cards.agency.value.yearsInBusiness,
    icpIndustries: cards.industries.value,
    icpCompanySizes: cards.company_sizes.value,
    icpRevenueRange: cards.revenue_ranges.value.join(", ") || null,
    icpLocations: cards.locations.value,
    icpTechnologies: cards.technologies.value,
    icpSignals: cards.signals.value,
    icpTitles: cards.titles.value,
    icpPainPoints: cards.pain_points.value,
    alsWeights: cards.weights.isConfirmed ? JSON.stringify(cards.weights.value) : null,
    icpConfirmedAt: ctx.now,
  });
  if (!isChanged) throw new ForbiddenError("Only an admin or owner of this workspace changes whom it sells to");
  const version = await insertIcpVersion(db, {
    clientId: ctx.clientId,
    kind: "confirmed",
    source,
    discoveryId,
    profile: toJsonb(profile),
    changedCards: changedCards(before.profile, profile),
    createdBy: actingUserId(ctx),
    createdAt: ctx.now,
  });
  await enqueueEvent(db, weightsChanged.create({ clientId: ctx.clientId }));
  return version;
}
