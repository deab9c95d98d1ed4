-- What four more channels need: who carries them, what became of each act, and who stopped what.

-- Senders ------------------------------------------------------------------------------------------------------------------
alter table public.resources drop constraint resources_kind_check;
alter table public.resources add constraint resources_kind_check
  check (kind in ('mailbox', 'domain', 'seat', 'number', 'return_address'));
alter table public.resources
  -- Hand-overs an hour (OP-11).
  add column hourly_limit integer not null default 8 check (hourly_limit between 1 and 1000),
  -- An alphanumeric SMS name cannot be answered, and has to stand in the Sender ID Register (AU-19a).
  add column is_two_way boolean not null default true,
  add column sender_id_status text not null default 'none' check (sender_id_status in ('none', 'pending', 'approved', 'rejected')),
  -- A domain's mail authentication (EM-42).
  add column auth_state text not null default 'verified'
    check (auth_state in ('pending', 'propagating', 'verified', 'degraded', 'failed')),
  add column auth_checked_at timestamptz;
grant update (is_two_way, hourly_limit) on public.resources to authenticated;
-- An inbound message finds its tenant by the number or seat that received it.
create unique index resources_number_idx on public.resources (channel, label) where kind = 'number' and deleted_at is null;
create unique index resources_external_idx on public.resources (provider, external_id)
  where external_id is not null and kind in ('seat', 'number') and deleted_at is null;

-- The sender of each channel, chosen at the first touch and never switched (OP-12).
create table public.enrolment_senders (
  enrolment_id uuid not null,
  channel public.channel_type not null,
  resource_id uuid not null,
  client_id uuid not null,
  primary key (enrolment_id, channel),
  foreign key (client_id, enrolment_id) references public.enrolments (client_id, id),
  foreign key (client_id, resource_id) references public.resources (client_id, id)
);
insert into public.enrolment_senders (enrolment_id, channel, resource_id, client_id)
select id, 'email', mailbox_id, client_id from public.enrolments where mailbox_id is not null;
-- safe: its values moved to enrolment_senders in the statement above
alter table public.enrolments drop column mailbox_id;

-- People and companies -----------------------------------------------------------------------------------------------------
alter table public.leads
  add column address_line1 text,
  add column address_line2 text;
grant update (address_line1, address_line2) on public.leads to authenticated;
alter table public.campaigns
  add column relevant_functions text[] not null default '{executive,marketing,sales}';
grant update (relevant_functions) on public.campaigns to authenticated;

-- After a refusal nobody else of the company is approached for a while, or until a person says so.
create table public.company_holds (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null references public.clients (id),
  domain text not null,
  reason text not null, -- why nobody there is approached
  until timestamptz,
  created_at timestamptz not null default private.now(),
  released_at timestamptz,
  released_by uuid references public.users (id) on delete set null
);
create unique index company_holds_open_idx on public.company_holds (client_id, domain) where released_at is null;

-- How often a person is reached by anybody: keyed hashes and times, and nothing that tells whose contact it was.
create table private.contact_registry (
  key_hmac text not null check (key_hmac ~ '^[0-9a-f]{64}$'),
  contacted_at timestamptz not null,
  primary key (key_hmac, contacted_at)
);
create function private.recent_contacts(hashes text[], since timestamptz) returns table (hash text, contacted_at timestamptz)
language sql stable security definer
set search_path = ''
as $$
  select r.key_hmac, r.contacted_at from private.contact_registry r where r.key_hmac = any (hashes) and r.contacted_at > since
$$;
grant execute on function private.recent_contacts(text[], timestamptz) to authenticated;

-- Channels -----------------------------------------------------------------------------------------------------------------
alter table public.touches
  add column provider_reference text, -- the carrier's own id of what it took
  add column delivery_state text check (delivery_state in ('queued', 'sent', 'delivered', 'undelivered', 'failed', 'returned')),
  add column cost_micros bigint check (cost_micros >= 0); -- micro-dollars AUD
grant update (provider_reference, delivery_state, cost_micros) on public.touches to authenticated;
create index touches_reference_idx on public.touches (provider_reference) where provider_reference is not null;
create index touches_lead_sent_idx on public.touches (lead_id, channel, claimed_at) where state in ('sending', 'sent', 'unknown');
create index touches_resource_sent_idx on public.touches (resource_id, claimed_at) where state in ('sending', 'sent', 'unknown');

-- What is on its way right now, exactly as it was handed over, so that a crash in between can be looked up; gone once it is recorded.
create table private.parcels (
  touch_id uuid primary key,
  client_id uuid not null,
  key text not null unique, -- ours, unique to the attempt; the carrier keeps it where it can
  parcel jsonb not null,
  counted jsonb not null, -- the counters this hand-over was counted in
  created_at timestamptz not null default private.now(),
  foreign key (client_id, touch_id) references public.touches (client_id, id) on delete cascade
);

-- A parcel lives as long as its outcome is open.
create function private.drop_settled_parcel() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  delete from private.parcels where touch_id = new.id;
  return new;
end;
$$;
create trigger touches_drop_settled_parcel after update of state on public.touches
  for each row when (old.state in ('sending', 'unknown') and new.state not in ('sending', 'unknown'))
  execute function private.drop_settled_parcel();

create table public.linkedin_connections (
  lead_id uuid primary key,
  client_id uuid not null,
  resource_id uuid not null, -- the seat that invited; messages go from the same one
  state text not null check (state in ('invited', 'accepted', 'withdrawn')),
  invited_at timestamptz not null,
  accepted_at timestamptz,
  withdrawn_at timestamptz,
  foreign key (client_id, lead_id) references public.leads (client_id, id),
  foreign key (client_id, resource_id) references public.resources (client_id, id),
  check ((state = 'accepted') = (accepted_at is not null))
);
create index linkedin_connections_seat_idx on public.linkedin_connections (resource_id, state, invited_at);

-- Each attempt of a call. Nothing that was said is kept unless they agreed to it first (AU-33).
create table public.calls (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null,
  touch_id uuid not null,
  lead_id uuid not null,
  attempt integer not null check (attempt > 0),
  number_hmac text not null, -- attempts count by number, whoever it belongs to
  provider_reference text,
  started_at timestamptz not null,
  ended_at timestamptz,
  outcome text check (outcome in (
    'meeting_booked', 'callback', 'interested', 'not_interested', 'wrong_number', 'voicemail', 'no_answer', 'busy', 'dnc_request', 'failed'
  )),
  seconds integer check (seconds >= 0),
  summary text,
  transcript text,
  consented_to_recording_at timestamptz,
  callback_at timestamptz,
  meeting_at timestamptz,
  created_at timestamptz not null default private.now(),
  unique (touch_id, attempt),
  foreign key (client_id, touch_id) references public.touches (client_id, id),
  foreign key (client_id, lead_id) references public.leads (client_id, id),
  check (transcript is null or consented_to_recording_at is not null),
  check (consented_to_recording_at is null or consented_to_recording_at >= started_at)
);
create index calls_lead_idx on public.calls (lead_id, started_at desc);
create index calls_number_idx on public.calls (client_id, number_hmac, started_at);

-- A dated receipt of each number asked of the Do Not Call Register, in whose name (AU-21, AU-22).
create table public.number_washes (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null references public.clients (id),
  number_hmac text not null check (number_hmac ~ '^[0-9a-f]{64}$'),
  masked text not null,
  reference text not null, -- ours, given before the call
  submitted_by text not null, -- the entity whose account asked
  submitted_at timestamptz not null,
  received_at timestamptz not null,
  result text not null check (result in ('clear', 'registered', 'invalid')),
  receipt jsonb not null,
  created_at timestamptz not null default private.now(),
  unique (client_id, number_hmac, reference)
);
create index number_washes_latest_idx on public.number_washes (client_id, number_hmac, received_at desc);

-- Stops --------------------------------------------------------------------------------------------------------------------
insert into private.platform_settings (key, value) values ('stopped_channels', '[]'::jsonb);
alter policy platform_settings_select on private.platform_settings using (key in ('sending_stopped', 'stopped_channels'));

create table public.channel_stops (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null references public.clients (id),
  channel public.channel_type not null,
  reason text not null check (length(btrim(reason)) between 1 and 500),
  stopped_at timestamptz not null,
  stopped_by uuid references public.users (id),
  released_at timestamptz,
  released_by uuid references public.users (id),
  created_at timestamptz not null default private.now()
);
create unique index channel_stops_open_idx on public.channel_stops (client_id, channel) where released_at is null;

-- Whoever releases something is named by the session, not by what they claim.
create function private.sign_release() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.released_at is not null and old.released_at is null and auth.uid() is not null then
    new.released_by = auth.uid();
  end if;
  return new;
end;
$$;

create table public.breaker_trips (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null,
  breaker text not null,
  resource_id uuid,
  campaign_id uuid,
  detail text not null, -- the counts that tripped it
  tripped_at timestamptz not null,
  released_at timestamptz,
  released_by uuid references public.users (id),
  release_reason text,
  half_open_until timestamptz,
  created_at timestamptz not null default private.now(),
  foreign key (client_id) references public.clients (id),
  foreign key (client_id, resource_id) references public.resources (client_id, id),
  foreign key (client_id, campaign_id) references public.campaigns (client_id, id),
  -- A named person, and why (OP-50).
  check ((released_at is null) = (released_by is null) and (released_at is null) = (release_reason is null))
);
create unique index breaker_trips_open_idx on public.breaker_trips (client_id, breaker, resource_id, campaign_id) nulls not distinct
  where released_at is null;

-- Walls --------------------------------------------------------------------------------------------------------------------
do $$
declare
  target record;
begin
  for target in
    select c.oid::regclass as name
    from pg_catalog.pg_class c
    where c.oid in (
      'public.enrolment_senders'::regclass, 'public.company_holds'::regclass, 'public.linkedin_connections'::regclass, 'public.calls'::regclass,
      'public.number_washes'::regclass, 'public.channel_stops'::regclass, 'public.breaker_trips'::regclass, 'private.contact_registry'::regclass,
      'private.parcels'::regclass
    )
  loop
    execute format('alter table %s enable row level security', target.name);
    execute format('alter table %s force row level security', target.name);
    execute format('revoke all on %s from anon, authenticated', target.name);
    execute format('grant all on %s to service_role', target.name);
  end loop;
  for target in
    select unnest(array[
      'enrolment_senders', 'company_holds', 'linkedin_connections', 'calls', 'number_washes', 'channel_stops', 'breaker_trips'
    ]) as name
  loop
    execute format('grant select on public.%I to authenticated', target.name);
    execute format(
      'create policy %1$s_select on public.%1$s for select to authenticated using (client_id in (select private.my_client_ids()))', target.name
    );
  end loop;
end
$$;

-- Anybody who works with the leads may stop a channel; taking it up again, or releasing a breaker or a company, is an admin's act.
grant insert on public.channel_stops to authenticated;
create policy channel_stops_insert on public.channel_stops for insert to authenticated
  with check (client_id in (select private.my_client_ids('member')) and stopped_by = (select auth.uid()));
do $$
declare
  target text;
begin
  foreach target in array array['channel_stops', 'breaker_trips', 'company_holds'] loop
    execute format('grant update (released_at) on public.%I to authenticated', target);
    execute format(
      'create policy %1$s_update on public.%1$s for update to authenticated using (client_id in (select private.my_client_ids(''admin'')))'
        || ' with check (client_id in (select private.my_client_ids(''admin'')))',
      target
    );
    execute format(
      'create trigger %1$s_sign_release before update of released_at on public.%1$s for each row execute function private.sign_release()', target
    );
  end loop;
end
$$;
grant update (release_reason, half_open_until) on public.breaker_trips to authenticated;
-- Settling an invitation opens the connection, and settling a call writes down how it was reached.
grant insert on public.linkedin_connections to authenticated;
create policy linkedin_connections_insert on public.linkedin_connections for insert to authenticated
  with check (client_id in (select private.my_client_ids('member')));
grant update (provider_reference) on public.calls to authenticated;
create policy calls_update on public.calls for update to authenticated
  using (client_id in (select private.my_client_ids('member')))
  with check (client_id in (select private.my_client_ids('member')));

alter table public.activities drop constraint activities_action_check;
alter table public.activities add constraint activities_action_check check (action in (
  'imported', 'enriched', 'enrichment_failed', 'scored', 'enrolled', 'queued', 'sent', 'delivered', 'bounced', 'complained', 'failed', 'skipped',
  'unknown', 'deferred', 'cancelled', 'replied', 'away', 'auto_replied', 'unsubscribed', 'suppressed', 'approval_requested',
  'approved', 'rejected', 'expired', 'meeting_booked', 'meeting_held', 'meeting_no_show', 'meeting_cancelled',
  'campaign_started', 'campaign_paused', 'campaign_completed', 'stopped', 'resumed', 'held', 'released', 'emergency_stop', 'emergency_release',
  'corrected', 'changed',
  'undelivered', 'connected', 'invitation_withdrawn', 'called', 'letter_returned', 'breaker_tripped', 'breaker_released', 'channel_stopped',
  'channel_released'
));
