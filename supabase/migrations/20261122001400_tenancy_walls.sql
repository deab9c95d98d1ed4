-- Walls that the tenancy tests found open.

-- Everybody may call a new function unless the owner's global default says otherwise; a default for one schema cannot take that away.
alter default privileges revoke execute on functions from public;
revoke execute on all functions in schema public, private from public, anon;

-- Whose a row is never changes, not even for somebody who belongs to both clients. A column added later is granted by its migration.
do $$
declare
  target record;
begin
  for target in
    select c.oid::regclass as name, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
    from pg_catalog.pg_class c
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and has_table_privilege('authenticated', c.oid, 'UPDATE')
      and a.attname not in ('id', 'client_id', 'created_at')
    group by c.oid
  loop
    execute format('revoke update on %s from authenticated', target.name);
    execute format('grant update (%s) on %s to authenticated', target.columns, target.name);
  end loop;
end
$$;

-- A password or an uploaded row belongs to a mailbox or an import of the same client.
alter table private.resource_secrets
  drop constraint resource_secrets_resource_id_fkey,
  add foreign key (client_id, resource_id) references public.resources (client_id, id) on delete cascade;
alter table private.import_chunks
  drop constraint import_chunks_import_job_id_fkey,
  add foreign key (client_id, import_job_id) references public.import_jobs (client_id, id) on delete cascade;
-- To replace a password one must be able to name its mailbox; `sealed` stays unreadable.
grant select (resource_id, client_id) on private.resource_secrets to authenticated;
create policy resource_secrets_select on private.resource_secrets for select to authenticated
  using (client_id in (select private.my_client_ids('admin')));

create trigger suppressions_no_truncate before truncate on public.suppressions
  for each statement execute function private.refuse_change();
create trigger credit_ledger_no_truncate before truncate on public.credit_ledger
  for each statement execute function private.refuse_change();
revoke update, delete, truncate on public.suppressions, public.credit_ledger from service_role;
-- Setting the author to null when a person is deleted would change the row, which nothing may: the id stays, as in the audit log.
alter table public.suppressions drop constraint suppressions_created_by_fkey;

-- The product itself has no role `authenticated`; a signed-in session that names nobody is told nothing.
create or replace function private.suppressed_hashes(client uuid, kind text, hashes text[], wanted public.channel_type)
returns setof text
language sql stable security definer
set search_path = ''
as $$
  select hash
  from unnest(hashes) as hash
  where
    (current_setting('role', true) is distinct from 'authenticated' or client in (select private.my_client_ids()))
    and (
      exists (
        select 1 from private.global_suppressions g where g.kind = suppressed_hashes.kind and g.key_hmac = hash
      )
      or exists (
        select 1
        from public.suppressions s
        where s.client_id = client
          and s.kind = suppressed_hashes.kind
          and s.key_hmac = hash
          and s.reason <> 'released'
          and (wanted is null or wanted = any (s.channels))
          and not exists (
            select 1 from public.suppressions r
            where r.client_id = client and r.kind = s.kind and r.key_hmac = s.key_hmac and r.reason = 'released'
              and r.created_at > s.created_at
          )
      )
    );
$$;

-- An event speaks of the client it is announced for: the functions that hear it trust `data`.
alter policy outbox_insert on private.outbox
  with check (client_id in (select private.my_client_ids('member')) and data ->> 'clientId' = client_id::text);
