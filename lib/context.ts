import "server-only";
import type { Db } from "@/lib/db/client";
import { type Role, roleAtLeast } from "@/lib/domain/roles";
import { ForbiddenError } from "@/lib/errors";

/** Who acts: a signed-in person with the role they hold in this client, or the product itself. */
export type Actor = { kind: "user"; userId: string; role: Role } | { kind: "system" };

/** Who, where, when and the database: all an engine knows of its surroundings. */
export type Ctx = {
  clientId: string;
  actor: Actor;
  now: Date;
  /** One transaction as this actor; commits when `work` resolves, and then relays the events it enqueued. */
  tx<T>(work: (db: Db) => Promise<T>): Promise<T>;
};

/** Throws ForbiddenError unless the actor holds at least `minimum`. The product itself may do everything. */
export function requireRole(ctx: Pick<Ctx, "actor">, minimum: Role): void {
  if (ctx.actor.kind === "system" || roleAtLeast(ctx.actor.role, minimum)) return;
  throw new ForbiddenError(`This needs the ${minimum} role; yours is ${ctx.actor.role}. Ask an owner of this workspace.`);
}

/** The acting person's id, or null when the product acts by itself. */
export function actingUserId(ctx: Pick<Ctx, "actor">): string | null {
  return ctx.actor.kind === "user" ? ctx.actor.userId : null;
}
