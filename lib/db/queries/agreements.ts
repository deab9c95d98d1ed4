import "server-only";
import type { Insertable } from "kysely";
import type { Db } from "@/lib/db/client";
import type { Agreement } from "@/lib/db/types.gen";

const MAXIMUM_AGREEMENTS = 100;

/** What a client agreed to, newest first, with who did. */
export function listAgreements(db: Db, { clientId }: { clientId: string }) {
  return db
    .selectFrom("agreements as a")
    .leftJoin("users as u", "u.id", "a.givenBy")
    .select(["a.kind", "a.textVersion", "a.createdAt", "u.fullName", "u.email"])
    .where("a.clientId", "=", clientId)
    .orderBy("a.createdAt", "desc")
    .orderBy("a.id", "desc")
    .limit(MAXIMUM_AGREEMENTS)
    .execute();
}
export type AgreementRow = Awaited<ReturnType<typeof listAgreements>>[number];

/** Keeps the first of each wording: agreeing again changes neither who nor when. */
export async function insertAgreements(db: Db, rows: readonly Insertable<Agreement>[]): Promise<void> {
  await db
    .insertInto("agreements")
    .values([...rows])
    .onConflict((conflict) => conflict.columns(["clientId", "kind", "textVersion"]).doNothing())
    .execute();
}
