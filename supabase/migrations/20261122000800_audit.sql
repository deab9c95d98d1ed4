-- Who did what. Append-only: nobody may change or remove a row, the owner of the table included.

create table public.audit_logs (
  id uuid primary key default private.uuid_v7(),
  client_id uuid references public.clients (id),
  actor_type text not null check (actor_type in ('user', 'system', 'admin', 'ai', 'prospect')),
  actor_user_id uuid,
  action text not null, -- <noun>.<past verb>
  resource_type text not null,
  resource_id uuid,
  changed jsonb not null default '{}', -- {column: [before, after]}
  metadata jsonb not null default '{}',
  created_at timestamptz not null default private.now()
);
create index audit_logs_client_idx on public.audit_logs (client_id, created_at desc);

create function private.refuse_change() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end;
$$;
create trigger audit_logs_append_only before update or delete on public.audit_logs
  for each row execute function private.refuse_change();
create trigger audit_logs_no_truncate before truncate on public.audit_logs
  for each statement execute function private.refuse_change();
create trigger suppressions_append_only before update or delete on public.suppressions
  for each row execute function private.refuse_change();
create trigger credit_ledger_append_only before update or delete on public.credit_ledger
  for each row execute function private.refuse_change();

/* Records who changed which columns of a watched row; secrets are not watched tables. */
create function private.audit_row() returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  before jsonb := case when tg_op = 'INSERT' then '{}'::jsonb else to_jsonb(old) end;
  after jsonb := case when tg_op = 'DELETE' then '{}'::jsonb else to_jsonb(new) end;
  difference jsonb;
  acting uuid := (select auth.uid());
  row_id uuid := coalesce((after ->> 'id')::uuid, (before ->> 'id')::uuid);
begin
  select coalesce(jsonb_object_agg(key, jsonb_build_array(before -> key, after -> key)), '{}'::jsonb)
  into difference
  from (select key from jsonb_each(before) union select key from jsonb_each(after)) keys
  where key not in ('updated_at', 'created_at') and (before -> key) is distinct from (after -> key);

  if tg_op = 'UPDATE' and difference = '{}'::jsonb then
    return null;
  end if;

  insert into public.audit_logs (client_id, actor_type, actor_user_id, action, resource_type, resource_id, changed)
  values (
    case when tg_table_name = 'clients' then row_id else coalesce((after ->> 'client_id')::uuid, (before ->> 'client_id')::uuid) end,
    case when acting is null then 'system' else 'user' end,
    acting,
    tg_argv[0] || '.' || case tg_op when 'INSERT' then 'created' when 'UPDATE' then 'updated' else 'deleted' end,
    tg_argv[0],
    row_id,
    difference
  );
  return null;
end;
$$;
create trigger clients_audit after insert or update of name, tier, subscription_status, default_permission_mode, timezone, legal_name, abn,
  postal_address, contact_email, booking_url, website_url, icp_confirmed_at, als_weights, data_sharing_consent, paused_at, deleted_at
  on public.clients for each row execute function private.audit_row('client');
create trigger memberships_audit after insert or update on public.memberships for each row execute function private.audit_row('membership');
create trigger campaigns_audit after insert or update on public.campaigns for each row execute function private.audit_row('campaign');
create trigger suppressions_audit after insert on public.suppressions for each row execute function private.audit_row('suppression');
create trigger consent_bases_audit after insert or update on public.consent_bases for each row execute function private.audit_row('consent_basis');
create trigger resources_audit after insert or update of label, sender_name, daily_limit, paused_at, deleted_at, is_prewarmed
  on public.resources for each row execute function private.audit_row('resource');
create trigger approvals_audit after update of status on public.approvals for each row execute function private.audit_row('approval');
create trigger meetings_audit after insert or update on public.meetings for each row execute function private.audit_row('meeting');
