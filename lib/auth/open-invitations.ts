import "server-only";
import { clock } from "@/lib/business-clock";
import { systemTransaction } from "@/lib/db/client";
import { systemPool } from "@/lib/db/pools";
import { listOpenInvitations, type OpenInvitation } from "@/lib/db/queries/team";

/** Invitations the signed-in person has not answered. Read as the system, because a client is invisible until one joins it. */
export function openInvitationsOf({ userId }: { userId: string }): Promise<OpenInvitation[]> {
  return systemTransaction(systemPool(), { now: clock().now() }, (db) => listOpenInvitations(db, { userId }));
}
