-- What an agency says of itself when somebody asks, and what it never says.

alter table public.clients
  add column never_say text[] not null default '{}'
    check (cardinality(never_say) <= 100 and array_position(never_say, null) is null and length(array_to_string(never_say, '')) <= 8000);
grant update (never_say) on public.clients to authenticated;

create or replace trigger clients_audit after insert or update of name, tier, subscription_status, default_permission_mode, timezone, legal_name,
  abn, postal_address, contact_email, booking_url, website_url, icp_confirmed_at, als_weights, data_sharing_consent, paused_at, deleted_at,
  tone_sample, never_say
  on public.clients for each row execute function private.audit_row('client');

-- A phrase taken off the list lets go out what was held for it.
create or replace trigger look_again
  after update of default_permission_mode, timezone, legal_name, abn, postal_address, contact_email, subscription_status, tier, paused_at,
  never_say
  on public.clients for each row execute function private.look_again();

-- Answers in the agency's own words; drafts quote them to prospects word for word.
create table public.knowledge_entries (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null references public.clients (id),
  title text not null check (length(title) between 3 and 200), -- the question it answers, or what it is about
  body text not null check (length(body) between 10 and 2000),
  source_url text check (length(source_url) <= 500 and source_url ~ '^https?://'), -- where it can be read up
  created_by uuid references public.users (id) on delete set null,
  updated_by uuid references public.users (id) on delete set null,
  created_at timestamptz not null default private.now(),
  updated_at timestamptz not null default private.now(),
  deleted_at timestamptz,
  unique (client_id, id)
);
create index knowledge_entries_client_idx on public.knowledge_entries (client_id) where deleted_at is null;
create trigger knowledge_entries_updated_at before update on public.knowledge_entries
  for each row execute function private.set_updated_at();
create trigger knowledge_entries_audit after insert or update of title, body, source_url, deleted_at
  on public.knowledge_entries for each row execute function private.audit_row('knowledge_entry');

alter table public.knowledge_entries enable row level security;
alter table public.knowledge_entries force row level security;
revoke all on public.knowledge_entries from anon, authenticated;
grant all on public.knowledge_entries to service_role;

grant select, insert on public.knowledge_entries to authenticated;
grant update (title, body, source_url, updated_by, deleted_at) on public.knowledge_entries to authenticated;
create policy knowledge_entries_select on public.knowledge_entries for select to authenticated
  using (client_id in (select private.my_client_ids()));
create policy knowledge_entries_insert on public.knowledge_entries for insert to authenticated
  with check (client_id in (select private.my_client_ids('admin')) and created_by = (select auth.uid()));
create policy knowledge_entries_update on public.knowledge_entries for update to authenticated
  using (client_id in (select private.my_client_ids('admin'))) with check (client_id in (select private.my_client_ids('admin')));
