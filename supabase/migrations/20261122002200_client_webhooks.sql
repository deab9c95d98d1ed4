-- What happens in a client's workspace, told to systems of their own (Standard Webhooks).

create table public.webhook_configs (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null references public.clients (id),
  url text not null check (length(url) between 1 and 2000),
  description text not null default '',
  events text[] not null check (cardinality(events) > 0),
  is_active boolean not null default true,
  -- Deliveries given up since the last one that arrived.
  consecutive_failures integer not null default 0,
  last_success_at timestamptz,
  last_failure_at timestamptz,
  disabled_reason text,
  created_by uuid references public.users (id),
  created_at timestamptz not null default private.now(),
  updated_at timestamptz not null default private.now(),
  deleted_at timestamptz,
  unique (client_id, id),
  check (disabled_reason is null or not is_active)
);
-- Asked with every activity: does anybody want to hear of it?
create index webhook_configs_listening_idx on public.webhook_configs (client_id) where is_active and deleted_at is null;

-- Secrets that sign, sealed with AES-256-GCM (additional data: client id and webhook id). While one replaces another there are two.
create table private.webhook_secrets (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null,
  webhook_id uuid not null,
  sealed text not null,
  created_at timestamptz not null default private.now(),
  expires_at timestamptz,
  foreign key (client_id, webhook_id) references public.webhook_configs (client_id, id) on delete cascade
);
create unique index webhook_secrets_current_idx on private.webhook_secrets (webhook_id) where expires_at is null;
create index webhook_secrets_webhook_idx on private.webhook_secrets (webhook_id, expires_at);

create table public.webhook_deliveries (
  id uuid primary key default private.uuid_v7(), -- also `webhook-id`: the same for every attempt and replay
  client_id uuid not null,
  webhook_id uuid not null,
  lead_id uuid, -- whom the payload speaks of, for the day they ask to be forgotten
  event_type text not null,
  event_key text not null, -- what happened, so that it is told once
  payload text not null, -- the body as it is signed
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
  round integer not null default 1, -- replays count up; a run of an earlier round then has nothing to do
  attempts integer not null default 0, -- of this round
  response_status integer,
  response_body text check (length(response_body) <= 10240),
  problem text, -- why the last attempt failed, for a person
  duration_ms integer,
  last_attempt_at timestamptz,
  next_attempt_at timestamptz,
  created_at timestamptz not null default private.now(),
  unique (client_id, id),
  unique (webhook_id, event_key),
  foreign key (client_id, webhook_id) references public.webhook_configs (client_id, id),
  foreign key (client_id, lead_id) references public.leads (client_id, id)
);
create index webhook_deliveries_recent_idx on public.webhook_deliveries (webhook_id, id desc);
create index webhook_deliveries_lead_idx on public.webhook_deliveries (lead_id) where lead_id is not null;

create trigger webhook_configs_updated_at before update on public.webhook_configs for each row execute function private.set_updated_at();
create trigger webhook_configs_audit after insert or update of url, description, events, is_active, deleted_at
  on public.webhook_configs for each row execute function private.audit_row('webhook');

-- Walls --------------------------------------------------------------------------------------------------------------------
do $$
declare
  target record;
begin
  for target in
    select c.oid::regclass as name
    from pg_catalog.pg_class c
    where c.oid in ('public.webhook_configs'::regclass, 'public.webhook_deliveries'::regclass, 'private.webhook_secrets'::regclass)
  loop
    execute format('alter table %s enable row level security', target.name);
    execute format('alter table %s force row level security', target.name);
    execute format('revoke all on %s from anon, authenticated', target.name);
    execute format('grant all on %s to service_role', target.name);
  end loop;
end
$$;

grant select, insert on public.webhook_configs, public.webhook_deliveries to authenticated;
grant update (url, description, events, is_active, disabled_reason, consecutive_failures, deleted_at) on public.webhook_configs to authenticated;
create policy webhook_configs_select on public.webhook_configs for select to authenticated
  using (client_id in (select private.my_client_ids()));
create policy webhook_configs_insert on public.webhook_configs for insert to authenticated
  with check (client_id in (select private.my_client_ids('admin')) and created_by = (select auth.uid()));
create policy webhook_configs_update on public.webhook_configs for update to authenticated
  using (client_id in (select private.my_client_ids('admin'))) with check (client_id in (select private.my_client_ids('admin')));

-- An admin tries a webhook, and sends again what did not arrive.
grant update (status, round, attempts, next_attempt_at) on public.webhook_deliveries to authenticated;
create policy webhook_deliveries_select on public.webhook_deliveries for select to authenticated
  using (client_id in (select private.my_client_ids()));
create policy webhook_deliveries_insert on public.webhook_deliveries for insert to authenticated
  with check (client_id in (select private.my_client_ids('admin')));
create policy webhook_deliveries_update on public.webhook_deliveries for update to authenticated
  using (client_id in (select private.my_client_ids('admin'))) with check (client_id in (select private.my_client_ids('admin')));

-- A secret goes in and never comes out; whoever replaces it must be able to say which.
grant insert on private.webhook_secrets to authenticated;
grant select (client_id, webhook_id, expires_at) on private.webhook_secrets to authenticated;
grant update (expires_at) on private.webhook_secrets to authenticated;
create policy webhook_secrets_select on private.webhook_secrets for select to authenticated
  using (client_id in (select private.my_client_ids('admin')));
create policy webhook_secrets_insert on private.webhook_secrets for insert to authenticated
  with check (client_id in (select private.my_client_ids('admin')));
create policy webhook_secrets_update on private.webhook_secrets for update to authenticated
  using (client_id in (select private.my_client_ids('admin'))) with check (client_id in (select private.my_client_ids('admin')));
