import "server-only";
import type { Db } from "@/lib/db/client";
import { type DiscoveryRow, findDiscovery, findLatestDiscovery, listIcpVersions } from "@/lib/db/queries/discoveries";
import { listPortfolio, type PortfolioCompanyRow } from "@/lib/db/queries/portfolio";
import {
  type DiscoveryProgress,
  type DiscoveryResult,
  type DiscoveryStatus,
  discoveryFailure,
  type IcpVersionRow,
  type PortfolioRow,
  type StepProgress,
} from "@/lib/domain/discovery";
import { BY_HAND, type CardName, icpProfile } from "@/lib/domain/icp";
import type { DiscoveryResults } from "@/lib/domain/icp-findings";
import { getCurrentIcp } from "@/lib/engines/discovery/current-icp";
import { diffCards } from "@/lib/engines/discovery/diff-cards";
import { typedOf } from "@/lib/engines/discovery/load-material";
import { percentDone } from "@/lib/engines/discovery/steps";
import { cardsOf } from "@/lib/engines/discovery/to-profile";

type Scope = { clientId: string };

/** A discovery as it is shown; with proposal, draft and diff once it has ended well. Undefined when the client has no such discovery. */
export async function showDiscovery(
  db: Db,
  { clientId, discoveryId }: Scope & { discoveryId: string },
): Promise<DiscoveryProgress | DiscoveryResult | undefined> {
  const row = await findDiscovery(db, { clientId, discoveryId });
  return row && show(db, row);
}

/** The client's latest, unless it was called off. */
export async function showLatestDiscovery(db: Db, { clientId }: Scope): Promise<DiscoveryProgress | DiscoveryResult | undefined> {
  const row = await findLatestDiscovery(db, { clientId });
  return row && show(db, row);
}

/** Every version of the profile, newest first. */
export async function listVersions(db: Db, { clientId, limit }: Scope & { limit: number }): Promise<IcpVersionRow[]> {
  const rows = await listIcpVersions(db, { clientId, limit });
  return rows.map(({ id, version, kind, source, createdAt, changedCards, fullName, email }) => ({
    id,
    version,
    kind: kind as IcpVersionRow["kind"],
    source: source as IcpVersionRow["source"],
    createdAt: createdAt.toISOString(),
    createdByName: fullName ?? email,
    changedCards: changedCards as CardName[],
  }));
}

async function show(db: Db, row: DiscoveryRow): Promise<DiscoveryProgress | DiscoveryResult> {
  const scope = { clientId: row.clientId, discoveryId: row.id };
  const progress = toProgress(row, await listPortfolio(db, scope));
  if (row.proposal === null || row.draft === null) return progress;
  const proposal = icpProfile.parse(row.proposal);
  const { profile: current } = await getCurrentIcp(db, scope);
  return { ...progress, proposal, draft: icpProfile.parse(row.draft), diff: diffCards(current, proposal) };
}

function toProgress(row: DiscoveryRow, portfolio: readonly PortfolioCompanyRow[]): DiscoveryProgress {
  const steps = row.steps as StepProgress[];
  return {
    id: row.id,
    status: row.status as DiscoveryStatus,
    source: row.source === "by_hand" ? "by_hand" : "website",
    websiteUrl: row.websiteUrl,
    steps,
    percent: percentDone(steps),
    warnings: row.warnings as string[],
    partial: cardsOf(row.results as DiscoveryResults, typedOf(row.byHand)),
    portfolio: portfolio.map(toPortfolioRow),
    failure: row.failure === null ? null : discoveryFailure.parse(row.failure),
    draftVersion: row.draftVersion,
    requestedAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

/** A company of the portfolio as it is shown. */
export function toPortfolioRow(row: PortfolioCompanyRow): PortfolioRow {
  return {
    id: row.id,
    name: row.companyName,
    domain: row.companyDomain,
    industry: row.companyIndustry,
    size: row.companySize,
    location: row.companyLocation,
    source: row.source,
    sourceUrl: row.sourceUrl === BY_HAND ? null : row.sourceUrl,
    quote: row.quote,
    confidence: row.confidence,
    isEnriched: row.enrichedData !== null,
  };
}
