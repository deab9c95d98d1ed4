import "server-only";
import type { Db } from "@/lib/db/client";

/** A suppression on the client's own list that nobody lifted. */
export type StandingSuppression = { id: string; kind: string; keyHmac: string; reason: string; source: string; evidence: string | null };

/**
 * What stands on the client's own list for these keys, or from this source, oldest first. The list of the whole platform is out of reach here, so that
 * nobody learns who put a person there (SU-06).
 */
export function listStandingSuppressions(
  db: Db,
  { clientId, keys, source }: { clientId: string; keys?: readonly { kind: string; keyHmac: string }[]; source?: string },
): Promise<StandingSuppression[]> {
  return db
    .selectFrom("suppressions as s")
    .select(["s.id", "s.kind", "s.keyHmac", "s.reason", "s.source", "s.evidence"])
    .where("s.clientId", "=", clientId)
    .where("s.reason", "<>", "released")
    .$if(keys !== undefined, (query) =>
      query.where((eb) => eb.or((keys ?? []).map(({ kind, keyHmac }) => eb.and([eb("s.kind", "=", kind), eb("s.keyHmac", "=", keyHmac)])))),
    )
    .$if(source !== undefined, (query) => query.where("s.source", "=", source ?? ""))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("suppressions as r")
            .select("r.id")
            .whereRef("r.clientId", "=", "s.clientId")
            .whereRef("r.kind", "=", "s.kind")
            .whereRef("r.keyHmac", "=", "s.keyHmac")
            .where("r.reason", "=", "released")
            .where((eb) =>
              eb.or([
                eb("r.releases", "=", eb.ref("s.id")),
                eb.and([eb("r.releases", "is", null), eb("r.createdAt", ">", eb.ref("s.createdAt"))]),
              ]),
            ),
        ),
      ),
    )
    .orderBy("s.createdAt")
    .orderBy("s.id")
    .execute();
}
