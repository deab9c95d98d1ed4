import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Kysely } from "kysely";
import type { Ctx } from "@/lib/context";
import { listActiveSteps } from "@/lib/db/queries/sequence-versions";
import type { DB } from "@/lib/db/types.gen";
import { requestWriting } from "@/lib/engines/campaigns/request-writing";
import { confirmIcp } from "@/lib/engines/discovery/edit-draft";
import { requestDiscovery } from "@/lib/engines/discovery/request-discovery";
import { showDiscovery } from "@/lib/engines/discovery/show-discovery";
import { InvalidError } from "@/lib/errors";

/** Lets everything that is due now happen. */
type Settle = () => Promise<void>;

/** What came of reading the agency's website, for the demo's report. */
export type WebsiteStory = {
  url: string;
  read: string | null;
  portfolio: number;
  industries: string[];
  titles: string[];
  locations: string[];
  weights: unknown;
  steps: { channel: string; writtenBy: string }[];
};

/** The address of a website: given as one, or as the name of one of the sample sites. @throws InvalidError naming the samples */
export function websiteAddress(given: string, { root, sitesUrl }: { root: string; sitesUrl: string }): string {
  if (URL.canParse(given) && /^https?:/.test(given)) return given;
  const samples = readdirSync(join(root, "local/sites/pages")).sort();
  if (!samples.includes(given)) throw new InvalidError(`--from-website takes an address or one of ${samples.join(", ")}`, "from-website");
  return `${sitesUrl}/${given}/`;
}

/** Forgets what the demo agency came with, has its website read, and confirms what was found there, as its owner would. */
export async function discoverAudience(
  ctxNow: () => Ctx,
  db: Kysely<DB>,
  { url, settle, pepper }: { url: string; settle: Settle; pepper: string },
): Promise<string> {
  const { clientId } = ctxNow();
  await db
    .updateTable("clients")
    .set({
      valueProposition: null,
      defaultOffer: null,
      icpIndustries: [],
      icpLocations: [],
      icpTitles: [],
      icpConfirmedAt: null,
      alsWeights: null,
    })
    .where("id", "=", clientId)
    .execute();
  const { discoveryId } = await requestDiscovery(ctxNow(), { source: "website", websiteUrl: url }, { allowPrivateHosts: true });
  await settle();
  const found = await showDiscovery(db, { clientId, discoveryId });
  if (found?.status !== "ready") {
    const why = found?.failure ? `${found.failure.message} ${found.failure.nextText}` : `it is ${found?.status ?? "gone"}`;
    throw new InvalidError(`Nothing came of reading ${url}: ${why}`, "from-website");
  }
  await confirmIcp(ctxNow(), { discoveryId, cards: "all" }, { pepper });
  await settle();
  return discoveryId;
}

/** Has the campaign written from the audience. @returns what was read, found and written */
export async function writeFromAudience(
  ctxNow: () => Ctx,
  db: Kysely<DB>,
  { url, discoveryId, campaignId, settle }: { url: string; discoveryId: string; campaignId: string; settle: Settle },
): Promise<WebsiteStory> {
  const { clientId } = ctxNow();
  await requestWriting(ctxNow(), { campaignId });
  await settle();
  const client = await db
    .selectFrom("clients")
    .select(["icpIndustries", "icpTitles", "icpLocations", "alsWeights"])
    .where("id", "=", clientId)
    .executeTakeFirstOrThrow();
  const found = await showDiscovery(db, { clientId, discoveryId });
  const steps = await listActiveSteps(db, { clientId, campaignId });
  return {
    url: new URL(url).pathname,
    read: found?.steps[0]?.found ?? null,
    portfolio: found?.portfolio.length ?? 0,
    industries: client.icpIndustries,
    titles: client.icpTitles,
    locations: client.icpLocations,
    weights: client.alsWeights,
    steps: steps.map(({ channel, writtenBy }) => ({ channel, writtenBy })),
  };
}
