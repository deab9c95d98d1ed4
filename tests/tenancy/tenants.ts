import type { ClientBase } from "pg";
import type { Role } from "@/lib/domain/roles";
import { addMember, signUp, type TestWorld, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { readTables, type Table } from "./catalogue";
import { type Row, RowGenerator } from "./row-generator";

export const TENANTS = ["A", "B"] as const;
export type Tenant = (typeof TENANTS)[number];

export type Actor = {
  name: string;
  /** Undefined for somebody who did not sign in, null for a signed-in session that carries no person. */
  userId: string | undefined | null;
  /** What this person really holds. A removed membership and an open invitation are nothing. */
  roles: Partial<Record<Tenant, Role>>;
};

export type TenantWorld = {
  tables: Table[];
  actors: Actor[];
  clientIds: Record<Tenant, string>;
  /** One row of each table for each tenant: what the actors try to see, change and delete. */
  subjects: Record<Tenant, Record<string, Row>>;
  /** One row for each table and tenant that an insert would add; its parents are in the database. */
  spares: Record<Tenant, Record<string, Row>>;
};

/**
 * Two clients with a row in every table of `public`, read from the catalogue, and everybody who might try something.
 * @param client as superuser on the world's database
 */
export async function arrangeTenants(world: TestWorld, client: ClientBase): Promise<TenantWorld> {
  const tables = await readTables(client);
  const a = await signUp(world, "Client A");
  const b = await signUp(world, "Client B");
  const clientIds = { A: a.clientId, B: b.clientId };
  const people = { A: await addTeam(world, a.clientId), B: await addTeam(world, b.clientId) };
  const stranger = await addMember(world, (await signUp(world, "Client C")).clientId, "viewer");

  const removed = await addMember(world, a.clientId, "owner");
  await world.system.updateTable("memberships").set({ removedAt: WEDNESDAY_MORNING }).where("userId", "=", removed).execute();
  const invited = await addMember(world, a.clientId, "owner", { accepted: false });
  const inBoth = await addMember(world, b.clientId, "owner");
  await join(world, a.clientId, inBoth, "viewer");
  const ownsBoth = await addMember(world, a.clientId, "owner");
  await join(world, b.clientId, ownsBoth, "owner");

  const generator = new RowGenerator(client, tables);
  const worldOf = async (tenant: Tenant) => {
    const clientId = clientIds[tenant];
    const subjects: Record<string, Row> = {
      clients: { id: clientId },
      users: { id: people[tenant].member },
      memberships: await membershipOf(client, clientId, people[tenant].viewer),
    };
    const spares: Record<string, Row> = {};
    for (const { name } of tables) {
      subjects[name] ??= await generator.insert(name, clientId, people[tenant].member);
      spares[name] = await generator.prepare(name, clientId, stranger);
    }
    return { subjects, spares };
  };
  const [ofA, ofB] = [await worldOf("A"), await worldOf("B")];

  return {
    tables,
    clientIds,
    subjects: { A: ofA.subjects, B: ofB.subjects },
    spares: { A: ofA.spares, B: ofB.spares },
    actors: [
      { name: "anonymous", userId: undefined, roles: {} },
      { name: "signed in as nobody", userId: null, roles: {} },
      { name: "viewer", userId: people.A.viewer, roles: { A: "viewer" } },
      { name: "member", userId: people.A.member, roles: { A: "member" } },
      { name: "admin", userId: people.A.admin, roles: { A: "admin" } },
      { name: "owner", userId: a.userId, roles: { A: "owner" } },
      { name: "owner of the other client", userId: b.userId, roles: { B: "owner" } },
      { name: "removed owner", userId: removed, roles: {} },
      { name: "invited owner who has not accepted", userId: invited, roles: {} },
      { name: "viewer who owns the other client", userId: inBoth, roles: { A: "viewer", B: "owner" } },
      { name: "owner of both clients", userId: ownsBoth, roles: { A: "owner", B: "owner" } },
    ],
  };
}

async function addTeam(world: TestWorld, clientId: string) {
  return {
    viewer: await addMember(world, clientId, "viewer"),
    member: await addMember(world, clientId, "member"),
    admin: await addMember(world, clientId, "admin"),
  };
}

async function join(world: TestWorld, clientId: string, userId: string, role: Role): Promise<void> {
  await world.system.insertInto("memberships").values({ clientId, userId, role, acceptedAt: WEDNESDAY_MORNING }).execute();
}

async function membershipOf(client: ClientBase, clientId: string, userId: string): Promise<Row> {
  const { rows } = await client.query<Row>(
    "select id::text, user_id::text, client_id::text, role::text from memberships where client_id = $1 and user_id = $2",
    [clientId, userId],
  );
  if (!rows[0]) throw new Error("the viewer has no membership");
  return rows[0];
}
