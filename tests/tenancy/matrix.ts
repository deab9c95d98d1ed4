import { type ClientBase, DatabaseError, escapeIdentifier, escapeLiteral } from "pg";
import { roleAtLeast } from "@/lib/domain/roles";
import { type Column, hasTenant, type Table } from "./catalogue";
import { insertStatement, type Row, toLiteral } from "./row-generator";
import { EXTRA_UPDATES, TABLE_RULES, type Who } from "./tables";
import { type Actor, TENANTS, type Tenant, type TenantWorld } from "./tenants";

/** done: it had an effect on the row; nothing: no error, no effect; refused: no permission; otherwise the code of another failure. */
export type Outcome = "done" | "nothing" | "refused" | `failed ${string}`;
export type Observation = { table: string; actor: string; operation: string; target: Tenant; outcome: Outcome };

type Probe = { operation: string; statement: string; change: "reads" | "adds" | "changes" };

/**
 * What each actor can do with each tenant's row of each table. Every attempt runs as the app runs it (the member login, role
 * `authenticated`, claims) and is undone. Must be called inside a transaction of the superuser, so that it sees uncommitted policies.
 */
export async function observe(client: ClientBase, world: TenantWorld, tables: Table[] = world.tables): Promise<Observation[]> {
  const observations: Observation[] = [];
  for (const table of tables) {
    for (const target of hasTenant(table) || table.name === "clients" || table.name === "users" ? TENANTS : (["A"] as const)) {
      const where = `where ${whereSubject(world, table, target)}`;
      const locate = `select ctid from ${nameOf(table)} ${where}`;
      const place = (await client.query<Row>(locate)).rows[0]?.ctid;
      for (const probe of probesOf(world, table, target, where)) {
        for (const actor of world.actors) {
          const outcome = await attempt(client, actor, probe, { locate, place });
          observations.push({ table: table.name, actor: actor.name, operation: probe.operation, target, outcome });
        }
      }
    }
  }
  return observations;
}

/** The observations that are not what TABLE_RULES says, as lines for a person. Empty means the walls stand. */
export function differences(world: TenantWorld, observations: Observation[]): string[] {
  return observations.flatMap((observation) => {
    const wanted = expected(world, observation);
    const agrees = wanted === "not done" ? observation.outcome !== "done" : observation.outcome === wanted;
    const { actor, operation, table, target, outcome } = observation;
    return agrees ? [] : [`${actor}: ${operation} ${table} of ${target}: ${outcome}, expected ${wanted}`];
  });
}

/**
 * Runs one statement as the member login (or, for somebody not signed in, the Data API's) would, and undoes it. Must be called inside
 * a transaction of the superuser.
 * @param inspect a query that the superuser runs after it, before it is undone
 * @returns what both returned, or the database's error
 */
export async function tryAs(
  client: ClientBase,
  userId: Actor["userId"],
  statement: string,
  inspect = "select",
): Promise<{ rows: Row[]; rowCount: number; inspected: Row[] } | DatabaseError> {
  const login = userId === undefined ? "authenticator" : "app_member";
  const role = userId === undefined ? "anon" : "authenticated";
  const claims = JSON.stringify({ role, ...(userId ? { sub: userId } : {}) });
  const undo = "rollback to savepoint attempt; release savepoint attempt";
  try {
    const results = (await client.query(
      `savepoint attempt; set local session authorization ${login};
       select set_config('role', '${role}', true), set_config('request.jwt.claims', ${escapeLiteral(claims)}, true);
       ${statement};
       set local role none; set local session authorization default; ${inspect}; ${undo}`,
    )) as unknown as { rows: Row[]; rowCount: number | null }[];
    return { rows: results[3]?.rows ?? [], rowCount: results[3]?.rowCount ?? 0, inspected: results[6]?.rows ?? [] };
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    await client.query(undo);
    return error;
  }
}

/** A condition that finds the subject row of a tenant in this table, and no other. */
export function whereSubject(world: TenantWorld, table: Table, target: Tenant): string {
  const subject = world.subjects[target][table.name] ?? {};
  if (table.identity.length === 0) throw new Error(`public.${table.name} has neither a primary nor a unique key to find a row by`);
  return table.identity.map((column) => `${escapeIdentifier(column)} is not distinct from ${toLiteral(subject[column])}`).join(" and ");
}

export function nameOf(table: Table): string {
  return `public.${escapeIdentifier(table.name)}`;
}

const INSUFFICIENT_PRIVILEGE = "42501";

/** A row that was changed lies in another place; one that was deleted lies nowhere. */
async function attempt(
  client: ClientBase,
  actor: Actor,
  probe: Probe,
  { locate, place }: { locate: string; place: string | null | undefined },
): Promise<Outcome> {
  const result = await tryAs(client, actor.userId, probe.statement, locate);
  if (result instanceof DatabaseError) return result.code === INSUFFICIENT_PRIVILEGE ? "refused" : `failed ${result.code}`;
  const hadEffect = probe.change === "changes" ? result.inspected[0]?.ctid !== place : result.rowCount > 0;
  return hadEffect ? "done" : "nothing";
}

/** `update in bulk` names no row and reads no column, so only the update policy stands between it and everybody's rows. */
function probesOf(world: TenantWorld, table: Table, target: Tenant, where: string): Probe[] {
  const name = nameOf(table);
  const subject = world.subjects[target][table.name] ?? {};
  const column = escapeIdentifier(columnToUpdate(table).name);
  const probes: Probe[] = [
    { operation: "select", change: "reads", statement: `select 1 from ${name} ${where}` },
    { operation: "insert", change: "adds", statement: insertStatement(table.name, world.spares[target][table.name] ?? {}) },
    { operation: "update", change: "changes", statement: `update ${name} set ${column} = ${column} ${where}` },
    {
      operation: "update in bulk",
      change: "changes",
      statement: `update ${name} set ${column} = ${toLiteral(subject[columnToUpdate(table).name])}`,
    },
    { operation: "delete", change: "changes", statement: `delete from ${name} ${where}` },
  ];
  if (hasTenant(table)) {
    const other = world.clientIds[target === "A" ? "B" : "A"];
    probes.push({ operation: "move", change: "changes", statement: `update ${name} set client_id = ${toLiteral(other)} ${where}` });
  }
  for (const extra of EXTRA_UPDATES.filter((update) => update.table === table.name)) {
    probes.push({ operation: extra.name, change: "changes", statement: `update ${name} set ${extra.set} ${where}` });
  }
  return probes;
}

/** One that authenticated people may update where there is one, and that takes any row's value. */
function columnToUpdate(table: Table): Column {
  const candidates = [...table.columns].sort((left, right) => rank(right) - rank(left));
  const [best] = candidates;
  if (!best) throw new Error(`${table.name} has no column`);
  return best;
}

function rank(column: Column): number {
  return (column.isUpdatable ? 8 : 0) + (column.isPlain ? 4 : 0) + (column.isNullable ? 2 : 0) + (column.name === "client_id" ? 0 : 1);
}

function expected(world: TenantWorld, { table, actor: actorName, operation, target }: Observation): Outcome | "not done" {
  const rule = TABLE_RULES[table];
  const actor = world.actors.find((candidate) => candidate.name === actorName);
  if (!rule || !actor) throw new Error(`no rule for ${table}, or no actor ${actorName}`);
  if (operation === "move") return "not done";
  if (actor.userId === undefined) return "refused";
  switch (operation) {
    case "select":
      return ifAllowed(rule.reads, actor, target, "nothing");
    case "insert":
      return ifAllowed(rule.inserts, actor, target, "refused");
    case "update":
    case "update in bulk":
      return ifAllowed(rule.updates, actor, target, "nothing");
    case "delete":
      return "refused";
    default: {
      const extra = EXTRA_UPDATES.find((update) => update.table === table && update.name === operation);
      return extra && isAllowed(extra.who, actor, target) ? "done" : "not done";
    }
  }
}

function ifAllowed(who: Who, actor: Actor, target: Tenant, otherwise: Outcome): Outcome {
  if (who === "nobody") return "refused";
  return isAllowed(who, actor, target) ? "done" : otherwise;
}

function isAllowed(who: Who, actor: Actor, target: Tenant): boolean {
  if (who === "nobody") return false;
  const role = actor.roles[target];
  if (role === undefined) return false;
  return typeof who === "string" ? roleAtLeast(role, who) : who.includes(actor.name);
}
