-- How an agency writes, and what it agreed to when it started: who, when, and to which wording.

alter table public.clients add column tone_sample text check (length(tone_sample) <= 4000);
grant update (tone_sample) on public.clients to authenticated;

create table public.agreements (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null references public.clients (id),
  kind text not null check (kind in ('outreach_rules', 'automated_calls', 'linkedin_risk')),
  text_version text not null check (length(text_version) between 1 and 50),
  given_by uuid references public.users (id),
  created_at timestamptz not null default private.now(),
  unique (client_id, kind, text_version)
);
create trigger agreements_append_only before update or delete on public.agreements
  for each row execute function private.refuse_change();
create trigger agreements_no_truncate before truncate on public.agreements
  for each statement execute function private.refuse_change();

alter table public.agreements enable row level security;
alter table public.agreements force row level security;
revoke all on public.agreements from anon, authenticated;
grant all on public.agreements to service_role;
revoke update, delete, truncate on public.agreements from service_role;

grant select, insert on public.agreements to authenticated;
create policy agreements_select on public.agreements for select to authenticated
  using (client_id in (select private.my_client_ids()));
create policy agreements_insert on public.agreements for insert to authenticated
  with check (client_id in (select private.my_client_ids('owner')) and given_by = (select auth.uid()));
