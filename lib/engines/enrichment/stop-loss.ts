import "server-only";
import { subHours } from "date-fns";
import { type ExpressionBuilder, sql } from "kysely";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import type { DB } from "@/lib/db/types.gen";
import { leftForImport } from "@/lib/engines/enrichment/import-ceiling";
import { DEAREST_LOOK_UP_MICRO_AUD } from "@/lib/engines/enrichment/spending";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";

/** The latest look-ups of an import that its fill rate is judged by, and what may be tried a day while that is under the floor. */
export const STOP_LOSS_SAMPLE = 20;
/** Share of look-ups that must end in a lead somebody can write to. Ours: a list below it costs more than three look-ups a lead. */
export const FILL_RATE_FLOOR = 0.3;
/** A night's sweep after a night's sweep is a new day, whatever the minutes. */
const DAY_HOURS = 20;

/**
 * Which of these leads are worth asking providers for. An import of whose latest twenty look-ups too few were usable goes on with twenty a
 * day, by the nightly sweep, until a day's twenty are good enough; one that cost what its quote said it costs at most ends. People are told
 * of both. Leads that came by themselves are always asked for.
 */
export async function leadsWorthAsking(db: Db, ctx: Ctx, { leadIds }: { leadIds: readonly string[] }): Promise<string[]> {
  const leads = await db
    .selectFrom("leads as l")
    .leftJoin("importJobs as j", "j.id", "l.importJobId")
    .select(["l.id", "l.importJobId", "j.fileName"])
    .where("l.clientId", "=", ctx.clientId)
    .where("l.id", "in", leadIds)
    .orderBy("l.email")
    .execute();
  const worth: string[] = [];
  for (const [importJobId, group] of Map.groupBy(leads, (lead) => lead.importJobId)) {
    const allowance = importJobId === null ? Number.POSITIVE_INFINITY : await allowanceOf(db, ctx, importJobId);
    const left = importJobId === null ? Number.POSITIVE_INFINITY : await leftForImport(db, ctx, importJobId);
    const affordable = Math.floor(left / DEAREST_LOOK_UP_MICRO_AUD);
    worth.push(...group.slice(0, Math.min(allowance, affordable)).map(({ id }) => id));
    const fileName = group[0]?.fileName;
    if (group.length > affordable)
      await notifyOnce(db, ctx, {
        kind: "health",
        title: `${fileName ?? "An import"} cost what its quote allows`,
        body: "Nothing more is bought for its remaining leads. Import them again to see a new quote.",
        href: "/dashboard/leads",
      });
    if (group.length > allowance)
      await notifyOnce(db, ctx, {
        kind: "health",
        title: `Few leads of ${fileName ?? "an import"} can be found`,
        body: `Fewer than ${FILL_RATE_FLOOR * 100} % of the latest ${STOP_LOSS_SAMPLE} were usable, so the rest is tried at ${STOP_LOSS_SAMPLE} a day. Check that its columns hold work addresses, names and companies.`,
        href: "/dashboard/leads",
      });
  }
  return worth;
}

async function allowanceOf(db: Db, { clientId, now }: Ctx, importJobId: string): Promise<number> {
  const tried = db
    .selectFrom("leads")
    .where("clientId", "=", clientId)
    .where("importJobId", "=", importJobId)
    .where((eb) => eb.or([eb("status", "<>", "new"), eb("enrichmentError", "is not", null)]));
  const latest = await tried.select("enrichmentError").orderBy(triedAt, "desc").orderBy("email").limit(STOP_LOSS_SAMPLE).execute();
  const usable = latest.filter(({ enrichmentError }) => enrichmentError === null).length;
  if (latest.length < STOP_LOSS_SAMPLE || usable / latest.length >= FILL_RATE_FLOOR) return Number.POSITIVE_INFINITY;
  const { today } = await tried
    .select((eb) => eb.fn.countAll<number>().as("today"))
    .where(triedAt, ">", subHours(now, DAY_HOURS))
    .executeTakeFirstOrThrow();
  return Math.max(0, STOP_LOSS_SAMPLE - today);
}

/** A look-up that ended in nothing usable leaves only the time its address was checked. */
function triedAt(_eb: ExpressionBuilder<DB, "leads">) {
  return sql<Date>`coalesce(enriched_at, email_verified_at)`;
}
