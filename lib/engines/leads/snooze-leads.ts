import "server-only";
import { TZDate } from "@date-fns/tz";
import { addDays } from "date-fns";
import { z } from "zod";
import type { Ctx } from "@/lib/context";
import { returnSlots } from "@/lib/db/queries/lead-locks";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { recipientPlace } from "@/lib/engines/gate/recipient-place";
import { type LeadChange, withLeads } from "@/lib/engines/leads/with-leads";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { ConflictError, InvalidError } from "@/lib/errors";
import { planRequested } from "@/lib/events/catalogue";

const LONGEST_DAYS = 366;

/**
 * Lets leads rest until the day `until` ("2026-12-01") begins where they are; the sequence then goes on with its gaps kept.
 * @throws InvalidError when that day is not within the coming year
 * @throws ConflictError when all of them rest until then already
 */
export async function snoozeLeads(ctx: Ctx, { leadIds, until }: { leadIds: readonly string[]; until: string }): Promise<LeadChange> {
  const day = z.iso.date().safeParse(until);
  if (!day.success) throw new InvalidError("Choose a day", "until");
  return withLeads(ctx, leadIds, async (db, leads) => {
    const client = await db.selectFrom("clients").select("timezone").where("id", "=", ctx.clientId).executeTakeFirstOrThrow();
    const wake = leads.map((lead) => ({ lead, at: startOfDay(day.data, recipientPlace(lead, client.timezone).timezone) }));
    const latest = addDays(ctx.now, LONGEST_DAYS);
    if (wake.some(({ at }) => at <= ctx.now || at > latest)) throw new InvalidError("Choose a day within the coming year", "until");
    const changing = wake.filter(({ lead, at }) => lead.snoozedUntil?.getTime() !== at.getTime());
    if (changing.length === 0) throw new ConflictError("They rest until that day already");

    for (const at of new Set(changing.map((entry) => entry.at.getTime()))) {
      const ids = changing.filter((entry) => entry.at.getTime() === at).map(({ lead }) => lead.id);
      await db
        .updateTable("leads")
        .set({ snoozedUntil: new Date(at) })
        .where("clientId", "=", ctx.clientId)
        .where("id", "in", ids)
        .execute();
    }
    const reason = `Snoozed until ${day.data}`;
    await returnSlots(db, { clientId: ctx.clientId, leadIds: changing.map(({ lead }) => lead.id), reasonCode: "snoozed", reason });
    await enqueueEvent(db, planRequested.create({ clientId: ctx.clientId }));
    await recordActivity(
      db,
      ctx,
      ...changing.map(({ lead }) => ({ action: "deferred" as const, leadId: lead.id, campaignId: lead.campaignId, reason })),
    );
    return { changed: changing.length, unchanged: leads.length - changing.length };
  });
}

function startOfDay(day: string, timezone: string): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(new TZDate(year, month - 1, date, timezone).getTime());
}
