-- Campaigns that write themselves, and steps that keep their identity from one version of a sequence to the next.

-- A changed or moved step keeps its key; a new one gets its own. A lead meets each key once (touches.idempotency_key: lead × key).
alter table public.sequence_steps
  add column step_key uuid not null default private.uuid_v7(),
  add column channel_reason text check (length(channel_reason) <= 300), -- why this channel, for a person
  add column gap_reason text check (length(gap_reason) <= 300), -- why then
  -- Who wrote the text: our ready sequence, the rules, a model, or a person (whose words no machine writes over).
  add column written_by text not null default 'template' check (written_by in ('template', 'baseline', 'model', 'person')),
  add constraint sequence_steps_key_unique unique (sequence_version_id, step_key);

-- What those in the middle of the sequence do when a version comes: go over to it, or finish the one they are in.
alter table public.sequence_versions
  add column moves text not null default 'new_only' check (moves in ('new_only', 'in_flight'));

create table public.campaign_writings (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null,
  campaign_id uuid not null,
  status text not null default 'queued' check (status in ('queued', 'running', 'done', 'failed')),
  -- Each stage with its state, a line for a person, and which skill and which of its two ways made it.
  stages jsonb not null default '[]',
  based_on_version_id uuid, -- the version in force when it was asked for
  -- What came out, and whether it went into force at once. It does not where a person wrote or leads are on their way: they take it over.
  version_id uuid,
  is_in_force boolean not null default false,
  dismissed_at timestamptz,
  error text,
  requested_by uuid references public.users (id) on delete set null,
  created_at timestamptz not null default private.now(),
  finished_at timestamptz,
  unique (client_id, id),
  foreign key (client_id, campaign_id) references public.campaigns (client_id, id),
  foreign key (client_id, based_on_version_id) references public.sequence_versions (client_id, id),
  foreign key (client_id, version_id) references public.sequence_versions (client_id, id),
  check ((status in ('done', 'failed')) = (finished_at is not null)),
  check (status <> 'failed' or error is not null)
);
-- One at a time.
create unique index campaign_writings_open_idx on public.campaign_writings (campaign_id) where status in ('queued', 'running');
create index campaign_writings_campaign_idx on public.campaign_writings (campaign_id, created_at desc);

alter table public.campaign_writings enable row level security;
alter table public.campaign_writings force row level security;
revoke all on public.campaign_writings from anon, authenticated;
grant all on public.campaign_writings to service_role;
grant select, insert on public.campaign_writings to authenticated;
grant update (dismissed_at) on public.campaign_writings to authenticated;
create policy campaign_writings_select on public.campaign_writings for select to authenticated
  using (client_id in (select private.my_client_ids()));
create policy campaign_writings_insert on public.campaign_writings for insert to authenticated
  with check (client_id in (select private.my_client_ids('member')) and requested_by = (select auth.uid()));
create policy campaign_writings_update on public.campaign_writings for update to authenticated
  using (client_id in (select private.my_client_ids('member'))) with check (client_id in (select private.my_client_ids('member')));

-- Those in the middle of a version, for moving them to the next.
create index enrolments_version_idx on public.enrolments (sequence_version_id, id) where state in ('active', 'paused');
