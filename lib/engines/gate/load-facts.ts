import "server-only";
import { subDays } from "date-fns";
import type { Db } from "@/lib/db/client";
import { listTouchSituations, loadStanding, type TouchSituation } from "@/lib/db/queries/gate-facts";
import { listResourceCapacity, type ResourceCapacity } from "@/lib/db/queries/resource-capacity";
import type { Channel } from "@/lib/domain/outreach";
import { contentHash } from "@/lib/engines/content/content-hash";
import { lintNeverSay } from "@/lib/engines/content/lint-never-say";
import { lintTouch } from "@/lib/engines/content/lint-touch";
import { renderingSeed, renderTouch } from "@/lib/engines/content/render-touch";
import type { GateFacts } from "@/lib/engines/gate/facts";
import { loadReach } from "@/lib/engines/gate/load-reach";
import { toFacts } from "@/lib/engines/gate/to-facts";
import { unsupportedClaims } from "@/lib/engines/grounding/unsupported-claims";
import { openingFor } from "@/lib/engines/research/opening-line";
import { suppressedLeads } from "@/lib/engines/suppression/suppressed-leads";

/** A touch ready to be judged: the facts, and the text that would go out. */
export type JudgedTouch = {
  situation: TouchSituation;
  facts: GateFacts;
  content: { subject: string; body: string; hash: string; variant: string };
  resource: ResourceCapacity | null;
};

/** Touches of one client with all that the gate needs, and the same touch as it would be from another sender. */
export type FactsBook = {
  situations: ReadonlyMap<string, TouchSituation>;
  /** The resources asked for and the domains above mailboxes. */
  resources: readonly ResourceCapacity[];
  /** @param resourceId whose hand-over is considered; null: none is free to */
  judge(situation: TouchSituation, resourceId: string | null): JudgedTouch;
};

/** Eight days of counts: seven for a rolling week, and one for zones west of us. */
const COUNTED_DAYS = 8;
const RECENT_DAYS = 7;

/**
 * Loads what the gate needs, in a fixed number of queries however many touches there are. Runs in the caller's transaction: the
 * dispatcher's facts are the ones that hold while it commits.
 */
export async function loadFacts(
  db: Db,
  scope: { clientId: string; touchIds: readonly string[]; resourceIds: readonly string[]; now: Date; pepper: string },
): Promise<FactsBook> {
  const { clientId, now, pepper } = scope;
  const fromDay = subDays(now, COUNTED_DAYS).toISOString().slice(0, 10);
  const situations =
    scope.touchIds.length === 0
      ? []
      : await listTouchSituations(db, { clientId, touchIds: scope.touchIds, since: subDays(now, RECENT_DAYS) });
  const found = await listResourceCapacity(db, { clientId, resourceIds: scope.resourceIds, fromDay, now });
  const standing = await loadStanding(db, { clientId, fromDay, now });
  const suppressed = await suppressedByChannel(db, { clientId, situations, pepper });
  const reachBook = await loadReach(db, { clientId, situations, now, pepper, legalName: situations[0]?.legalName ?? null });
  const resources = new Map(found.map((row) => [row.id, row]));

  return {
    situations: new Map(situations.map((situation) => [situation.id, situation])),
    resources: found,
    judge(situation, resourceId) {
      const resource = resources.get(resourceId ?? "") ?? null;
      const content = contentOf(situation, resource, now);
      const facts = toFacts(situation, {
        standing,
        reach: reachBook.of(situation),
        isSuppressed: suppressed.has(situation),
        content,
        resource,
        parent: resources.get(resource?.parentId ?? "") ?? null,
      });
      return { situation, resource, content, facts };
    },
  };
}

/** A suppression may cover some channels only, so each is asked for its own people. */
async function suppressedByChannel(
  db: Db,
  { clientId, situations, pepper }: { clientId: string; situations: readonly TouchSituation[]; pepper: string },
): Promise<Set<TouchSituation>> {
  const suppressed = new Set<TouchSituation>();
  for (const channel of new Set<Channel>(situations.map((situation) => situation.channel))) {
    const people = situations.filter((situation) => situation.channel === channel);
    for (const person of await suppressedLeads(db, { clientId, channel, people, secret: { pepper } })) suppressed.add(person);
  }
  return suppressed;
}

/**
 * What a person edited or approved stands; anything else is rendered from the step as the lead is now. The hash is always that of
 * the text at hand, so an approval cannot cover a text that was changed behind it. Either way every claim about the lead is held
 * against what is stored now.
 */
function contentOf(situation: TouchSituation, resource: ResourceCapacity | null, now: Date) {
  const { subject, body } = situation;
  const offer = situation.offer ?? situation.defaultOffer;
  const opening = openingFor(situation, situation, { now, neverSay: situation.neverSay });
  const rendered = renderTouch(situation, {
    lead: situation,
    client: { name: situation.clientName, offer },
    sender: resource?.senderName ? { name: resource.senderName } : null,
    threadSubject: situation.threadSubject,
    seed: renderingSeed(situation),
    opening,
  });
  const isKept = subject !== null && body !== null;
  const kept = isKept
    ? { subject, body, hash: contentHash({ subject, body }), problems: lintTouch({ ...situation, subject, body }) }
    : rendered;
  const isAsRendered = kept.hash === rendered.hash;
  const unsupported = unsupportedClaims({
    template: isAsRendered ? { subject: situation.subjectTemplate, body: situation.bodyTemplate } : null,
    text: kept,
    lead: situation,
    agency: { ...situation, offer },
    senderName: resource?.senderName ?? null,
    opening,
    isApproved: situation.approvedHash === kept.hash,
    hasWritten: situation.stepNumber > 1 || Number(situation.sentInCampaign) > 0,
    now,
  });
  const neverSaid = lintNeverSay(kept, situation.neverSay);
  return { ...kept, unsupported, neverSaid, variant: isAsRendered ? rendered.variant : "" };
}
