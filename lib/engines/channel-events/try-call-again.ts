import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { forgetRegisteredContact } from "@/lib/db/queries/reach-facts";
import type { CallOutcome } from "@/lib/domain/channel-events";
import { nextCallAttempt } from "@/lib/domain/next-call-attempt";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import type { LockedTouch } from "@/lib/engines/dispatch/record-hand-over";
import { publicHoliday } from "@/lib/engines/gate/holidays";
import { personKeys } from "@/lib/engines/gate/load-reach";
import { addCalendarDays, localDay, startOfDay, weekdayOf } from "@/lib/engines/gate/local-time";
import { recipientPlace } from "@/lib/engines/gate/recipient-place";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { planRequested } from "@/lib/events/catalogue";

const FRIDAY = 5;

/**
 * Nobody was reached: puts the same call back into the plan where another attempt is due; the gate decides about the moment itself.
 * A sequence that was stopped in the meantime stays stopped. The caller holds the lead, and this attempt's outcome is written.
 */
export async function tryCallAgain(
  db: Db,
  ctx: Ctx,
  touch: LockedTouch,
  { outcome, at }: { outcome: CallOutcome; at: Date },
  { pepper }: { pepper: string },
): Promise<void> {
  const { clientId } = ctx;
  if (outcome === "busy") await forgetContact(db, clientId, touch, pepper);
  const next = nextCallAttempt(await earlierOutcomes(db, clientId, touch), outcome);
  const what = outcome === "busy" ? "The line was busy" : "Nobody answered";
  const about = { leadId: touch.leadId, campaignId: touch.campaignId, touchId: touch.id, channel: "voice", actor: "provider" } as const;
  if (next.when === "never" || !(await reopen(db, clientId, touch.enrolmentId))) {
    return recordActivity(db, ctx, { ...about, action: "undelivered", reason: `${what}; no further attempt` });
  }
  const dueAt = next.when === "after" ? new Date(at.getTime() + next.delayMs) : await nextBusinessDay(db, clientId, touch.leadId, at);
  const reason = `${what}; another attempt follows`;
  await db
    .updateTable("touches")
    .set({ state: "planned", sentAt: null, slotAt: null, dueAt, reasonCode: `call_${outcome}`, reason })
    .where("id", "=", touch.id)
    .where("clientId", "=", clientId)
    .where("state", "=", "sent")
    .execute();
  await recordActivity(db, ctx, { ...about, action: "deferred", reason });
  await enqueueEvent(db, planRequested.create({ clientId }));
}

/** Nobody's phone rang: it does not count towards how often they are reached, or the attempt in two hours would wait for days. */
async function forgetContact(db: Db, clientId: string, { leadId, claimedAt }: LockedTouch, pepper: string): Promise<void> {
  const lead = await db
    .selectFrom("leads")
    .select(["email", "phone", "linkedinUrl"])
    .where("id", "=", leadId)
    .where("clientId", "=", clientId)
    .executeTakeFirstOrThrow();
  if (claimedAt) await forgetRegisteredContact(db, { hashes: personKeys(lead, pepper), at: claimedAt });
}

/** Outcomes of the attempts before this one, oldest first. */
async function earlierOutcomes(db: Db, clientId: string, touch: LockedTouch): Promise<CallOutcome[]> {
  const rows = await db
    .selectFrom("calls")
    .select("outcome")
    .where("clientId", "=", clientId)
    .where("touchId", "=", touch.id)
    .where("attempt", "<", touch.attempts)
    .where("outcome", "is not", null)
    .orderBy("attempt")
    .execute();
  return rows.map((row) => row.outcome as CallOutcome);
}

/** A call that was the last step finished the enrolment. @returns false when it was stopped instead */
async function reopen(db: Db, clientId: string, enrolmentId: string): Promise<boolean> {
  const running = await db
    .updateTable("enrolments")
    .set((eb) => ({
      state: eb
        .case()
        .when("state", "=", "finished")
        .then("active" as const)
        .else(eb.ref("state"))
        .end(),
      finishedAt: null,
    }))
    .where("id", "=", enrolmentId)
    .where("clientId", "=", clientId)
    .where("state", "in", ["active", "paused", "finished"])
    .returning("id")
    .executeTakeFirst();
  return running !== undefined;
}

/** Where the person is: the next day that is neither a weekend's nor a public holiday. */
async function nextBusinessDay(db: Db, clientId: string, leadId: string, at: Date): Promise<Date> {
  const lead = await db
    .selectFrom("leads as l")
    .innerJoin("clients as k", "k.id", "l.clientId")
    .select(["l.timezone", "l.state", "k.timezone as clientTimezone"])
    .where("l.id", "=", leadId)
    .where("l.clientId", "=", clientId)
    .executeTakeFirstOrThrow();
  const { timezone, state } = recipientPlace(lead, lead.clientTimezone);
  let day = addCalendarDays(localDay(at, timezone), 1);
  while (weekdayOf(day) > FRIDAY || publicHoliday(day, state) !== null) day = addCalendarDays(day, 1);
  return startOfDay(day, timezone);
}
