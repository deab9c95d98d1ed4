import "server-only";
import { z } from "zod";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { bookMeeting } from "@/lib/engines/meetings/book-meeting";

/** A booking as a booking service posts it. Which client it belongs to follows from the booking page, never from the attendee. */
const bookingBody = z.object({
  bookingId: z.string().min(1).max(200),
  bookingUrl: z.url(),
  attendeeEmail: z.email(),
  attendeeName: z.string().max(200).default(""),
  startsAt: z.iso.datetime({ offset: true }),
  durationMinutes: z.number().int().min(5).max(480).default(30),
});

/** Books the meeting with the lead who has this address, in the client who owns the booking page. */
export async function recordBooking(
  db: Db,
  systemCtx: (clientId: string) => Ctx,
  body: string,
): Promise<{ outcome: "booked" | "ignored"; detail?: string }> {
  const booking = bookingBody.parse(JSON.parse(body));
  const client = await db
    .selectFrom("clients")
    .select("id")
    .where("bookingUrl", "=", booking.bookingUrl)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (!client) return { outcome: "ignored", detail: "no client has this booking page" };
  const lead = await db
    .selectFrom("leads")
    .select("id")
    .where("clientId", "=", client.id)
    .where("deletedAt", "is", null)
    .where((eb) => eb.or([eb("email", "=", booking.attendeeEmail), eb("personalEmail", "=", booking.attendeeEmail)]))
    .executeTakeFirst();
  if (!lead) {
    await db
      .insertInto("notifications")
      .values({
        clientId: client.id,
        kind: "meeting",
        title: "A booking by somebody we do not know",
        body: `${booking.attendeeName || "Somebody"} booked a time; add them as a lead to link it`,
        href: "/dashboard/leads",
      })
      .execute();
    return { outcome: "ignored", detail: "the attendee is not a lead" };
  }
  const { isNew } = await bookMeeting(systemCtx(client.id), {
    leadId: lead.id,
    startsAt: new Date(booking.startsAt),
    durationMinutes: booking.durationMinutes,
    source: "booking_link",
    externalId: booking.bookingId,
  });
  return { outcome: "booked", detail: isNew ? "new" : "known already" };
}
