import "server-only";
import { differenceInHours } from "date-fns";
import { z } from "zod";
import { actingUserId, type Ctx, requireRole } from "@/lib/context";
import { lockLead } from "@/lib/db/queries/touches";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { stopEnrolments } from "@/lib/engines/enrolments/stop-enrolments";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { NotFoundError } from "@/lib/errors";
import { meetingBooked } from "@/lib/events/catalogue";

export const bookMeetingInput = z.object({
  leadId: z.uuid(),
  startsAt: z.coerce.date(),
  durationMinutes: z.number().int().min(5).max(480).default(30),
  source: z.enum(["manual", "booking_link", "calendar"]),
  /** The booking's id where it was made; the same booking told twice is one meeting. */
  externalId: z.string().max(200).nullable().default(null),
  notes: z.string().max(2000).default(""),
});
export type BookMeetingInput = z.input<typeof bookMeetingInput>;

/**
 * Records a meeting, whatever told us of it. The lead is converted, everything pending stops, and the last message that reached
 * them before is marked once as the one that converted.
 * @returns `isNew: false` when this booking was known already
 */
export function bookMeeting(ctx: Ctx, input: BookMeetingInput): Promise<{ meetingId: string; isNew: boolean }> {
  requireRole(ctx, "member");
  const meeting = bookMeetingInput.parse(input);
  const { clientId, now } = ctx;

  return ctx.tx(async (db) => {
    await lockLead(db, { clientId, leadId: meeting.leadId });
    const lead = await db
      .selectFrom("leads")
      .select(["id", "campaignId", "status", "firstName", "lastName", "company", "email"])
      .where("id", "=", meeting.leadId)
      .where("clientId", "=", clientId)
      .where("deletedAt", "is", null)
      .executeTakeFirst();
    if (!lead) throw new NotFoundError("There is no such lead in this workspace");
    if (meeting.externalId !== null) {
      const known = await db
        .selectFrom("meetings")
        .select("id")
        .where("clientId", "=", clientId)
        .where("source", "=", meeting.source)
        .where("externalId", "=", meeting.externalId)
        .executeTakeFirst();
      if (known) return { meetingId: known.id, isNew: false };
    }

    const sent = await db
      .selectFrom("touches")
      .select(["id", "campaignId", "sentAt", "ledToBooking"])
      .where("clientId", "=", clientId)
      .where("leadId", "=", lead.id)
      .where("state", "=", "sent")
      .orderBy("sentAt", "desc")
      .execute();
    const [last] = sent;
    const first = sent.at(-1);
    const { id } = await db
      .insertInto("meetings")
      .values({
        clientId,
        leadId: lead.id,
        campaignId: last?.campaignId ?? lead.campaignId,
        source: meeting.source,
        externalId: meeting.externalId,
        startsAt: meeting.startsAt,
        durationMinutes: meeting.durationMinutes,
        notes: meeting.notes || null,
        convertingTouchId: last?.id ?? null,
        touchesBeforeBooking: sent.length,
        daysToBooking: first?.sentAt ? Math.floor(differenceInHours(now, first.sentAt) / 24) : null,
        bookedBy: actingUserId(ctx),
        bookedAt: now,
      })
      .returning("id")
      .executeTakeFirstOrThrow();

    if (last && !sent.some((touch) => touch.ledToBooking)) {
      await db.updateTable("touches").set({ ledToBooking: true }).where("id", "=", last.id).where("clientId", "=", clientId).execute();
    }
    await db
      .updateTable("leads")
      .set({ status: "converted", heldAt: null, heldReason: null })
      .where("id", "=", lead.id)
      .where("clientId", "=", clientId)
      .execute();
    await stopEnrolments(db, { clientId, leadId: lead.id, reasonCode: "meeting_booked", reason: "A meeting is booked", now });
    await db.updateTable("threads").set({ needsReply: false }).where("leadId", "=", lead.id).where("clientId", "=", clientId).execute();
    const who = [lead.firstName, lead.lastName].filter(Boolean).join(" ") || lead.email;
    await recordActivity(db, ctx, {
      action: "meeting_booked",
      leadId: lead.id,
      campaignId: last?.campaignId ?? lead.campaignId,
      touchId: last?.id ?? null,
      actor: meeting.source === "manual" ? "human" : "prospect",
      reason: `${who}${lead.company ? ` of ${lead.company}` : ""} booked a meeting`,
      metadata: { startsAt: meeting.startsAt.toISOString(), source: meeting.source },
    });
    await enqueueEvent(db, meetingBooked.create({ clientId, meetingId: id, leadId: lead.id }));
    return { meetingId: id, isNew: true };
  });
}
