import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";
import type { Role } from "@/lib/domain/roles";

const MAXIMUM_MEMBERS = 500;

/** Everybody of a client who was not removed, invitations that are still open included; owners first. */
export function listMembers(db: Db, { clientId }: { clientId: string }) {
  return db
    .selectFrom("memberships as m")
    .innerJoin("users as u", "u.id", "m.userId")
    .leftJoin("users as i", "i.id", "m.invitedBy")
    .select(["m.id", "m.userId", "m.role", "m.acceptedAt", "m.createdAt", "u.email", "u.fullName", "i.fullName as invitedByName"])
    .where("m.clientId", "=", clientId)
    .where("m.removedAt", "is", null)
    .orderBy(sql`m.accepted_at is null`)
    .orderBy("m.role")
    .orderBy("u.email")
    .limit(MAXIMUM_MEMBERS)
    .execute();
}
export type TeamMember = Awaited<ReturnType<typeof listMembers>>[number];

/** One membership of the client that was not removed, or undefined. */
export function findMembership(db: Db, { clientId, membershipId }: { clientId: string; membershipId: string }) {
  return db
    .selectFrom("memberships")
    .select(["id", "userId", "role", "acceptedAt"])
    .where("clientId", "=", clientId)
    .where("id", "=", membershipId)
    .where("removedAt", "is", null)
    .executeTakeFirst();
}

/** Who invites, read as themselves: their name, the client's name and the role they really hold; undefined outside their clients. */
export function findInviter(db: Db, { clientId, userId }: { clientId: string; userId: string }) {
  return db
    .selectFrom("memberships as m")
    .innerJoin("clients as c", "c.id", "m.clientId")
    .innerJoin("users as u", "u.id", "m.userId")
    .select(["m.role", "c.name as clientName", "c.isSample", "u.fullName", "u.email"])
    .where("m.clientId", "=", clientId)
    .where("m.userId", "=", userId)
    .where("m.acceptedAt", "is not", null)
    .where("m.removedAt", "is", null)
    .executeTakeFirst();
}

/** The account behind an address with what it already is in this client. For the system: members see their teammates only. */
export function findInvitee(db: Db, { clientId, email }: { clientId: string; email: string }) {
  return db
    .selectFrom("users as u")
    .leftJoin("memberships as m", (join) =>
      join.onRef("m.userId", "=", "u.id").on("m.clientId", "=", clientId).on("m.removedAt", "is", null),
    )
    .select(["u.id", "m.role", "m.acceptedAt"])
    .where("u.email", "=", email)
    .executeTakeFirst();
}

/**
 * Opens an invitation, or opens it anew after a removal. For the system, on behalf of `invitedBy`.
 * @returns undefined when the person is a member already
 */
export async function openInvitation(
  db: Db,
  invitation: { clientId: string; userId: string; role: Role; invitedBy: string | null; now: Date },
): Promise<{ id: string } | undefined> {
  const { clientId, userId, role, invitedBy, now } = invitation;
  const { rows } = await sql<{ id: string }>`
    insert into memberships (client_id, user_id, role, invited_by, created_at)
    values (${clientId}, ${userId}, ${role}, ${invitedBy}, ${now})
    on conflict (user_id, client_id) do update
      set role = excluded.role, invited_by = excluded.invited_by, removed_at = null, accepted_at = null, created_at = excluded.created_at
      where memberships.accepted_at is null or memberships.removed_at is not null
    returning id
  `.execute(db);
  return rows[0];
}

/** Invitations somebody has not answered, with who asks. For the system: before accepting, a person sees nothing of the client. */
export function listOpenInvitations(db: Db, { userId }: { userId: string }) {
  return db
    .selectFrom("memberships as m")
    .innerJoin("clients as c", "c.id", "m.clientId")
    .leftJoin("users as i", "i.id", "m.invitedBy")
    .select(["m.clientId", "m.role", "c.name as clientName", "i.fullName as invitedByName"])
    .where("m.userId", "=", userId)
    .where("m.acceptedAt", "is", null)
    .where("m.removedAt", "is", null)
    .where("c.deletedAt", "is", null)
    .orderBy("m.createdAt")
    .limit(20)
    .execute();
}
export type OpenInvitation = Awaited<ReturnType<typeof listOpenInvitations>>[number];

/** Names the person for whom the system writes in this transaction, so that the audit trail does. Grants nothing. */
export async function writeOnBehalfOf(db: Db, { userId }: { userId: string }): Promise<void> {
  const claims = JSON.stringify({ sub: userId, role: "authenticated" });
  await sql`select set_config('request.jwt.claims', ${claims}, true)`.execute(db);
}
