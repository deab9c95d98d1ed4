-- A workspace with made-up people, to look around in. Nothing leaves it, nothing is bought for it, and nobody learns from it.

alter table public.clients
  add column is_sample boolean not null default false,
  add column sample_for uuid references public.users (id) on delete set null, -- whose it is: one a person
  add check (is_sample or sample_for is null),
  -- What checks the bill before it buys or sends passes it over.
  add check (not is_sample or (subscription_status = 'paused' and credits_remaining = 0));
create unique index clients_sample_idx on public.clients (sample_for) where sample_for is not null and deleted_at is null;

create function private.is_sample(client uuid) returns boolean
language sql stable security definer
set search_path = ''
as $$
  select exists (select from public.clients where id = client and is_sample);
$$;
revoke all on function private.is_sample(uuid) from public;

/* Connecting, importing, reading and writing with a model, inviting, answering: not from a sample. The words are for the person. */
create function private.refuse_in_sample() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if private.is_sample(new.client_id) then
    raise exception 'This is a sample workspace: nothing leaves it, and nothing is connected or bought for it.' using errcode = 'SW001';
  end if;
  return new;
end
$$;
revoke all on function private.refuse_in_sample() from public;

create trigger resources_not_in_sample before insert or update of provider, connected_at on public.resources
  for each row when (new.provider <> 'sample' or new.connected_at is not null) execute function private.refuse_in_sample();
create trigger resource_secrets_not_in_sample before insert on private.resource_secrets
  for each row execute function private.refuse_in_sample();
create trigger webhook_configs_not_in_sample before insert on public.webhook_configs
  for each row execute function private.refuse_in_sample();
create trigger import_jobs_not_in_sample before insert on public.import_jobs
  for each row execute function private.refuse_in_sample();
create trigger icp_discoveries_not_in_sample before insert on public.icp_discoveries
  for each row execute function private.refuse_in_sample();
create trigger campaign_writings_not_in_sample before insert on public.campaign_writings
  for each row execute function private.refuse_in_sample();
create trigger provider_costs_not_in_sample before insert on public.provider_costs
  for each row execute function private.refuse_in_sample();
create trigger reply_drafts_not_in_sample before insert or update of state on public.reply_drafts
  for each row when (new.state in ('ready', 'sending')) execute function private.refuse_in_sample();

create function private.refuse_sharing_sample() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if exists (select from public.clients where id = new.client_id and is_sample and sample_for is distinct from new.user_id) then
    raise exception 'This is a sample workspace: nobody else is invited into it.' using errcode = 'SW001';
  end if;
  return new;
end
$$;
revoke all on function private.refuse_sharing_sample() from public;
create trigger memberships_not_in_sample before insert on public.memberships
  for each row execute function private.refuse_sharing_sample();

/* Learning across clients needs a consent, which a sample cannot give. */
create function private.refuse_consent_of_sample() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception 'This is a sample workspace: there is nothing real in it to learn from.' using errcode = 'SW001';
end
$$;
revoke all on function private.refuse_consent_of_sample() from public;
create trigger clients_sample_consent before insert or update on public.clients
  for each row when (new.is_sample and new.data_sharing_consent) execute function private.refuse_consent_of_sample();

/* What a change sets off elsewhere (messages, look-ups, models, webhooks) begins with an event: a sample has none. */
create function private.drop_event_of_sample() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  return case when private.is_sample(new.client_id) then null else new end;
end
$$;
revoke all on function private.drop_event_of_sample() from public;
create trigger outbox_not_of_sample before insert on private.outbox
  for each row when (new.client_id is not null) execute function private.drop_event_of_sample();
