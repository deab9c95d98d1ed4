-- What the lead table and the inbox need to stay fast with a million leads, and two words for what a person does to a lead.

-- Search by any part of a name, company, address or domain. Kept beside the lead, so that a change of score or status does not touch it.
create extension if not exists pg_trgm with schema extensions;
create extension if not exists btree_gin with schema extensions;

create table private.lead_search (
  lead_id uuid primary key,
  client_id uuid not null,
  words text not null, -- lower case, a space before each word
  foreign key (client_id, lead_id) references public.leads (client_id, id) on delete cascade
);
create index lead_search_words_idx on private.lead_search using gin (client_id, words extensions.gin_trgm_ops);
alter table private.lead_search enable row level security;
alter table private.lead_search force row level security;
revoke all on private.lead_search from anon, authenticated;
grant all on private.lead_search to service_role;

create function private.index_lead_words() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  insert into private.lead_search (lead_id, client_id, words)
  values (new.id, new.client_id, lower(concat_ws(' ', '', new.first_name, new.last_name, new.company, new.email::text, new.domain)))
  on conflict (lead_id) do update set words = excluded.words where private.lead_search.words <> excluded.words;
  return null;
end;
$$;
revoke execute on function private.index_lead_words() from public, anon, authenticated;
create trigger leads_index_words after insert or update of first_name, last_name, company, email, domain on public.leads
  for each row execute function private.index_lead_words();
insert into private.lead_search (lead_id, client_id, words)
select id, client_id, lower(concat_ws(' ', '', first_name, last_name, company, email::text, domain)) from public.leads;

/*
 * At most `most` leads of the client whose words are like all three patterns (`%` is like everything).
 * A function of its own because row level security keeps a text search from using an index. Members may ask about their own clients only.
 */
create function private.find_lead_ids(client uuid, first text, second text, third text, most integer)
returns setof uuid
language sql stable security definer
set search_path = ''
as $$
  select lead_id
  from private.lead_search s
  where (current_setting('role', true) is distinct from 'authenticated' or client in (select private.my_client_ids()))
    and s.client_id = client
    and s.words like first
    and s.words like second
    and s.words like third
  limit most;
$$;
revoke execute on function private.find_lead_ids(uuid, text, text, text, integer) from public, anon;
grant execute on function private.find_lead_ids(uuid, text, text, text, integer) to authenticated;

-- One index an order of the lead table, and small ones for what is rare among a million.
create index leads_contacted_idx on public.leads (client_id, last_contacted_at desc nulls last, id) where deleted_at is null;
create index leads_company_idx on public.leads (client_id, company, id) where deleted_at is null;
create index leads_waiting_idx on public.leads (client_id, als_score desc nulls last, id)
  where deleted_at is null and status in ('new', 'enriched');
create index leads_ended_idx on public.leads (client_id, als_score desc nulls last, id)
  where deleted_at is null and status in ('converted', 'unsubscribed', 'bounced');
create index leads_held_idx on public.leads (client_id, als_score desc nulls last, id) where deleted_at is null and held_at is not null;
create index leads_snoozed_idx on public.leads (client_id, snoozed_until) where deleted_at is null and snoozed_until is not null;
create index touches_blocked_idx on public.touches (client_id, reason_code, lead_id)
  where state in ('planned', 'awaiting_approval') and reason_code is not null;
create index touches_unknown_idx on public.touches (client_id, claimed_at) where state = 'unknown';

-- The inbox lists what came in, newest first; one index a way to look at it.
create index messages_inbox_idx on public.messages (client_id, occurred_at desc, id desc)
  where direction = 'inbound' and (kind in ('message', 'auto_reply') or needs_review);
create index messages_positive_idx on public.messages (client_id, occurred_at desc, id desc)
  where direction = 'inbound' and intent in ('meeting_request', 'interested');
create index messages_not_now_idx on public.messages (client_id, occurred_at desc, id desc)
  where direction = 'inbound' and intent = 'not_interested';
create index messages_away_idx on public.messages (client_id, occurred_at desc, id desc)
  where direction = 'inbound' and intent = 'out_of_office';
create index messages_unmatched_idx on public.messages (client_id, occurred_at desc, id desc)
  where direction = 'inbound' and lead_id is null;

-- Whether the platform has stopped sending is part of "what happens next", which every member may ask.
grant select (key, value) on private.platform_settings to authenticated;
create policy platform_settings_select on private.platform_settings for select to authenticated using (key = 'sending_stopped');

alter table public.activities drop constraint activities_action_check;
alter table public.activities add constraint activities_action_check check (action in (
  'imported', 'enriched', 'enrichment_failed', 'scored', 'enrolled', 'queued', 'sent', 'delivered', 'bounced', 'complained', 'failed', 'skipped',
  'unknown', 'deferred', 'cancelled', 'replied', 'away', 'auto_replied', 'unsubscribed', 'suppressed', 'approval_requested',
  'approved', 'rejected', 'expired', 'meeting_booked', 'meeting_held', 'meeting_no_show', 'meeting_cancelled',
  'campaign_started', 'campaign_paused', 'campaign_completed', 'stopped', 'resumed', 'held', 'released', 'emergency_stop', 'emergency_release',
  'corrected', 'changed'
));
