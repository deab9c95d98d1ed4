import "server-only";
import type { Db } from "@/lib/db/client";

/** The clients a person belongs to, by name. Runs as that person. */
export function listMyMemberships(db: Db, { userId }: { userId: string }) {
  return db
    .selectFrom("memberships as m")
    .innerJoin("clients as c", "c.id", "m.clientId")
    .select(["m.clientId", "m.role", "c.name", "c.timezone", "c.pausedAt", "c.pauseReason", "c.isSample"])
    .where("m.userId", "=", userId)
    .where("m.acceptedAt", "is not", null)
    .where("m.removedAt", "is", null)
    .orderBy("c.isSample") // whoever has not chosen works in their own
    .orderBy("c.name")
    .orderBy("m.clientId")
    .execute();
}
export type MyMembership = Awaited<ReturnType<typeof listMyMemberships>>[number];
