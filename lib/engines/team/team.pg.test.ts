import { expect, test } from "vitest";
import type { Role } from "@/lib/domain/roles";
import { acceptInvitation, declineInvitation } from "@/lib/engines/team/accept-invitation";
import { changeRole } from "@/lib/engines/team/change-role";
import { type InviteUser, inviteMember } from "@/lib/engines/team/invite-member";
import { removeMember } from "@/lib/engines/team/remove-member";
import { ConflictError, ForbiddenError, NotFoundError } from "@/lib/errors";
import { addMember, signUp, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { fileWorld } from "@/tests/support/file-world";

const world = fileWorld();

/** The sign-in service as invitations see it: knows `accounts`, makes a new one for any other address. */
function authService(accounts: Record<string, string> = {}) {
  const told: string[] = [];
  const inviteUser: InviteUser = {
    async invite({ email, clientId, inviterName }) {
      told.push(`${email} by ${inviterName}`);
      if (accounts[email]) return { userId: null };
      const userId = await addMember(world, clientId, "viewer", { accepted: false });
      await world.system.deleteFrom("memberships").where("userId", "=", userId).execute();
      await world.system.updateTable("users").set({ email }).where("id", "=", userId).execute();
      accounts[email] = userId;
      return { userId };
    },
  };
  return { inviteUser, told };
}

async function workspace() {
  const owner = await signUp(world);
  const { clientId } = owner;
  const options = (auth = authService()) => ({ system: world.systemCtx(clientId), inviteUser: auth.inviteUser });
  return { ...owner, options, as: (userId: string, role: Role) => world.memberCtx(clientId, userId, role) };
}

function membership(clientId: string, userId: string) {
  return world.system
    .selectFrom("memberships")
    .selectAll()
    .where("clientId", "=", clientId)
    .where("userId", "=", userId)
    .executeTakeFirst();
}

function membershipId(clientId: string, userId: string): Promise<string> {
  return membership(clientId, userId).then((row) => row?.id ?? "");
}

function nameOf(userId: string): Promise<string | null> {
  return world.system
    .selectFrom("users")
    .select("fullName")
    .where("id", "=", userId)
    .executeTakeFirstOrThrow()
    .then(({ fullName }) => fullName);
}

test("an invited person is pending, sees nothing, and belongs after accepting; the audit trail names both", async () => {
  const { clientId, userId, as, options } = await workspace();
  const auth = authService();
  await inviteMember(as(userId, "owner"), { email: "Dana@New.example", role: "member" }, options(auth));

  expect(auth.told).toEqual(["dana@new.example by Priya Nair"]);
  const dana = await world.system.selectFrom("users").select("id").where("email", "=", "dana@new.example").executeTakeFirstOrThrow();
  expect(await membership(clientId, dana.id)).toMatchObject({ role: "member", invitedBy: userId, acceptedAt: null, removedAt: null });
  const seenByDana = () => world.memberCtx(clientId, dana.id, "member").tx((db) => db.selectFrom("clients").select("id").execute());
  expect(await seenByDana()).toEqual([]);

  await acceptInvitation(world.systemCtx(clientId), { userId: dana.id, fullName: "Dana Whitlam" });

  expect(await membership(clientId, dana.id)).toMatchObject({ acceptedAt: WEDNESDAY_MORNING });
  expect(await nameOf(dana.id)).toBe("Dana Whitlam");
  expect(await seenByDana()).toEqual([{ id: clientId }]);
  const audit = await world.system
    .selectFrom("auditLogs")
    .select(["action", "actorUserId"])
    .where("clientId", "=", clientId)
    .where("resourceId", "=", await membershipId(clientId, dana.id))
    .orderBy("id")
    .execute();
  expect(audit).toEqual([
    { action: "membership.created", actorUserId: userId },
    { action: "membership.updated", actorUserId: dana.id },
  ]);
});

test("somebody with an account elsewhere joins with it", async () => {
  const { clientId, userId, as, options } = await workspace();
  const elsewhere = await signUp(world, "Elsewhere");
  await inviteMember(
    as(userId, "owner"),
    { email: elsewhere.email, role: "admin" },
    options(authService({ [elsewhere.email]: elsewhere.userId })),
  );
  expect(await membership(clientId, elsewhere.userId)).toMatchObject({ role: "admin", acceptedAt: null });
});

test("members and viewers invite nobody, and nobody is told", async () => {
  const { clientId, as, options } = await workspace();
  for (const role of ["member", "viewer"] as const) {
    const auth = authService();
    const someone = await addMember(world, clientId, role);
    await expect(inviteMember(as(someone, role), { email: "x@new.example", role: "viewer" }, options(auth))).rejects.toThrow(
      ForbiddenError,
    );
    // A role the request claims but the database does not know does not help.
    await expect(inviteMember(as(someone, "owner"), { email: "x@new.example", role: "viewer" }, options(auth))).rejects.toThrow(
      ForbiddenError,
    );
    expect(auth.told).toEqual([]);
  }
});

test("an admin invites admins but no owners", async () => {
  const { clientId, as, options } = await workspace();
  const admin = await addMember(world, clientId, "admin");
  await inviteMember(as(admin, "admin"), { email: "second@new.example", role: "admin" }, options());
  await expect(inviteMember(as(admin, "admin"), { email: "boss@new.example", role: "owner" }, options())).rejects.toThrow(ForbiddenError);
});

test("an owner of another client invites nobody here", async () => {
  const { clientId, options } = await workspace();
  const other = await signUp(world, "Other");
  const auth = authService();
  await expect(
    inviteMember(world.memberCtx(clientId, other.userId, "owner"), { email: "x@new.example", role: "viewer" }, options(auth)),
  ).rejects.toThrow(NotFoundError);
  expect(auth.told).toEqual([]);
});

test("inviting again sends again while it is open, and is a conflict once accepted", async () => {
  const { clientId, userId, as, options } = await workspace();
  const accounts: Record<string, string> = {};
  const auth = authService(accounts);
  const invite = (role: Role) => inviteMember(as(userId, "owner"), { email: "sam@new.example", role }, options(auth));
  expect(await invite("viewer")).toEqual({ isAgain: false });
  expect(await invite("member")).toEqual({ isAgain: true });
  const samId = accounts["sam@new.example"] ?? "";
  expect(await membership(clientId, samId)).toMatchObject({ role: "member", acceptedAt: null });

  await acceptInvitation(world.systemCtx(clientId), { userId: samId });
  await expect(invite("viewer")).rejects.toThrow(ConflictError);
  expect(await membership(clientId, samId)).toMatchObject({ role: "member" });
  expect(auth.told).toHaveLength(2);
});

test("an invitation is answered once, and a withdrawn one not at all", async () => {
  const { clientId, userId, as, options } = await workspace();
  const system = world.systemCtx(clientId);
  const invited = await addMember(world, clientId, "viewer", { accepted: false });
  await acceptInvitation(system, { userId: invited });
  await expect(acceptInvitation(system, { userId: invited })).rejects.toThrow(ConflictError);
  await expect(declineInvitation(system, { userId: invited })).rejects.toThrow(ConflictError);

  const withdrawn = await addMember(world, clientId, "viewer", { accepted: false });
  await removeMember(as(userId, "owner"), { membershipId: await membershipId(clientId, withdrawn) });
  const nameBefore = await nameOf(withdrawn);
  await expect(acceptInvitation(system, { userId: withdrawn, fullName: "Too Late" })).rejects.toThrow(ConflictError);
  expect(await nameOf(withdrawn)).toBe(nameBefore);

  // Declined, then invited anew.
  const hesitant = await addMember(world, clientId, "viewer", { accepted: false });
  await declineInvitation(system, { userId: hesitant });
  const { email } = await world.system.selectFrom("users").select("email").where("id", "=", hesitant).executeTakeFirstOrThrow();
  await inviteMember(as(userId, "owner"), { email, role: "admin" }, options(authService({ [email]: hesitant })));
  expect(await membership(clientId, hesitant)).toMatchObject({ role: "admin", acceptedAt: null, removedAt: null });
});

test("nobody accepts for another client or for somebody else", async () => {
  const { clientId } = await workspace();
  const other = await signUp(world, "Other");
  const invited = await addMember(world, clientId, "viewer", { accepted: false });
  await expect(acceptInvitation(world.systemCtx(other.clientId), { userId: invited })).rejects.toThrow(ConflictError);
  await expect(acceptInvitation(world.systemCtx(clientId), { userId: other.userId })).rejects.toThrow(ConflictError);
});

test("an admin changes a member's role; a repeat is a conflict", async () => {
  const { clientId, as } = await workspace();
  const admin = as(await addMember(world, clientId, "admin"), "admin");
  const memberUser = await addMember(world, clientId, "member");
  const target = { membershipId: await membershipId(clientId, memberUser), role: "viewer" as const };
  await changeRole(admin, target);
  expect(await membership(clientId, memberUser)).toMatchObject({ role: "viewer" });
  await expect(changeRole(admin, target)).rejects.toThrow(ConflictError);
});

test("a member changes and removes nobody, whatever the request claims", async () => {
  const { clientId, as } = await workspace();
  const plain = await addMember(world, clientId, "member");
  const victim = await membershipId(clientId, await addMember(world, clientId, "viewer"));
  await expect(changeRole(as(plain, "member"), { membershipId: victim, role: "admin" })).rejects.toThrow(ForbiddenError);
  await expect(changeRole(as(plain, "owner"), { membershipId: victim, role: "admin" })).rejects.toThrow(ForbiddenError);
  await expect(removeMember(as(plain, "member"), { membershipId: victim })).rejects.toThrow(ForbiddenError);
  await expect(removeMember(as(plain, "owner"), { membershipId: victim })).rejects.toThrow(ForbiddenError);
});

test("an admin neither makes nor touches an owner, whatever the request claims", async () => {
  const { clientId, userId, as } = await workspace();
  const adminId = await addMember(world, clientId, "admin");
  await addMember(world, clientId, "owner");
  const own = await membershipId(clientId, adminId);
  const owners = await membershipId(clientId, userId);
  for (const claimed of ["admin", "owner"] as const) {
    await expect(changeRole(as(adminId, claimed), { membershipId: own, role: "owner" })).rejects.toThrow(ForbiddenError);
    await expect(changeRole(as(adminId, claimed), { membershipId: owners, role: "viewer" })).rejects.toThrow(ForbiddenError);
    await expect(removeMember(as(adminId, claimed), { membershipId: owners })).rejects.toThrow(ForbiddenError);
  }
});

test("an owner of another client finds nobody here", async () => {
  const { clientId, userId } = await workspace();
  const other = await signUp(world, "Other");
  const target = await membershipId(clientId, userId);
  for (const id of [clientId, other.clientId]) {
    const ctx = world.memberCtx(id, other.userId, "owner");
    await expect(changeRole(ctx, { membershipId: target, role: "viewer" })).rejects.toThrow(NotFoundError);
    await expect(removeMember(ctx, { membershipId: target })).rejects.toThrow(NotFoundError);
  }
});

test("the last owner stays; with a second one they may go", async () => {
  const { clientId, userId, as } = await workspace();
  const owner = as(userId, "owner");
  const own = await membershipId(clientId, userId);
  await addMember(world, clientId, "owner", { accepted: false });
  await expect(changeRole(owner, { membershipId: own, role: "admin" })).rejects.toThrow("keeps at least one owner");
  await expect(removeMember(owner, { membershipId: own })).rejects.toThrow("keeps at least one owner");

  await addMember(world, clientId, "owner");
  await changeRole(owner, { membershipId: own, role: "admin" });
  expect(await membership(clientId, userId)).toMatchObject({ role: "admin" });
});

test("a removed person sees nothing from then on; removing them again finds nobody", async () => {
  const { clientId, userId, as } = await workspace();
  const leaver = await addMember(world, clientId, "member");
  const target = { membershipId: await membershipId(clientId, leaver) };
  await removeMember(as(userId, "owner"), target);
  expect(await as(leaver, "member").tx((db) => db.selectFrom("clients").select("id").execute())).toEqual([]);
  await expect(removeMember(as(userId, "owner"), target)).rejects.toThrow(NotFoundError);
});
