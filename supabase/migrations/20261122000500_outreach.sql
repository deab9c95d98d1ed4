-- A lead in a campaign, each touch on it, what was said, and what happened.

create table public.enrolments (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null,
  campaign_id uuid not null,
  lead_id uuid not null,
  sequence_version_id uuid not null,
  state public.enrolment_state not null default 'active',
  stop_reason text,
  mailbox_id uuid, -- sticky sender (OP-12): chosen at the first touch, never switched
  enrolled_at timestamptz not null,
  finished_at timestamptz,
  created_at timestamptz not null default private.now(),
  updated_at timestamptz not null default private.now(),
  unique (client_id, id),
  foreign key (client_id, campaign_id) references public.campaigns (client_id, id),
  foreign key (client_id, lead_id) references public.leads (client_id, id),
  foreign key (client_id, sequence_version_id) references public.sequence_versions (client_id, id),
  foreign key (client_id, mailbox_id) references public.resources (client_id, id),
  check ((state = 'stopped') = (stop_reason is not null))
);
-- A lead runs in one campaign at a time, and never twice in the same one.
create unique index enrolments_lead_live_idx on public.enrolments (lead_id) where state in ('active', 'paused');
create unique index enrolments_once_idx on public.enrolments (campaign_id, lead_id);
create index enrolments_campaign_idx on public.enrolments (campaign_id, state);

create table public.touches (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null,
  campaign_id uuid not null,
  lead_id uuid not null,
  enrolment_id uuid not null,
  step_id uuid not null,
  step_number integer not null,
  channel public.channel_type not null,
  state public.touch_state not null default 'planned',
  -- lead × sequence step × version, once and for all
  idempotency_key text not null unique,
  due_at timestamptz not null, -- never before this
  slot_at timestamptz, -- when the planner asked for a dispatch
  resource_id uuid,
  subject text,
  body text,
  content_hash text, -- SHA-256 over subject and body: an approval binds to it
  message_id text unique,
  unsubscribe_token text unique,
  certificate jsonb, -- the checks that ran, and their verdicts, when it was handed over
  reason_code text,
  reason text, -- why it is where it is, for a person
  attempts integer not null default 0,
  claimed_at timestamptz,
  sent_at timestamptz,
  led_to_booking boolean not null default false,
  content_snapshot jsonb,
  created_at timestamptz not null default private.now(),
  updated_at timestamptz not null default private.now(),
  unique (client_id, id),
  unique (enrolment_id, step_number),
  foreign key (client_id, campaign_id) references public.campaigns (client_id, id),
  foreign key (client_id, lead_id) references public.leads (client_id, id),
  foreign key (client_id, enrolment_id) references public.enrolments (client_id, id),
  foreign key (client_id, step_id) references public.sequence_steps (client_id, id),
  foreign key (client_id, resource_id) references public.resources (client_id, id),
  -- Nothing is handed over without its certificate, its content, its sender and an id we chose.
  check (
    state not in ('sending', 'sent', 'unknown')
    or (certificate is not null and content_hash is not null and resource_id is not null and message_id is not null and claimed_at is not null)
  ),
  check ((state = 'sent') = (sent_at is not null)),
  check (state not in ('skipped', 'cancelled', 'failed', 'unknown') or reason_code is not null)
);
create index touches_due_idx on public.touches (due_at, id) where state in ('planned', 'ready');
create index touches_client_due_idx on public.touches (client_id, due_at) where state in ('planned', 'awaiting_approval', 'ready', 'sending');
create index touches_in_flight_idx on public.touches (claimed_at) where state = 'sending';
create index touches_lead_idx on public.touches (lead_id, step_number);
create index touches_campaign_idx on public.touches (campaign_id, state, sent_at);
create index touches_sent_idx on public.touches (client_id, sent_at) where state = 'sent';

create table public.threads (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null,
  campaign_id uuid,
  lead_id uuid,
  channel public.channel_type not null,
  resource_id uuid,
  subject text,
  status text not null default 'open' check (status in ('open', 'closed')),
  needs_reply boolean not null default false,
  last_intent public.intent_type,
  last_message_at timestamptz not null,
  created_at timestamptz not null default private.now(),
  updated_at timestamptz not null default private.now(),
  unique (client_id, id),
  foreign key (client_id, campaign_id) references public.campaigns (client_id, id),
  foreign key (client_id, lead_id) references public.leads (client_id, id),
  foreign key (client_id, resource_id) references public.resources (client_id, id)
);
create index threads_inbox_idx on public.threads (client_id, last_message_at desc);
create index threads_needs_reply_idx on public.threads (client_id, last_message_at desc) where needs_reply;
create index threads_lead_idx on public.threads (lead_id, channel);

create table public.messages (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null,
  thread_id uuid not null,
  lead_id uuid, -- null: nobody we know wrote (the unmatched queue)
  touch_id uuid unique,
  inbound_event_id uuid unique,
  direction text not null check (direction in ('outbound', 'inbound')),
  channel public.channel_type not null,
  kind text not null default 'message' check (kind in ('message', 'bounce', 'complaint', 'receipt', 'auto_reply')),
  message_id text,
  in_reply_to text,
  reference_ids text[] not null default '{}',
  from_address text,
  to_address text,
  subject text,
  body_text text not null,
  body_html text,
  intent public.intent_type,
  intent_confidence double precision check (intent_confidence between 0 and 1),
  classified_by text,
  actions text[] not null default '{}',
  reasons jsonb not null default '[]',
  return_date date,
  is_reply boolean not null default false, -- a person answered (not a machine, not a report)
  needs_review boolean not null default false,
  handled_at timestamptz,
  handled_by uuid references public.users (id) on delete set null,
  occurred_at timestamptz not null,
  created_at timestamptz not null default private.now(),
  unique (client_id, id),
  foreign key (client_id, thread_id) references public.threads (client_id, id),
  foreign key (client_id, lead_id) references public.leads (client_id, id),
  foreign key (client_id, touch_id) references public.touches (client_id, id)
);
create unique index messages_message_id_idx on public.messages (client_id, direction, message_id) where message_id is not null;
create index messages_thread_idx on public.messages (thread_id, occurred_at);
create index messages_lead_idx on public.messages (lead_id, occurred_at desc);
create index messages_review_idx on public.messages (client_id, occurred_at desc) where needs_review and handled_at is null;

create table public.meetings (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null,
  campaign_id uuid,
  lead_id uuid not null,
  source text not null check (source in ('manual', 'booking_link', 'calendar')),
  external_id text,
  starts_at timestamptz not null,
  duration_minutes integer not null default 30 check (duration_minutes between 5 and 480),
  meeting_type text not null default 'discovery'
    check (meeting_type in ('discovery', 'demo', 'follow_up', 'close', 'onboarding', 'other')),
  status text not null default 'booked' check (status in ('booked', 'held', 'no_show', 'cancelled')),
  converting_touch_id uuid,
  touches_before_booking integer not null default 0,
  days_to_booking integer,
  notes text,
  booked_by uuid references public.users (id) on delete set null,
  booked_at timestamptz not null,
  created_at timestamptz not null default private.now(),
  updated_at timestamptz not null default private.now(),
  unique (client_id, id),
  foreign key (client_id, campaign_id) references public.campaigns (client_id, id),
  foreign key (client_id, lead_id) references public.leads (client_id, id),
  foreign key (client_id, converting_touch_id) references public.touches (client_id, id)
);
create unique index meetings_external_idx on public.meetings (client_id, source, external_id) where external_id is not null;
create index meetings_when_idx on public.meetings (client_id, starts_at);
create index meetings_booked_idx on public.meetings (client_id, booked_at);
create index meetings_lead_idx on public.meetings (lead_id);
-- One touch at most gets the credit for a lead's conversion.
create unique index touches_converting_idx on public.touches (lead_id) where led_to_booking;

-- What happened, append-only.
create table public.activities (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null,
  campaign_id uuid,
  lead_id uuid,
  touch_id uuid,
  channel public.channel_type,
  action text not null check (action in (
    'imported', 'enriched', 'enrichment_failed', 'scored', 'enrolled', 'queued', 'sent', 'delivered', 'bounced', 'complained', 'failed', 'skipped',
    'unknown', 'deferred', 'cancelled', 'replied', 'away', 'auto_replied', 'unsubscribed', 'suppressed', 'approval_requested',
    'approved', 'rejected', 'expired', 'meeting_booked', 'meeting_held', 'meeting_no_show', 'meeting_cancelled',
    'campaign_started', 'campaign_paused', 'campaign_completed', 'stopped', 'resumed', 'held', 'released', 'emergency_stop', 'emergency_release'
  )),
  actor text not null default 'system' check (actor in ('system', 'human', 'ai', 'prospect', 'provider')),
  actor_user_id uuid references public.users (id) on delete set null,
  reason text not null, -- one line for a person: why the machine did it
  provider_message_id text,
  metadata jsonb not null default '{}',
  occurred_at timestamptz not null,
  created_at timestamptz not null default private.now(),
  foreign key (client_id) references public.clients (id),
  foreign key (client_id, campaign_id) references public.campaigns (client_id, id),
  foreign key (client_id, lead_id) references public.leads (client_id, id),
  foreign key (client_id, touch_id) references public.touches (client_id, id)
);
create index activities_client_idx on public.activities (client_id, occurred_at desc, id desc);
create index activities_lead_idx on public.activities (lead_id, occurred_at desc, id desc);
create index activities_campaign_idx on public.activities (campaign_id, channel, action);

create trigger enrolments_updated_at before update on public.enrolments for each row execute function private.set_updated_at();
create trigger touches_updated_at before update on public.touches for each row execute function private.set_updated_at();
create trigger threads_updated_at before update on public.threads for each row execute function private.set_updated_at();
create trigger meetings_updated_at before update on public.meetings for each row execute function private.set_updated_at();
