import "server-only";
import { after } from "next/server";
import { clock } from "@/lib/business-clock";
import type { Ctx } from "@/lib/context";
import { memberTransaction, systemTransaction } from "@/lib/db/client";
import { memberPool, systemPool } from "@/lib/db/pools";
import type { Role } from "@/lib/domain/roles";
import { hasAnnounced } from "@/lib/engines/outbox/enqueue-event";
import { relay } from "@/lib/http/relay";

/** A context of a signed-in person for one request. Events it enqueues are relayed once the answer is out. */
export function memberCtx({ userId, clientId, role }: { userId: string; clientId: string; role: Role }): Ctx {
  const now = clock().now();
  return {
    clientId,
    actor: { kind: "user", userId, role },
    now,
    tx: (work) =>
      memberTransaction(memberPool(), { userId, now }, async (db) => {
        const result = await work(db);
        if (hasAnnounced(db)) after(relay);
        return result;
      }),
  };
}

/** A context of the product itself for one request that nobody signs: an unsubscribe link, a provider's webhook. */
export function requestSystemCtx(clientId: string): Ctx {
  const now = clock().now();
  return {
    clientId,
    actor: { kind: "system" },
    now,
    tx: (work) =>
      systemTransaction(systemPool(), { now }, async (db) => {
        const result = await work(db);
        if (hasAnnounced(db)) after(relay);
        return result;
      }),
  };
}
