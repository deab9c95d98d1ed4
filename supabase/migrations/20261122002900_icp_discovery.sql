-- From a website to whom the agency sells to: discoveries, the clients they found, and every version of the profile.

alter table public.clients
  add column icp_technologies text[] not null default '{}',
  add column icp_signals text[] not null default '{}';
grant update (icp_technologies, icp_signals) on public.clients to authenticated;

create table public.icp_discoveries (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null references public.clients (id),
  source text not null check (source in ('website', 'by_hand')),
  website_url text check (length(website_url) between 1 and 2000),
  by_hand jsonb, -- what a person typed instead
  status text not null default 'queued'
    check (status in ('queued', 'running', 'ready', 'confirmed', 'failed', 'cancelled', 'superseded')),
  steps jsonb not null default '[]', -- one a skill: how it stands, what came of it
  results jsonb not null default '{}', -- what each skill found, by its name
  warnings jsonb not null default '[]',
  failure jsonb, -- why it could not go on, and the next best step
  proposal jsonb, -- the profile as found
  draft jsonb, -- the same under a person's hands: their earlier edits stand in it from the start
  draft_version integer not null default 0,
  cost_micros bigint not null default 0 check (cost_micros >= 0),
  requested_by uuid references public.users (id) on delete set null,
  created_at timestamptz not null default private.now(),
  updated_at timestamptz not null default private.now(),
  finished_at timestamptz,
  confirmed_at timestamptz,
  unique (client_id, id),
  check ((source = 'website') = (website_url is not null)),
  check (status not in ('ready', 'confirmed') or (proposal is not null and draft is not null)),
  check ((status = 'failed') = (failure is not null))
);
-- One at a time.
create unique index icp_discoveries_open_idx on public.icp_discoveries (client_id) where status in ('queued', 'running');
create index icp_discoveries_recent_idx on public.icp_discoveries (client_id, created_at desc);

-- What was fetched, from one step to the next; gone when the discovery ends.
create table private.icp_discovery_sources (
  discovery_id uuid not null,
  client_id uuid not null,
  kind text not null check (kind in ('fetched', 'parsed')),
  content jsonb not null,
  primary key (discovery_id, kind),
  foreign key (client_id, discovery_id) references public.icp_discoveries (client_id, id) on delete cascade
);
create index icp_discovery_sources_client_idx on private.icp_discovery_sources (client_id, discovery_id);

create table public.client_portfolio (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null references public.clients (id),
  discovery_id uuid, -- which discovery saw it last
  name_key text not null, -- the name as it is compared
  company_name text not null check (length(company_name) between 1 and 200),
  company_domain text,
  company_industry text, -- one of our slugs
  company_size text,
  company_location text,
  source text not null,
  source_url text,
  quote text not null default '',
  confidence double precision not null check (confidence between 0 and 1),
  enriched_data jsonb,
  looked_up_at timestamptz, -- by a data provider, whatever came of it
  created_at timestamptz not null default private.now(),
  unique (client_id, id),
  unique (client_id, name_key),
  foreign key (client_id, discovery_id) references public.icp_discoveries (client_id, id)
);
create index client_portfolio_discovery_idx on public.client_portfolio (client_id, discovery_id);

create table public.icp_versions (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null references public.clients (id),
  version integer not null check (version > 0),
  kind text not null check (kind in ('proposed', 'confirmed')),
  source text not null check (source in ('website', 'by_hand', 'settings', 'api')),
  discovery_id uuid,
  profile jsonb not null,
  changed_cards text[] not null default '{}', -- against the version in force before it
  created_by uuid references public.users (id),
  created_at timestamptz not null default private.now(),
  unique (client_id, version),
  foreign key (client_id, discovery_id) references public.icp_discoveries (client_id, id)
);
create index icp_versions_discovery_idx on public.icp_versions (client_id, discovery_id);
create index icp_versions_in_force_idx on public.icp_versions (client_id, version desc) where kind = 'confirmed';
create trigger icp_versions_append_only before update or delete on public.icp_versions
  for each row execute function private.refuse_change();
create trigger icp_versions_no_truncate before truncate on public.icp_versions
  for each statement execute function private.refuse_change();

create trigger icp_discoveries_updated_at before update on public.icp_discoveries for each row execute function private.set_updated_at();

/* Progress is told to the tenant's private channel; who listens fetches it under their own rights. */
create function private.announce_discovery() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform realtime.send(
    jsonb_build_object('discoveryId', new.id, 'status', new.status), 'discovery', 'client:' || new.client_id, true
  );
  return null;
end;
$$;
create trigger icp_discoveries_announce after insert or update of status, steps, draft_version on public.icp_discoveries
  for each row execute function private.announce_discovery();

-- Walls --------------------------------------------------------------------------------------------------------------------
do $$
declare
  target record;
begin
  for target in
    select c.oid::regclass as name
    from pg_catalog.pg_class c
    where c.oid in (
      'public.icp_discoveries'::regclass, 'public.client_portfolio'::regclass, 'public.icp_versions'::regclass,
      'private.icp_discovery_sources'::regclass
    )
  loop
    execute format('alter table %s enable row level security', target.name);
    execute format('alter table %s force row level security', target.name);
    execute format('revoke all on %s from anon, authenticated', target.name);
    execute format('grant all on %s to service_role', target.name);
  end loop;
end
$$;
revoke update, delete, truncate on public.icp_versions from service_role;

-- An admin asks for one, edits its draft, confirms it or calls it off; what it found is the product's to write.
grant select, insert on public.icp_discoveries to authenticated;
grant update (status, draft, draft_version, finished_at, confirmed_at) on public.icp_discoveries to authenticated;
create policy icp_discoveries_select on public.icp_discoveries for select to authenticated
  using (client_id in (select private.my_client_ids()));
create policy icp_discoveries_insert on public.icp_discoveries for insert to authenticated
  with check (client_id in (select private.my_client_ids('admin')) and requested_by = (select auth.uid()));
create policy icp_discoveries_update on public.icp_discoveries for update to authenticated
  using (client_id in (select private.my_client_ids('admin'))) with check (client_id in (select private.my_client_ids('admin')));

grant select on public.client_portfolio to authenticated;
create policy client_portfolio_select on public.client_portfolio for select to authenticated
  using (client_id in (select private.my_client_ids()));

grant select, insert on public.icp_versions to authenticated;
create policy icp_versions_select on public.icp_versions for select to authenticated
  using (client_id in (select private.my_client_ids()));
create policy icp_versions_insert on public.icp_versions for insert to authenticated
  with check (client_id in (select private.my_client_ids('admin')) and created_by = (select auth.uid()));
