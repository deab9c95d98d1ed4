-- The live feed: an activity is announced to the private channel `client:<id>` of its tenant, and only its members may listen.

create function private.announce_activity() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform realtime.send(
    jsonb_build_object('activityId', new.id, 'action', new.action, 'leadId', new.lead_id, 'campaignId', new.campaign_id),
    'activity',
    'client:' || new.client_id,
    true
  );
  return null;
end;
$$;
create trigger activities_announce after insert on public.activities for each row execute function private.announce_activity();

create policy members_listen_to_their_client on realtime.messages for select to authenticated
  using (
    realtime.topic() like 'client:%'
    and substring(realtime.topic() from 8) in (select id::text from private.my_client_ids() as id)
  );
