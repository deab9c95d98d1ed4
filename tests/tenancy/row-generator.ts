import { type ClientBase, escapeIdentifier, escapeLiteral } from "pg";
import { type Column, hasTenant, type Table } from "./catalogue";
import { TABLE_RULES } from "./tables";

/** A row as text, by column: every Postgres type reads its own text form. */
export type Row = Record<string, string | null>;

/** Parents every tenant has from the start; all others are made for the row. */
const GIVEN = new Set(["clients", "users", "auth.users"]);

/**
 * Makes rows for any table from the catalogue: required columns by type, enum and checked columns by their first choice, references
 * to fresh parents of the same tenant. What it cannot guess stands in tables.ts.
 */
export class RowGenerator {
  private readonly client: ClientBase;
  private readonly tables: Map<string, Table>;
  private made = 0;

  constructor(client: ClientBase, tables: Table[]) {
    this.client = client;
    this.tables = new Map(tables.map((table) => [table.name, table]));
  }

  /** A row ready to be inserted. Its parents are fresh and already in the database, so no unique key stands in its way. */
  async prepare(name: string, clientId: string, userId: string): Promise<Row> {
    const table = this.table(name);
    const tag = `${name}-${++this.made}`;
    const row: Row = {};
    for (const column of table.columns) if (column.isRequired) row[column.name] = sample(column, tag);
    if (hasTenant(table)) row.client_id = clientId;
    for (const { columns, parent, parentColumns } of table.foreignKeys) {
      const mustRefer = columns.every((column) => column in row);
      if (!mustRefer) continue;
      if (parent === "users" || parent === "auth.users") row[columns[0] ?? ""] = userId;
      if (GIVEN.has(parent)) continue;
      const parentRow = await this.insert(parent, clientId, userId);
      for (const [at, column] of columns.entries()) row[column] = parentRow[parentColumns[at] ?? ""] ?? null;
    }
    return { ...row, ...TABLE_RULES[name]?.row?.(tag) };
  }

  /** Inserts a generated row and returns it whole. */
  async insert(name: string, clientId: string, userId: string): Promise<Row> {
    const row = await this.prepare(name, clientId, userId);
    const columns = this.table(name).columns.map((column) => `${escapeIdentifier(column.name)}::text`);
    try {
      const { rows } = await this.client.query<Row>(`${insertStatement(name, row)} returning ${columns.join(", ")}`);
      if (!rows[0]) throw new Error("nothing was inserted");
      return rows[0];
    } catch (error) {
      throw new Error(
        `No row could be generated for public.${name} (${error instanceof Error ? error.message : error}). ` +
          "Give the columns it needs in TABLE_RULES, tests/tenancy/tables.ts.",
        { cause: error },
      );
    }
  }

  private table(name: string): Table {
    const table = this.tables.get(name);
    if (!table) throw new Error(`public.${name} is not in the catalogue`);
    return table;
  }
}

/** Signed by whoever runs it, where the table keeps an author. */
export function insertStatement(table: string, row: Row): string {
  const values = new Map(Object.entries(row).map(([column, value]) => [column, toLiteral(value)]));
  const author = TABLE_RULES[table]?.author;
  if (author) values.set(author, "auth.uid()");
  const columns = [...values.keys()].map(escapeIdentifier).join(", ");
  return `insert into public.${escapeIdentifier(table)} (${columns}) values (${[...values.values()].join(", ")})`;
}

export function toLiteral(value: string | null | undefined): string {
  return value === null || value === undefined ? "null" : escapeLiteral(value);
}

function sample(column: Column, tag: string): string {
  const [choice] = column.choices;
  if (column.type.endsWith("[]")) return "{}";
  if (choice !== undefined) return choice;
  switch (column.type) {
    case "uuid":
      return crypto.randomUUID();
    case "boolean":
      return "false";
    case "integer":
    case "bigint":
    case "smallint":
    case "numeric":
    case "double precision":
      return "1";
    case "jsonb":
      return "{}";
    case "date":
      return "2026-03-04";
    case "timestamp with time zone":
      return "2026-03-03T23:00:00Z";
    default:
      return tag;
  }
}
