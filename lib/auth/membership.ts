import "server-only";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { getUser, requireUser } from "@/lib/auth/session";
import { clock } from "@/lib/business-clock";
import type { Ctx } from "@/lib/context";
import { memberTransaction } from "@/lib/db/client";
import { memberPool } from "@/lib/db/pools";
import { listMyMemberships, type MyMembership } from "@/lib/db/queries/memberships";
import type { Role } from "@/lib/domain/roles";
import { memberCtx } from "@/lib/http/contexts";

/** Which client somebody last chose to look at. It grants nothing: membership is read on each request. */
export const CLIENT_COOKIE = "agency-os-client";

export type Membership = {
  user: { id: string; email: string };
  clientId: string;
  role: Role;
  client: MyMembership;
  /** Every client of this person, for the switcher. */
  all: MyMembership[];
  ctx: Ctx;
};

/**
 * The signed-in person and the client they work in, read anew on each request so that a removal takes effect at once.
 * Goes to sign-in, or to a page that says so when they belong to no client.
 */
export const requireMembership = cache(async (): Promise<Membership> => {
  const user = await requireUser();
  const membership = await findMembership(user);
  return membership ?? redirect("/no-workspace");
});

/** The same for a route handler, which answers 401 itself: null when nobody is signed in or they belong to no client. */
export async function apiMembership(): Promise<Membership | null> {
  const user = await getUser();
  return user ? findMembership(user) : null;
}

async function findMembership(user: { id: string; email: string }): Promise<Membership | null> {
  const all = await memberTransaction(memberPool(), { userId: user.id, now: clock().now() }, (db) =>
    listMyMemberships(db, { userId: user.id }),
  );
  const chosen = (await cookies()).get(CLIENT_COOKIE)?.value;
  const client = all.find((membership) => membership.clientId === chosen) ?? all[0];
  if (!client) return null;
  const ctx = memberCtx({ userId: user.id, clientId: client.clientId, role: client.role });
  return { user: { id: user.id, email: user.email }, clientId: client.clientId, role: client.role, client, all, ctx };
}
