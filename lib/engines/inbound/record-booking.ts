import "server-only";
import { z } from "zod";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";
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

/**
 * Books the meeting with the lead who has this address, in the client who owns the booking page. A page that several clients gave is
 * the one's whose lead the attendee is; otherwise nobody's.
 */
export async function recordBooking(
  db: Db,
  systemCtx: (clientId: string) => Ctx,
  body: string,
): Promise<{ outcome: "booked" | "ignored"; detail?: string }> {
  const booking = bookingBody.parse(JSON.parse(body));
  const clients = await db
    .selectFrom("clients as k")
    .leftJoin("leads as l", (join) =>
      join
        .onRef("l.clientId", "=", "k.id")
        .on("l.deletedAt", "is", null)
        .on((eb) => eb.or([eb("l.email", "=", booking.attendeeEmail), eb("l.personalEmail", "=", booking.attendeeEmail)])),
    )
    .select(["k.id as clientId", "l.id as leadId"])
    .where("k.bookingUrl", "=", booking.bookingUrl)
    .where("k.deletedAt", "is", null)
    .orderBy("k.createdAt")
    .orderBy((eb) => eb("l.email", "=", booking.attendeeEmail), "desc")
    .execute();
  const known = clients.filter((row) => row.leadId !== null);
  const owners = new Set((known.length > 0 ? known : clients).map((row) => row.clientId));
  const [clientId] = owners;
  if (clientId === undefined) return { outcome: "ignored", detail: "no client has this booking page" };
  if (owners.size > 1) return { outcome: "ignored", detail: "several clients have this booking page" };

  const leadId = known[0]?.leadId;
  if (!leadId) {
    await tellOfStranger(systemCtx(clientId), booking);
    return { outcome: "ignored", detail: "the attendee is not a lead" };
  }
  const { isNew } = await bookMeeting(systemCtx(clientId), {
    leadId,
    startsAt: new Date(booking.startsAt),
    durationMinutes: booking.durationMinutes,
    source: "booking_link",
    externalId: booking.bookingId,
  });
  return { outcome: "booked", detail: isNew ? "new" : "known already" };
}

async function tellOfStranger(ctx: Ctx, { bookingId, attendeeName }: z.output<typeof bookingBody>): Promise<void> {
  await ctx.tx((db) =>
    notifyOnce(db, ctx, {
      kind: "meeting",
      title: "A booking by somebody we do not know",
      body: `${attendeeName || "Somebody"} booked a time; add them as a lead to link it`,
      href: `/dashboard/leads#booking-${encodeURIComponent(bookingId)}`,
    }),
  );
}
