-- Where mail of a sending domain landed when it was sent to seed mailboxes at the big hosts.
create table public.placement_tests (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null,
  resource_id uuid not null, -- the domain
  taken_at timestamptz not null,
  seeds integer not null check (seeds > 0),
  in_inbox integer not null check (in_inbox between 0 and seeds),
  created_at timestamptz not null default private.now(),
  unique (resource_id, taken_at),
  foreign key (client_id, resource_id) references public.resources (client_id, id)
);
create index placement_tests_client_idx on public.placement_tests (client_id, resource_id);

alter table public.placement_tests enable row level security;
alter table public.placement_tests force row level security;
revoke all on public.placement_tests from anon, authenticated;
grant all on public.placement_tests to service_role;
grant select on public.placement_tests to authenticated;
create policy placement_tests_select on public.placement_tests for select to authenticated
  using (client_id in (select private.my_client_ids()));
