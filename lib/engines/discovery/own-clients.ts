import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { getIcpColumns, lockClient } from "@/lib/db/queries/discoveries";
import { listKnownPortfolio, type PortfolioCompanyRow, updatePortfolioCompany } from "@/lib/db/queries/portfolio";
import { listStandingSuppressions } from "@/lib/db/queries/suppressions";
import {
  type ClientStanding,
  type OutreachState,
  type OwnClientRow,
  type SetClientDomainInput,
  type SetStandingInput,
  setClientDomainInput,
  setStandingInput,
} from "@/lib/domain/own-clients";
import { toPortfolioRow } from "@/lib/engines/discovery/show-discovery";
import { clientsToKeepOut, settledStandings } from "@/lib/engines/discovery/standings";
import { registrableDomain } from "@/lib/engines/suppression/canonical-identity";
import { ownDomain, settleOwnClients } from "@/lib/engines/suppression/own-clients";
import { OWN_CLIENT } from "@/lib/engines/suppression/suppress";
import { suppressionKey } from "@/lib/engines/suppression/suppression-key";
import { reasonText } from "@/lib/engines/suppression/suppression-reasons";
import { ConflictError, ForbiddenError, InvalidError, NotFoundError } from "@/lib/errors";

type Secret = { pepper: string };
/** `before`: what to go back to; `stoppedLeads`: how many had something planned that is off now. */
export type StandingChange = { name: string; before: ClientStanding; stoppedLeads: number };

/**
 * Says where a company found on the agency's website stands. Once an audience is in force a client is kept out of outreach from here on, and what kept
 * out one that is none any more is lifted; what a person put on the suppression list stays. A repeat changes nothing.
 */
export async function setStanding(ctx: Ctx, input: SetStandingInput, options: Secret): Promise<StandingChange> {
  requireRole(ctx, "admin");
  const { portfolioId, standing } = setStandingInput.parse(input);
  return ctx.tx(async (db) => {
    const { row, before } = await lockCompany(db, ctx, portfolioId);
    if (before === standing) return { name: row.companyName, before, stoppedLeads: 0 };
    await change(db, ctx, portfolioId, { standing, standingAt: ctx.now });
    return { name: row.companyName, before, ...(await settle(db, ctx, [row.companyDomain], options)) };
  });
}

/** Gives a company the domain by which its people are recognised. Throws InvalidError for what is no domain of its own. */
export async function setClientDomain(
  ctx: Ctx,
  input: SetClientDomainInput,
  options: Secret,
): Promise<{ domain: string; stoppedLeads: number }> {
  requireRole(ctx, "admin");
  const { portfolioId, domain: typed } = setClientDomainInput.parse(input);
  const domain = ownDomain(registrableDomain(typed));
  if (domain === null || ownDomain(URL.parse(`https://${typed.replace(/^https?:\/\//, "")}`)?.hostname ?? null) === null)
    throw new InvalidError("Enter the company's own domain, such as client.com.au", "domain");
  return ctx.tx(async (db) => {
    const { row } = await lockCompany(db, ctx, portfolioId);
    await change(db, ctx, portfolioId, { companyDomain: domain, domainSetAt: ctx.now });
    return { domain, ...(await settle(db, ctx, [row.companyDomain, domain], options)) };
  });
}

/** Keeps out every client that is not yet, where an audience came into force before it did so. */
export async function keepOwnClientsOut(ctx: Ctx, options: Secret): Promise<{ stoppedLeads: number }> {
  requireRole(ctx, "admin");
  return ctx.tx(async (db) => {
    const scope = { clientId: ctx.clientId };
    await lockClient(db, scope);
    const { icpConfirmedAt } = await getIcpColumns(db, scope);
    if (icpConfirmedAt === null) throw new ConflictError("Confirm whom you sell to first: your clients are kept out with it.");
    return settleOwnClients(db, ctx, { wanted: clientsToKeepOut(await listKnownPortfolio(db, scope)) }, options);
  });
}

/** The companies that the agency's website names, with where they stand and whether anybody there can be written to. */
export async function listOwnClients(db: Db, { clientId, pepper }: { clientId: string } & Secret): Promise<OwnClientRow[]> {
  const rows = await listKnownPortfolio(db, { clientId });
  if (rows.length === 0) return [];
  const standings = settledStandings(rows);
  const latest = rows
    .flatMap(({ discoveryId }) => discoveryId ?? [])
    .toSorted()
    .at(-1); // ids grow with time
  const keyOf = (row: PortfolioCompanyRow) => suppressionKey({ pepper }, "domain", ownDomain(row.companyDomain) ?? "");
  const keys = rows.flatMap((row) => keyOf(row) ?? []).map((keyHmac) => ({ kind: "domain", keyHmac }));
  const found = keys.length > 0 ? await listStandingSuppressions(db, { clientId, keys }) : [];
  const listed = rows.map((row, at): OwnClientRow => {
    const standing = standings[at] ?? "client";
    const own = found.filter(({ keyHmac }) => keyHmac === keyOf(row));
    const why = own.find(({ source }) => source !== OWN_CLIENT) ?? own[0];
    return {
      ...toPortfolioRow(row),
      standing,
      isDomainTyped: row.domainSetAt !== null,
      isStillShown: row.discoveryId === latest,
      outreach: outreachOf(row, standing, why),
      reason: why ? reasonText(why) : null,
    };
  });
  return [...listed.filter(({ isStillShown }) => isStillShown), ...listed.filter(({ isStillShown }) => !isStillShown)];
}

function outreachOf(row: PortfolioCompanyRow, standing: ClientStanding, why: { source: string } | undefined): OutreachState {
  if (why) return why.source === OWN_CLIENT ? "kept_out" : "listed";
  if (standing !== "client") return "open";
  if (ownDomain(row.companyDomain) !== null) return "at_confirm";
  return row.companyDomain === null ? "no_domain" : "shared_host";
}

async function lockCompany(db: Db, { clientId }: Ctx, portfolioId: string): Promise<{ row: PortfolioCompanyRow; before: ClientStanding }> {
  await lockClient(db, { clientId });
  const rows = await listKnownPortfolio(db, { clientId });
  const at = rows.findIndex(({ id }) => id === portfolioId);
  const row = rows[at];
  if (!row) throw new NotFoundError("There is no such company on your list.");
  return { row, before: settledStandings(rows)[at] ?? "client" };
}

async function change(db: Db, { clientId }: Ctx, portfolioId: string, to: Parameters<typeof updatePortfolioCompany>[2]): Promise<void> {
  if (!(await updatePortfolioCompany(db, { clientId, portfolioId }, to)))
    throw new ForbiddenError("Only an admin or owner of this workspace says who its clients are");
}

/** Before an audience is confirmed nobody is kept out: whoever it is found by mistake is put right first. */
async function settle(db: Db, ctx: Ctx, touched: readonly (string | null)[], options: Secret): Promise<{ stoppedLeads: number }> {
  const { icpConfirmedAt } = await getIcpColumns(db, { clientId: ctx.clientId });
  const wanted = icpConfirmedAt === null ? [] : clientsToKeepOut(await listKnownPortfolio(db, { clientId: ctx.clientId }));
  const domains = touched.flatMap((domain) => ownDomain(domain) ?? []);
  return settleOwnClients(db, ctx, { wanted, domains }, options);
}
