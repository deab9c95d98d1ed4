import "server-only";
import type { Ctx } from "@/lib/context";
import { findDiscovery, findDiscoverySource } from "@/lib/db/queries/discoveries";
import { type ByHand, requestDiscoveryInput } from "@/lib/domain/discovery";
import type { DiscoveryResults } from "@/lib/domain/icp-findings";
import { type ParsedSite, parsedSite } from "@/lib/domain/site-facts";
import { NotFoundError } from "@/lib/errors";

/** What a step of a discovery works on: what was asked for, the site as read, and what other steps found. */
export type LoadedMaterial = {
  websiteUrl: string | null;
  typed: ByHand | null;
  site: ParsedSite | null;
  results: DiscoveryResults;
};

/** Throws NotFoundError when the client has no such discovery. */
export function loadMaterial(ctx: Ctx, { discoveryId }: { discoveryId: string }): Promise<LoadedMaterial> {
  return ctx.tx(async (db) => {
    const scope = { clientId: ctx.clientId, discoveryId };
    const discovery = await findDiscovery(db, scope);
    if (!discovery) throw new NotFoundError("There is no such discovery.");
    const site = await findDiscoverySource(db, { ...scope, kind: "parsed" });
    return {
      websiteUrl: discovery.websiteUrl,
      typed: typedOf(discovery.byHand),
      site: site === undefined ? null : parsedSite.parse(site),
      results: discovery.results as DiscoveryResults,
    };
  });
}

/** The pages that were fetched; none for a discovery by hand. */
export async function loadPages(ctx: Ctx, { discoveryId }: { discoveryId: string }): Promise<{ url: string; html: string }[]> {
  const content = await ctx.tx((db) => findDiscoverySource(db, { clientId: ctx.clientId, discoveryId, kind: "fetched" }));
  return (content ?? []) as { url: string; html: string }[];
}

/** What a person typed, as it was stored; null for a discovery of a website. */
export function typedOf(byHand: unknown): ByHand | null {
  const stored = requestDiscoveryInput.safeParse(byHand);
  return stored.success && stored.data.source === "by_hand" ? stored.data : null;
}
