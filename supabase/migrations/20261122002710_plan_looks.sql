-- When the hourly plan has to look at a client again: until then everything that waits, waits for a clock. One row a client; what
-- changes otherwise asks for a plan by itself.
create table private.plan_looks (
  client_id uuid primary key references public.clients (id) on delete cascade,
  look_at timestamptz not null
);
alter table private.plan_looks enable row level security;
alter table private.plan_looks force row level security;

-- A new or changed sender, campaign or workspace can let go out what was waiting: whoever writes it, the next hourly plan looks again.
create function private.look_again() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  delete from private.plan_looks
  where client_id = case when tg_table_name = 'clients' then (to_jsonb(new) ->> 'id')::uuid else (to_jsonb(new) ->> 'client_id')::uuid end;
  return null;
end
$$;
revoke all on function private.look_again() from public;

create trigger look_again after insert or update of paused_at, deleted_at, daily_limit, hourly_limit, is_prewarmed, ramp_started_at, timezone
  on public.resources for each row execute function private.look_again();
create trigger look_again after insert or update on public.campaigns for each row execute function private.look_again();
create trigger look_again
  after update of default_permission_mode, timezone, legal_name, abn, postal_address, contact_email, subscription_status, tier, paused_at
  on public.clients for each row execute function private.look_again();
