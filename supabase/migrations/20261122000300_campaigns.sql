-- Campaigns, their versioned sequences, and the resources (mailboxes, domains) that carry them.

create table public.campaigns (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null references public.clients (id),
  name text not null check (length(btrim(name)) between 1 and 200),
  description text,
  status public.campaign_status not null default 'draft',
  permission_mode public.permission_mode, -- null inherits the client's
  offer text,
  target_industries text[] not null default '{}',
  target_titles text[] not null default '{}',
  target_company_sizes text[] not null default '{}',
  target_locations text[] not null default '{}',
  allocation_email integer not null default 100 check (allocation_email between 0 and 100),
  allocation_sms integer not null default 0 check (allocation_sms between 0 and 100),
  allocation_linkedin integer not null default 0 check (allocation_linkedin between 0 and 100),
  allocation_voice integer not null default 0 check (allocation_voice between 0 and 100),
  allocation_mail integer not null default 0 check (allocation_mail between 0 and 100),
  lead_allocation_pct integer not null default 100 check (lead_allocation_pct between 0 and 100),
  start_date date,
  end_date date,
  daily_limit integer not null default 50 check (daily_limit between 1 and 500),
  timezone text not null default 'Australia/Sydney',
  -- Sending window on the recipient's clock, half open [start, end).
  window_start time not null default '08:30',
  window_end time not null default '16:30',
  work_days integer[] not null default '{1,2,3,4,5}', -- ISO weekday, Monday = 1
  sends_over_shutdown boolean not null default false, -- 20 December to 10 January
  patterns_used jsonb,
  generated_by text,
  active_version_id uuid,
  activated_at timestamptz,
  paused_at timestamptz,
  pause_reason text,
  completed_at timestamptz,
  created_by uuid references public.users (id) on delete set null,
  created_at timestamptz not null default private.now(),
  updated_at timestamptz not null default private.now(),
  deleted_at timestamptz,
  unique (client_id, id),
  check (allocation_email + allocation_sms + allocation_linkedin + allocation_voice + allocation_mail = 100),
  check (window_start < window_end),
  check (work_days <@ '{1,2,3,4,5,6,7}' and cardinality(work_days) > 0),
  check (end_date is null or start_date is null or end_date >= start_date)
);
create unique index campaigns_name_idx on public.campaigns (client_id, lower(name)) where deleted_at is null;
create index campaigns_status_idx on public.campaigns (client_id, status) where deleted_at is null;

create table public.sequence_versions (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null,
  campaign_id uuid not null,
  version integer not null check (version > 0),
  created_by uuid references public.users (id) on delete set null,
  created_at timestamptz not null default private.now(),
  unique (client_id, id),
  unique (campaign_id, version),
  foreign key (client_id, campaign_id) references public.campaigns (client_id, id)
);
alter table public.campaigns
  add constraint campaigns_active_version_fkey foreign key (client_id, active_version_id)
  references public.sequence_versions (client_id, id);

create table public.sequence_steps (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null,
  sequence_version_id uuid not null,
  step_number integer not null check (step_number between 1 and 20),
  channel public.channel_type not null,
  delay_days integer not null check (delay_days between 0 and 60), -- after the step before it
  purpose text not null check (purpose in (
    'intro', 'connect', 'value_add', 'pattern_interrupt', 'follow_up', 'breakup', 'discovery'
  )),
  subject_template text,
  body_template text not null,
  created_at timestamptz not null default private.now(),
  unique (client_id, id),
  unique (sequence_version_id, step_number),
  foreign key (client_id, sequence_version_id) references public.sequence_versions (client_id, id),
  check (channel <> 'email' or step_number > 1 or subject_template is not null)
);

-- What has a daily capacity. A mailbox belongs to a domain; both caps hold.
create table public.resources (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null references public.clients (id),
  channel public.channel_type not null,
  kind text not null check (kind in ('mailbox', 'domain', 'seat', 'number')),
  parent_id uuid, -- a mailbox's domain
  provider text not null default 'smtp',
  external_id text,
  label text not null, -- mailbox: its address; domain: its name
  sender_name text,
  sender_role text,
  signature text,
  timezone text not null default 'Australia/Sydney',
  daily_limit integer not null check (daily_limit between 0 and 1000),
  ramp_started_at timestamptz, -- first day of warm-up (OP-01); null = not started
  is_prewarmed boolean not null default false,
  last_used_at timestamptz,
  next_free_at timestamptz, -- spacing (OP-11): no hand-off before this instant
  paused_at timestamptz,
  paused_reason text,
  created_at timestamptz not null default private.now(),
  updated_at timestamptz not null default private.now(),
  deleted_at timestamptz,
  unique (client_id, id),
  foreign key (client_id, parent_id) references public.resources (client_id, id),
  check ((kind = 'mailbox') = (parent_id is not null)),
  check (kind <> 'mailbox' or sender_name is not null)
);
create unique index resources_label_idx on public.resources (client_id, kind, lower(label)) where deleted_at is null;
-- An inbound message finds its tenant by the receiving mailbox, so a mailbox belongs to one client only.
create unique index resources_mailbox_idx on public.resources (lower(label)) where kind = 'mailbox' and deleted_at is null;

create table public.campaign_resources (
  campaign_id uuid not null,
  resource_id uuid not null,
  client_id uuid not null,
  is_active boolean not null default true,
  created_at timestamptz not null default private.now(),
  primary key (campaign_id, resource_id),
  foreign key (client_id, campaign_id) references public.campaigns (client_id, id),
  foreign key (client_id, resource_id) references public.resources (client_id, id)
);
create index campaign_resources_resource_idx on public.campaign_resources (resource_id);

-- Capacity is counted here, in the transaction that hands a message over. `cap` is the limit that held when the day began to be used.
create table public.resource_usage (
  resource_id uuid not null,
  client_id uuid not null,
  day date not null, -- in the resource's own time zone
  used integer not null default 0,
  cap integer not null,
  primary key (resource_id, day),
  foreign key (client_id, resource_id) references public.resources (client_id, id),
  constraint resource_usage_within_cap check (used between 0 and cap)
);

-- SMTP credentials, sealed with AES-256-GCM (additional data: client id and resource id).
create table private.resource_secrets (
  resource_id uuid primary key references public.resources (id) on delete cascade,
  client_id uuid not null references public.clients (id) on delete cascade,
  sealed text not null,
  updated_at timestamptz not null default private.now()
);

create trigger campaigns_updated_at before update on public.campaigns for each row execute function private.set_updated_at();
create trigger resources_updated_at before update on public.resources for each row execute function private.set_updated_at();
