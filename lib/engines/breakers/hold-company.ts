import "server-only";
import { addDays } from "date-fns";
import { sql } from "kysely";
import { type Ctx, requireRole } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { isFreeMailDomain } from "@/lib/domain/free-mail";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { ConflictError } from "@/lib/errors";
import { planRequested } from "@/lib/events/catalogue";

const HOLD_DAYS = 90;

/**
 * After a refusal or a complaint nobody else of that company is approached for three months. A later refusal starts the time anew; a
 * mail host of the public is nobody's company. Only the product does this, in the transaction that takes the answer in.
 */
export async function holdCompany(db: Db, ctx: Ctx, { leadId, reason }: { leadId: string; reason: string }): Promise<void> {
  const { clientId, now } = ctx;
  if (ctx.actor.kind === "user") return;
  const lead = await db
    .selectFrom("leads")
    .select(["domain", "company"])
    .where("id", "=", leadId)
    .where("clientId", "=", clientId)
    .executeTakeFirst();
  if (!lead?.domain || isFreeMailDomain(lead.domain)) return;
  const until = addDays(now, HOLD_DAYS);
  await db
    .insertInto("companyHolds")
    .values({ clientId, domain: lead.domain, reason, until, createdAt: now })
    .onConflict((conflict) =>
      conflict
        .columns(["clientId", "domain"])
        .where("releasedAt", "is", null)
        .doUpdateSet({
          reason,
          // A hold that a person set without an end has none.
          until: sql`case when company_holds.until is null then null else greatest(company_holds.until, ${until}::timestamptz) end`,
        }),
    )
    .execute();
  await recordActivity(db, ctx, { action: "held", reason: `${lead.company ?? lead.domain}: ${reason}`, leadId });
}

/** An admin lets a company be approached again. @throws ConflictError when it is not held */
export function releaseCompany(ctx: Ctx, { holdId, reason }: { holdId: string; reason: string }): Promise<void> {
  requireRole(ctx, "admin");
  return ctx.tx(async (db) => {
    const released = await db
      .updateTable("companyHolds")
      .set({ releasedAt: ctx.now })
      .where("id", "=", holdId)
      .where("clientId", "=", ctx.clientId)
      .where("releasedAt", "is", null)
      .returning("domain")
      .executeTakeFirst();
    if (!released) throw new ConflictError("This company is not held any more");
    await enqueueEvent(db, planRequested.create({ clientId: ctx.clientId }));
    await recordActivity(db, ctx, { action: "released", reason: `${released.domain}: ${reason}` });
  });
}
