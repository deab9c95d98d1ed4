import type { ClientBase } from "pg";
import { hasTenant, readTables } from "./catalogue";
import { LOCKED_COLUMNS, MEMBER_FUNCTIONS, PRIVATE_GRANTS, SHARED_KEYS } from "./tables";

export type Law = {
  name: string;
  /** What breaks the law, a line each; empty when it holds. */
  faults(client: ClientBase): Promise<string[]>;
  /** A change, undone afterwards, that breaks the law: proves that the law can see. */
  breach: string;
};

/** What must hold for every table, policy and function, read from the catalogue. */
export const CATALOGUE_LAWS: Law[] = [
  {
    name: "row level security is on and forced for every table",
    faults: lines(`select c.oid::regclass::text from pg_class c
      where ${inOurSchemas("c.relnamespace")} and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)`),
    breach: "alter table public.leads no force row level security",
  },
  {
    name: "every table of a tenant has a policy",
    async faults(client) {
      const tables = (await readTables(client)).filter(hasTenant).map((table) => table.name);
      const { rows } = await client.query<{ name: string }>(
        "select distinct tablename as name from pg_policies where schemaname = 'public'",
      );
      const covered = new Set(rows.map((row) => row.name));
      return tables.filter((name) => !covered.has(name));
    },
    breach: "create table public.gadgets (id uuid primary key, client_id uuid not null)",
  },
  {
    name: "every policy that adds or changes rows checks the new row",
    faults: lines(`select polrelid::regclass || ': ' || polname from pg_policy p join pg_class c on c.oid = p.polrelid
      where ${inOurSchemas("c.relnamespace")} and polcmd in ('a', 'w', '*') and polwithcheck is null`),
    breach: "create policy careless on public.leads for update to authenticated using (client_id in (select private.my_client_ids()))",
  },
  {
    name: "every policy is for signed-in people and nobody else",
    faults: lines(`select polrelid::regclass || ': ' || polname from pg_policy p join pg_class c on c.oid = p.polrelid
      where ${inOurSchemas("c.relnamespace")} and polroles <> array['authenticated'::regrole::oid]`),
    breach: "create policy careless on public.leads for select using (client_id in (select private.my_client_ids()))",
  },
  {
    name: "every function fixes an empty search path",
    faults: lines(`select p.oid::regprocedure::text from pg_proc p
      where ${inOurSchemas("p.pronamespace")} and not coalesce(p.proconfig, '{}') @> array['search_path=""']`),
    breach: "create function private.careless() returns int language sql security definer as 'select 1'",
  },
  {
    name: "no function with its owner's rights lives where the Data API can call it",
    faults: lines("select p.oid::regprocedure::text from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef"),
    breach: "create function public.careless() returns int language sql security definer set search_path = '' as 'select 1'",
  },
  {
    name: "a visitor may call no function of ours",
    faults: lines(`select p.oid::regprocedure::text from pg_proc p
      where ${inOurSchemas("p.pronamespace")} and has_function_privilege('anon', p.oid, 'EXECUTE')`),
    breach: "grant execute on function private.my_client_ids() to public",
  },
  {
    name: "a signed-in person may call only the functions written down for them",
    async faults(client) {
      const { rows } = await client.query<{ name: string }>(
        `select p.oid::regprocedure::text as name from pg_proc p
         where ${inOurSchemas("p.pronamespace")} and has_function_privilege('authenticated', p.oid, 'EXECUTE')`,
      );
      return differenceOf(
        rows.map((row) => row.name),
        MEMBER_FUNCTIONS,
      );
    },
    breach:
      "create function private.careless() returns int language sql set search_path = '' as 'select 1'; grant execute on function private.careless() to authenticated",
  },
  {
    name: "a visitor has no right on any table",
    faults: lines(`select c.oid::regclass::text from pg_class c
      where ${inOurSchemas("c.relnamespace")} and c.relkind in ('r', 'p', 'v', 'm')
        and (has_table_privilege('anon', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
          or has_any_column_privilege('anon', c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))`),
    breach: "grant select (name) on public.clients to anon",
  },
  {
    name: "a signed-in person never deletes, truncates or alters",
    faults: lines(`select c.oid::regclass::text from pg_class c
      where ${inOurSchemas("c.relnamespace")} and c.relkind in ('r', 'p', 'v', 'm')
        and has_table_privilege('authenticated', c.oid, 'DELETE, TRUNCATE, REFERENCES, TRIGGER')`),
    breach: "grant delete on public.leads to authenticated",
  },
  {
    name: "a signed-in person may do in `private` only what is written down",
    async faults(client) {
      const { rows } = await client.query<{ name: string }>(
        `select c.relname || ' ' || privilege || case when has_table_privilege('authenticated', c.oid, privilege) then '' else (
             select ' (' || string_agg(a.attname, ', ' order by a.attname) || ')' from pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and has_column_privilege('authenticated', c.oid, a.attnum, privilege)
           ) end as name
         from pg_class c cross join unnest(array['SELECT', 'INSERT', 'UPDATE']) privilege
         where c.relnamespace = 'private'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and has_any_column_privilege('authenticated', c.oid, privilege)`,
      );
      return differenceOf(
        rows.map((row) => row.name),
        PRIVATE_GRANTS,
      );
    },
    breach: "grant select on private.platform_admins to authenticated",
  },
  {
    name: "no member may update whose a row is, or what only the product decides",
    async faults(client) {
      const tables = await readTables(client);
      return tables.flatMap((table) => {
        const locked = new Set(["id", "client_id", "created_at", ...(LOCKED_COLUMNS[table.name] ?? [])]);
        return table.columns
          .filter((column) => column.isUpdatable && locked.has(column.name))
          .map((column) => `${table.name}.${column.name}`);
      });
    },
    breach: "grant update (credits_remaining) on public.clients to authenticated",
  },
  {
    name: "a reference from one tenant's row to another tenant's row cannot exist",
    async faults(client) {
      const [ours, hidden] = [await readTables(client, "public"), await readTables(client, "private")];
      const tenantTables = new Set([
        ...ours.filter(hasTenant).map(({ name }) => name),
        ...hidden.filter(hasTenant).map(({ name }) => `private.${name}`),
      ]);
      return [...ours, ...hidden].flatMap((table) =>
        table.foreignKeys
          .filter(({ parent, columns, parentColumns }) => {
            const at = parentColumns.indexOf("client_id");
            return hasTenant(table) && tenantTables.has(parent) && (at === -1 || columns[at] !== "client_id");
          })
          .map(({ name }) => `${table.name}: ${name}`),
      );
    },
    breach: "alter table public.notifications add column lead_id uuid references public.leads (id)",
  },
  {
    name: "every view asks with the rights of whoever reads it",
    faults: lines(`select c.oid::regclass::text from pg_class c
      where c.relnamespace = 'public'::regnamespace
        and (c.relkind = 'm' or (c.relkind = 'v' and not coalesce(c.reloptions, '{}') @> array['security_invoker=true']))`),
    breach: "create view public.everybody as select name from public.clients",
  },
  {
    name: "a unique key that members write and that reaches across tenants holds an id nobody can guess, or is written down",
    async faults(client) {
      const { rows } = await client.query<{ name: string }>(
        `select i.indexrelid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indrelid
         where c.relnamespace = 'public'::regnamespace and i.indisunique
           and has_any_column_privilege('authenticated', c.oid, 'INSERT, UPDATE')
           and not exists (
             select from pg_attribute a
             where a.attrelid = c.oid and a.attnum = any (i.indkey) and (a.attname = 'client_id' or a.atttypid = 'uuid'::regtype)
           )`,
      );
      return differenceOf(
        rows.map((row) => row.name.replace(/^public\./, "")),
        Object.keys(SHARED_KEYS),
      );
    },
    breach: "create unique index careless on public.leads (linkedin_url)",
  },
  {
    name: "the logins of the app have no power of their own",
    faults: lines(`select rolname || ' has more than it needs' from pg_roles
        where rolname in ('app_member', 'authenticated', 'anon')
          and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or rolinherit)
      union all
      select 'app_member may become ' || rolname from pg_roles
        where rolname not in ('app_member', 'authenticated') and pg_has_role('app_member', oid, 'MEMBER')
      union all
      select 'app_member owns ' || oid::regclass from pg_class where relowner = 'app_member'::regrole
      union all
      select 'app_member has its own right on ' || c.oid::regclass from pg_class c
        where ${inOurSchemas("c.relnamespace")} and c.relkind in ('r', 'p') and has_any_column_privilege('app_member', c.oid, 'SELECT, INSERT, UPDATE')`),
    breach: "alter role app_member bypassrls",
  },
];

function inOurSchemas(column: string): string {
  return `${column} in ('public'::regnamespace, 'private'::regnamespace)`;
}

function lines(query: string): Law["faults"] {
  return async (client) => {
    const { rows } = await client.query<string[]>({ text: query, rowMode: "array" });
    return rows.map(([line]) => line ?? "");
  };
}

/** What is there and not written down, and what is written down and not there. */
function differenceOf(found: readonly string[], written: readonly string[]): string[] {
  return [
    ...found.filter((name) => !written.includes(name)).map((name) => `not written down: ${name}`),
    ...written.filter((name) => !found.includes(name)).map((name) => `written down, but not there: ${name}`),
  ];
}
