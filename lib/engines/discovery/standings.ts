import "server-only";
import type { PortfolioCompanyRow } from "@/lib/db/queries/portfolio";
import { BY_HAND } from "@/lib/domain/icp";
import type { ClientStanding } from "@/lib/domain/own-clients";
import { ownDomain } from "@/lib/engines/suppression/own-clients";

type Standing = Pick<PortfolioCompanyRow, "nameKey" | "companyDomain" | "standing" | "standingAt">;

/**
 * Where each company stands, in the order of `rows`. Names that share a domain of their own are one company: what was said last of any of them counts
 * for all, so that it outlives another spelling at the next reading. Without a domain the name tells.
 */
export function settledStandings(rows: readonly Standing[]): ClientStanding[] {
  const last = new Map<string, Standing>();
  for (const row of rows) {
    const before = last.get(companyKey(row));
    if (row.standingAt !== null && (!before?.standingAt || before.standingAt <= row.standingAt)) last.set(companyKey(row), row);
  }
  return rows.map((row) => (last.get(companyKey(row))?.standing ?? "client") as ClientStanding);
}

/** Which clients are to be kept out of outreach, and why. */
export function clientsToKeepOut(rows: readonly PortfolioCompanyRow[]): { domain: string; evidence: string }[] {
  const standings = settledStandings(rows);
  return rows.flatMap((row, at) => {
    const domain = ownDomain(row.companyDomain);
    return domain !== null && standings[at] === "client" ? [{ domain, evidence: clientEvidence(row) }] : [];
  });
}

/** Why a client is kept out, in words. */
export function clientEvidence({ sourceUrl }: Pick<PortfolioCompanyRow, "sourceUrl">): string {
  return sourceUrl === null || sourceUrl === BY_HAND ? "Client of yours, entered by your team" : `Client of yours, found on ${sourceUrl}`;
}

function companyKey({ nameKey, companyDomain }: Standing): string {
  return ownDomain(companyDomain) ?? `name:${nameKey}`;
}
