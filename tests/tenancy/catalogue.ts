import type { ClientBase } from "pg";

export type Column = {
  name: string;
  /** As `format_type` writes it: `uuid`, `integer`, `text[]`, `membership_role`… */
  type: string;
  /** Not null and nothing fills it in: an insert must name it. */
  isRequired: boolean;
  isNullable: boolean;
  isUpdatable: boolean;
  /** The values it may take, where an enum or a one-column check lists them. */
  choices: string[];
  /** Neither key, reference nor checked: any row may hold any other row's value. */
  isPlain: boolean;
};
export type ForeignKey = { name: string; columns: string[]; parent: string; parentColumns: string[] };
export type Table = {
  name: string;
  columns: Column[];
  /** The columns of the primary key, or of a unique key where there is none. */
  identity: string[];
  foreignKeys: ForeignKey[];
};

/**
 * The tables of a schema as the database knows them, by name. `isUpdatable` is asked for role `authenticated`; parents in another
 * schema carry its name (`auth.users`).
 */
export async function readTables(client: ClientBase, schema: "public" | "private" = "public"): Promise<Table[]> {
  const { rows } = await client.query<Omit<Table, "columns"> & { columns: (Omit<Column, "choices"> & { choicesText: string | null })[] }>(
    TABLES,
    [schema],
  );
  return rows.map((table) => ({
    ...table,
    columns: table.columns.map(({ choicesText, ...column }) => ({ ...column, choices: readChoices(choicesText) })),
  }));
}

/** Whether rows of this table belong to a tenant. */
export function hasTenant(table: Table): boolean {
  return table.columns.some((column) => column.name === "client_id");
}

/** The labels in `ARRAY['a'::text, 'b'::text]`, or in a plain list of enum labels written the same way. */
function readChoices(text: string | null): string[] {
  return [...(text ?? "").matchAll(/'((?:[^']|'')*)'::/g)].map((match) => (match[1] ?? "").replaceAll("''", "'"));
}

const TABLES = `
  select
    c.relname as name,
    coalesce((
      select (select json_agg(a.attname) from pg_attribute a where a.attrelid = c.oid and a.attnum = any (k.conkey))
      from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u')
      order by k.contype, k.conname limit 1
    ), '[]') as identity,
    coalesce((
      select json_agg(json_build_object(
        'name', k.conname,
        'columns', (select json_agg(a.attname order by o) from unnest(k.conkey) with ordinality u (n, o) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.n),
        'parent', case when pn.nspname = 'public' then p.relname else pn.nspname || '.' || p.relname end,
        'parentColumns', (select json_agg(a.attname order by o) from unnest(k.confkey) with ordinality u (n, o) join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.n)
      ) order by k.conname)
      from pg_constraint k join pg_class p on p.oid = k.confrelid join pg_namespace pn on pn.oid = p.relnamespace
      where k.conrelid = c.oid and k.contype = 'f'
    ), '[]') as "foreignKeys",
    (
      select json_agg(json_build_object(
        'name', a.attname,
        'type', format_type(a.atttypid, null),
        'isRequired', a.attnotnull and not a.atthasdef and a.attidentity = '',
        'isNullable', not a.attnotnull,
        'isUpdatable', has_column_privilege('authenticated', c.oid, a.attnum, 'UPDATE'),
        'isPlain', not exists (select from pg_constraint k where k.conrelid = c.oid and a.attnum = any (k.conkey))
          and not exists (
            select from pg_index i
            where i.indrelid = c.oid and i.indisunique and (a.attnum = any (i.indkey) or exists (
              select from pg_depend d where d.objid = i.indexrelid and d.refobjid = c.oid and d.refobjsubid = a.attnum
            ))
          ),
        'choicesText', coalesce(
          (select string_agg(quote_literal(e.enumlabel) || '::', ',' order by e.enumsortorder) from pg_enum e where e.enumtypid = a.atttypid),
          (select pg_get_constraintdef(k.oid) from pg_constraint k
           where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] and pg_get_constraintdef(k.oid) like '%= ANY (ARRAY[%' limit 1)
        )
      ) order by a.attnum)
      from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    ) as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = $1 and c.relkind in ('r', 'p')
  order by c.relname`;
