-- What breakers count, and a stop that no hand-over overtakes.

-- The last hand-overs of a sender and of a campaign, newest first.
create index touches_resource_claimed_idx on public.touches (resource_id, claimed_at desc) where claimed_at is not null;
create index touches_campaign_claimed_idx on public.touches (campaign_id, claimed_at desc) where claimed_at is not null;
create index activities_bad_news_idx on public.activities (client_id, action, occurred_at)
  where action in ('bounced', 'complained', 'unsubscribed', 'deferred');

-- Whoever decides a hand-over holds this turn together with everybody else who does. A person who stops something takes it alone: what
-- was being decided commits before the stop does, and nothing that is decided afterwards misses it. It fires before any row is locked,
-- because hand-overs hold their turn while they wait for rows. The machine's own pauses come in the middle of a hand-over and wait for
-- nobody; they are read at the next one.
create function private.wait_for_hand_overs() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if auth.uid() is not null or tg_table_schema = 'private' then
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('hand-over', 0));
  end if;
  return null;
end;
$$;
create trigger clients_stop before update of paused_at on public.clients
  for each statement execute function private.wait_for_hand_overs();
create trigger campaigns_stop before update of status on public.campaigns
  for each statement execute function private.wait_for_hand_overs();
create trigger resources_stop before update of paused_at on public.resources
  for each statement execute function private.wait_for_hand_overs();
create trigger channel_stops_stop before insert on public.channel_stops
  for each statement execute function private.wait_for_hand_overs();
create trigger platform_settings_stop before insert or update on private.platform_settings
  for each statement execute function private.wait_for_hand_overs();
