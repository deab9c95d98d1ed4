import "server-only";
import type { Db } from "@/lib/db/client";

const PHONE_CHANNELS = ["voice", "sms"] as const;
const PENDING = ["planned", "awaiting_approval", "ready"] as const;

/** Clients with a list at the register whose result is to be looked for, or with a call or text due by then. */
export async function listClientsToWash(db: Db, { now, dueBefore }: { now: Date; dueBefore: Date }): Promise<string[]> {
  const rows = await db
    .selectFrom("touches")
    .select("clientId")
    .where("channel", "in", PHONE_CHANNELS)
    .where("state", "in", PENDING)
    .where("dueAt", "<=", dueBefore)
    .union(db.selectFrom("private.registerWashes").select("clientId").where("settledAt", "is", null).where("lookAt", "<=", now))
    .orderBy("clientId")
    .execute();
  return rows.map((row) => row.clientId);
}

/** Numbers of people a running sequence is going to ring or text by then, as they were told to us. */
export async function listNumbersDue(db: Db, { clientId, dueBefore }: { clientId: string; dueBefore: Date }): Promise<string[]> {
  const rows = await db
    .selectFrom("touches as t")
    .innerJoin("enrolments as e", "e.id", "t.enrolmentId")
    .innerJoin("campaigns as c", "c.id", "t.campaignId")
    .innerJoin("leads as l", "l.id", "t.leadId")
    .select("l.phone")
    .distinct()
    .where("t.clientId", "=", clientId)
    .where("t.channel", "in", PHONE_CHANNELS)
    .where("t.state", "in", PENDING)
    .where("t.dueAt", "<=", dueBefore)
    .where("e.state", "=", "active")
    .where("c.status", "=", "active")
    .where("l.deletedAt", "is", null)
    .where("l.phone", "is not", null)
    .orderBy("l.phone")
    .execute();
  return rows.flatMap((row) => row.phone ?? []);
}

/** Of these keyed numbers, those washed in this name after a time. */
export async function recentlyWashed(
  db: Db,
  scope: { clientId: string; hashes: readonly string[]; submittedBy: string; after: Date },
): Promise<ReadonlySet<string>> {
  if (scope.hashes.length === 0) return new Set();
  const rows = await db
    .selectFrom("numberWashes")
    .select("numberHmac")
    .distinct()
    .where("clientId", "=", scope.clientId)
    .where("numberHmac", "in", scope.hashes)
    .where("submittedBy", "=", scope.submittedBy)
    .where("receivedAt", ">", scope.after)
    .execute();
  return new Set(rows.map((row) => row.numberHmac));
}

/** Numbers at the register right now, and those it gave no clear answer for after a time. */
export async function listNumbersAsked(db: Db, { clientId, after }: { clientId: string; after: Date }): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom("private.registerWashes")
    .select("numbers")
    .where("clientId", "=", clientId)
    .where((eb) => eb.or([eb("settledAt", "is", null), eb("settledAt", ">", after)]))
    .execute();
  return new Set(rows.flatMap((row) => row.numbers));
}

/** Takes the open lists whose result is due to be looked for, and puts the next look to `lookAgainAt`: two processes never look for the same. */
export function takeWashesToLookAt(db: Db, { clientId, now, lookAgainAt }: { clientId: string; now: Date; lookAgainAt: Date }) {
  return db
    .updateTable("private.registerWashes")
    .set((eb) => ({ lookAt: lookAgainAt, looks: eb("looks", "+", 1) }))
    .where("clientId", "=", clientId)
    .where("settledAt", "is", null)
    .where("lookAt", "<=", now)
    .returning(["id", "numbers", "submittedBy", "submittedAt", "looks"])
    .execute();
}
