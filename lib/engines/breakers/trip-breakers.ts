import "server-only";
import { subDays } from "date-fns";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { findBadNews, insertTrip, listTrippedBreakers } from "@/lib/db/queries/breakers";
import { BREAKERS, type Breaker } from "@/lib/domain/breakers";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { type BreakerSubject, countForHandOver, type Standing } from "@/lib/engines/breakers/count-for-hand-over";
import { type BreakerVerdict, evaluateBreakers } from "@/lib/engines/breakers/evaluate-breakers";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { stopsChanged } from "@/lib/events/catalogue";

const HREF = "/dashboard/settings/emergency-stop";
/** The same warning is worth saying again after this long. */
const WARNED_DAYS = 30;

/**
 * Judges every breaker above one hand-over, in the transaction that decides it: what trips is written down before the gate reads it
 * (OP-50). A trip is told once and stands until somebody releases it; a warning is told once a month.
 */
export async function tripBreakers(
  db: Db,
  ctx: Ctx,
  { resourceId, campaignId }: { resourceId: string; campaignId: string },
): Promise<void> {
  const { clientId, now } = ctx;
  const found = await findBadNews(db, { clientId, resourceId, now });
  if (!found) return;
  const { sender, news } = found;
  if (sender.channel !== "linkedin" && !Object.values(news).includes(true)) return;
  const subject = { sender, campaignId, channel: sender.channel };
  const tripped = await listTrippedBreakers(db, { clientId });
  const standing = (breaker: Breaker): Standing => {
    const { resourceId: covered, campaignId: campaign } = coveredBy(breaker, subject);
    const earlier = tripped.find((row) => row.breaker === breaker && row.resourceId === covered && row.campaignId === campaign);
    return { isOpen: earlier?.isOpen ?? false, releasedAt: earlier?.lastReleasedAt ?? null };
  };
  const counts = await countForHandOver(db, { clientId, now, subject, news, standing });
  for (const verdict of evaluateBreakers(counts)) {
    if (verdict.level === "trip") await trip(db, ctx, subject, verdict);
    else await warn(db, ctx, verdict, coveredBy(verdict.breaker, subject));
  }
}

type Covered = { resourceId: string | null; campaignId: string | null };

/** The row of breaker_trips that stands for a breaker of this hand-over. */
function coveredBy(breaker: Breaker, { sender, campaignId }: BreakerSubject): Covered {
  switch (BREAKERS[breaker].scope) {
    case "resource":
      return { resourceId: sender.id, campaignId: null };
    case "parent":
      return { resourceId: sender.parentId, campaignId: null };
    case "campaign":
      return { resourceId: null, campaignId };
    case "client":
      return { resourceId: null, campaignId: null };
  }
}

async function trip(db: Db, ctx: Ctx, subject: BreakerSubject, { breaker, detail }: BreakerVerdict): Promise<void> {
  const covered = coveredBy(breaker, subject);
  const isNew = await insertTrip(db, { clientId: ctx.clientId, breaker, ...covered, detail, trippedAt: ctx.now });
  if (!isNew) return;
  if (subject.channel === "linkedin" && covered.resourceId !== null)
    await enqueueEvent(db, stopsChanged.create({ clientId: ctx.clientId }));
  const name = await nameOf(db, ctx, covered);
  await recordActivity(db, ctx, {
    action: "breaker_tripped",
    reason: `${name}: ${detail}`,
    ...(covered.campaignId !== null && { campaignId: covered.campaignId }),
    metadata: { breaker, resource_id: covered.resourceId },
  });
  await db
    .insertInto("notifications")
    .values({
      clientId: ctx.clientId,
      kind: "health",
      title: `${name} is stopped by a breaker`,
      body: `${detail}. Find out why; an admin releases it with a reason.`,
      href: HREF,
    })
    .execute();
}

async function warn(db: Db, ctx: Ctx, { breaker, detail }: BreakerVerdict, covered: Covered): Promise<void> {
  const { clientId, now } = ctx;
  const title = `${await nameOf(db, ctx, covered)}: ${BREAKERS[breaker].label}`;
  const told = await db
    .selectFrom("notifications")
    .select("id")
    .where("clientId", "=", clientId)
    .where("kind", "=", "health")
    .where("title", "=", title)
    .where("createdAt", ">", subDays(now, WARNED_DAYS))
    .limit(1)
    .executeTakeFirst();
  if (told) return;
  const body = `${detail}. A little more and sending stops by itself.`;
  await db.insertInto("notifications").values({ clientId, kind: "health", title, body, href: HREF }).execute();
}

async function nameOf(db: Db, { clientId }: Ctx, { resourceId, campaignId }: Covered): Promise<string> {
  if (resourceId !== null) {
    const { label } = await db
      .selectFrom("resources")
      .select("label")
      .where("id", "=", resourceId)
      .where("clientId", "=", clientId)
      .executeTakeFirstOrThrow();
    return label;
  }
  if (campaignId === null) return "E-mail of this workspace";
  const { name } = await db
    .selectFrom("campaigns")
    .select("name")
    .where("id", "=", campaignId)
    .where("clientId", "=", clientId)
    .executeTakeFirstOrThrow();
  return name;
}
