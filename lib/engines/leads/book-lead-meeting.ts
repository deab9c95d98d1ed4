import "server-only";
import { TZDate } from "@date-fns/tz";
import { addDays, subDays } from "date-fns";
import { type Ctx, requireRole } from "@/lib/context";
import { type LeadMeetingInput, leadMeetingInput } from "@/lib/domain/leads";
import { recipientPlace } from "@/lib/engines/gate/recipient-place";
import { bookMeeting } from "@/lib/engines/meetings/book-meeting";
import { InvalidError, NotFoundError } from "@/lib/errors";

const OLDEST_DAYS = 60;
const LATEST_DAYS = 366;

/**
 * Marks a meeting by hand, at a time on the lead's own clock. The same time told twice is one meeting.
 * @throws NotFoundError when the client has no such lead
 * @throws InvalidError when the time is more than two months past or a year ahead
 */
export async function bookLeadMeeting(ctx: Ctx, input: LeadMeetingInput): Promise<{ meetingId: string; isNew: boolean }> {
  requireRole(ctx, "member");
  const { leadId, day, time, durationMinutes, notes } = leadMeetingInput.parse(input);
  const lead = await ctx.tx((db) =>
    db
      .selectFrom("leads as l")
      .innerJoin("clients as k", "k.id", "l.clientId")
      .select(["l.timezone", "l.state", "k.timezone as clientTimezone"])
      .where("l.clientId", "=", ctx.clientId)
      .where("l.id", "=", leadId)
      .where("l.deletedAt", "is", null)
      .executeTakeFirst(),
  );
  if (!lead) throw new NotFoundError("There is no such lead in this workspace");
  const startsAt = localTime(day, time, recipientPlace(lead, lead.clientTimezone).timezone);
  if (startsAt < subDays(ctx.now, OLDEST_DAYS) || startsAt > addDays(ctx.now, LATEST_DAYS))
    throw new InvalidError("Choose a day within the last two months or the coming year", "day");
  return bookMeeting(ctx, {
    leadId,
    startsAt,
    durationMinutes,
    notes,
    source: "manual",
    externalId: `${leadId}:${startsAt.toISOString()}`,
  });
}

function localTime(day: string, time: string, timezone: string): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return new Date(new TZDate(year, month - 1, date, hour, minute, timezone).getTime());
}
