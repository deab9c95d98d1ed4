import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { memberTransaction } from "@/lib/db/client";
import { addMember, signUp, type TestWorld, testWorld, WEDNESDAY_MORNING } from "@/tests/support/factories";

let world: TestWorld;
let superuser: Client;

beforeAll(async () => {
  world = await testWorld();
  superuser = new Client({ connectionString: world.superuserUrl });
  await superuser.connect();
});
afterAll(async () => {
  await superuser?.end();
  await world?.close();
});

test("whoever signs up gets a profile, one client and its ownership", async () => {
  const before = await countClients();
  const userId = await insertAuthUser({
    full_name: "  Priya Nair ",
    agency_name: "Brightwater",
    website_url: "https://brightwater.example",
  });

  const profile = await world.system.selectFrom("users").select(["email", "fullName"]).where("id", "=", userId).execute();
  const owned = await world.system
    .selectFrom("memberships")
    .innerJoin("clients", "clients.id", "memberships.clientId")
    .select(["role", "name", "websiteUrl", "creditsRemaining", "dataSharingConsent", "tier"])
    .where("userId", "=", userId)
    .where("acceptedAt", "is not", null)
    .execute();
  expect(profile).toEqual([{ email: `${userId}@agency.example`, fullName: "Priya Nair" }]);
  expect(owned).toEqual([
    {
      role: "owner",
      name: "Brightwater",
      websiteUrl: "https://brightwater.example",
      creditsRemaining: 1250,
      dataSharingConsent: false,
      tier: "ignition",
    },
  ]);
  expect(await countClients()).toBe(before + 1);
});

test("whoever is invited gets a profile and no client", async () => {
  const before = await countClients();
  const userId = await insertAuthUser({ invited_client_id: randomUUID() });
  const byMail = await insertAuthUser({}, { isInvited: true });

  const profiles = await world.system.selectFrom("users").select("id").where("id", "in", [userId, byMail]).execute();
  const memberships = await world.system.selectFrom("memberships").select("id").where("userId", "in", [userId, byMail]).execute();
  expect(profiles).toHaveLength(2);
  expect(memberships).toEqual([]);
  expect(await countClients()).toBe(before);
});

test("a sign-up cannot name the client it wants to belong to, or its tier", async () => {
  const other = await signUp(world);
  const userId = await insertAuthUser({ agency_name: "Hopeful", client_id: other.clientId, tier: "dominance", role: "owner" });
  const rows = await world.system
    .selectFrom("memberships")
    .innerJoin("clients", "clients.id", "memberships.clientId")
    .select(["clientId", "tier"])
    .where("userId", "=", userId)
    .execute();
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ tier: "ignition" });
  expect(rows[0]?.clientId).not.toBe(other.clientId);
});

test("the last owner can be neither demoted nor removed, and a second one can", async () => {
  const { clientId, userId } = await signUp(world);
  await expect(demote(userId, clientId, userId)).rejects.toMatchObject({ code: "23514" });
  await expect(
    world.system.updateTable("memberships").set({ removedAt: WEDNESDAY_MORNING }).where("userId", "=", userId).execute(),
  ).rejects.toMatchObject({ code: "23514" });

  const second = await addMember(world, clientId, "owner");
  await demote(second, clientId, userId);
  await expect(demote(second, clientId, second)).rejects.toMatchObject({ code: "23514" });
});

test("an owner who has not accepted does not count as one", async () => {
  const { clientId, userId } = await signUp(world);
  await addMember(world, clientId, "owner", { accepted: false });
  await expect(demote(userId, clientId, userId)).rejects.toMatchObject({ code: "23514" });
});

test("two owners who demote each other at the same moment leave one", async () => {
  for (let round = 0; round < 10; round++) {
    const { clientId, userId } = await signUp(world);
    const second = await addMember(world, clientId, "owner");
    const outcomes = await Promise.allSettled([demote(userId, clientId, second), demote(second, clientId, userId)]);

    const owners = await world.system
      .selectFrom("memberships")
      .select("userId")
      .where("clientId", "=", clientId)
      .where("role", "=", "owner")
      .execute();
    expect(owners).toHaveLength(1);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  }
});

test("a person who recorded a suppression can still be deleted, and the suppression stays", async () => {
  const { clientId } = await signUp(world);
  const userId = await addMember(world, clientId, "member");
  await world.system
    .insertInto("suppressions")
    .values({
      clientId,
      kind: "email",
      keyHmac: "ab".repeat(32),
      masked: "a•@example.com",
      reason: "asked_us",
      source: "test",
      createdBy: userId,
    })
    .execute();

  await superuser.query("delete from auth.users where id = $1", [userId]);

  const kept = await world.system.selectFrom("suppressions").select("reason").where("clientId", "=", clientId).execute();
  expect(kept).toEqual([{ reason: "asked_us" }]);
});

/** As `actorId`, who must be an owner for it to have an effect. */
function demote(actorId: string, clientId: string, userId: string): Promise<void> {
  return memberTransaction(world.member, { userId: actorId, now: WEDNESDAY_MORNING }, async (db) => {
    await db
      .updateTable("memberships")
      .set({ role: "admin" })
      .where("clientId", "=", clientId)
      .where("userId", "=", userId)
      .returning("id")
      .executeTakeFirstOrThrow();
  });
}

async function countClients(): Promise<number> {
  const { count } = await world.system
    .selectFrom("clients")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

async function insertAuthUser(metadata: Record<string, string>, { isInvited = false } = {}): Promise<string> {
  const userId = randomUUID();
  await superuser.query(
    `insert into auth.users (id, email, aud, role, raw_user_meta_data, invited_at, created_at, updated_at)
     values ($1, $2, 'authenticated', 'authenticated', $3, $4, now(), now())`,
    [userId, `${userId}@agency.example`, JSON.stringify(metadata), isInvited ? WEDNESDAY_MORNING : null],
  );
  return userId;
}
