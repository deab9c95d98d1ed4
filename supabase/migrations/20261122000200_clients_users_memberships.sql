-- Tenants and people. Sign-up creates profile, client and owner membership in the transaction that creates the auth user.

create table public.clients (
  id uuid primary key default private.uuid_v7(),
  name text not null check (length(btrim(name)) between 1 and 200),
  tier public.tier_type not null default 'ignition',
  subscription_status public.subscription_status not null default 'trialing',
  credits_remaining integer not null default 1250 check (credits_remaining >= 0),
  credits_reset_at timestamptz,
  default_permission_mode public.permission_mode not null default 'co_pilot',
  timezone text not null default 'Australia/Sydney',

  -- Who the messages come from (Spam Act 2003 s 17): legal name, ABN and a way to reach them.
  legal_name text,
  abn text check (abn ~ '^[0-9]{11}$'),
  postal_address text,
  contact_email extensions.citext,
  booking_url text,
  website_url text,
  company_description text,
  services_offered text[] not null default '{}',
  value_proposition text,
  default_offer text,
  team_size integer,
  years_in_business integer,

  icp_industries text[] not null default '{}',
  icp_company_sizes text[] not null default '{}',
  icp_locations text[] not null default '{}',
  icp_titles text[] not null default '{}',
  icp_pain_points text[] not null default '{}',
  icp_revenue_range text,
  icp_extracted_at timestamptz,
  icp_extraction_source text,
  icp_confirmed_at timestamptz,
  als_weights jsonb,
  als_learned_weights jsonb,
  als_learned_confidence double precision check (als_learned_confidence between 0 and 1),
  als_weights_updated_at timestamptz,
  conversion_sample_count integer not null default 0,

  data_sharing_consent boolean not null default false,
  data_sharing_consented_at timestamptz,
  data_sharing_text_version text,

  -- Emergency stop: set means nothing goes out for this client.
  paused_at timestamptz,
  paused_by uuid,
  pause_reason text,

  stripe_customer_id text,
  stripe_subscription_id text,
  created_at timestamptz not null default private.now(),
  updated_at timestamptz not null default private.now(),
  deleted_at timestamptz,
  check (data_sharing_consent = false or data_sharing_consented_at is not null)
);
create index clients_subscription_idx on public.clients (subscription_status) where deleted_at is null;

create table public.users (
  id uuid primary key references auth.users (id) on delete cascade,
  email extensions.citext not null,
  full_name text,
  created_at timestamptz not null default private.now(),
  updated_at timestamptz not null default private.now()
);

-- Who runs the platform. In `private`, so no member can write it (the flag used to live in a row its owner may update).
create table private.platform_admins (
  user_id uuid primary key references public.users (id) on delete cascade,
  granted_by uuid references public.users (id),
  granted_at timestamptz not null default private.now()
);

create table public.memberships (
  id uuid primary key default private.uuid_v7(),
  user_id uuid not null references public.users (id) on delete cascade,
  client_id uuid not null references public.clients (id) on delete cascade,
  role public.membership_role not null default 'member',
  invited_by uuid references public.users (id) on delete set null,
  accepted_at timestamptz,
  removed_at timestamptz,
  created_at timestamptz not null default private.now(),
  unique (user_id, client_id)
);
create index memberships_client_idx on public.memberships (client_id);

/* The clients the asking user belongs to (accepted, not removed, client alive). */
create function private.my_client_ids() returns setof uuid
language sql stable security definer
set search_path = ''
as $$
  select m.client_id
  from public.memberships m
  join public.clients c on c.id = m.client_id
  where m.user_id = (select auth.uid())
    and m.accepted_at is not null
    and m.removed_at is null
    and c.deleted_at is null;
$$;

/* The clients where the asking user has at least `minimum` (owner > admin > member > viewer). */
create function private.my_client_ids(minimum public.membership_role) returns setof uuid
language sql stable security definer
set search_path = ''
as $$
  select m.client_id
  from public.memberships m
  join public.clients c on c.id = m.client_id
  where m.user_id = (select auth.uid())
    and m.accepted_at is not null
    and m.removed_at is null
    and c.deleted_at is null
    and m.role <= minimum; -- enum order: owner, admin, member, viewer
$$;

/* Everyone who shares a client with the asking user, themselves included. */
create function private.my_teammate_ids() returns setof uuid
language sql stable security definer
set search_path = ''
as $$
  select m.user_id from public.memberships m where m.client_id in (select private.my_client_ids())
  union select (select auth.uid());
$$;
grant execute on function private.my_client_ids(), private.my_client_ids(public.membership_role), private.my_teammate_ids()
  to authenticated;

/* Monthly lead pool by tier (blueprint, tier pricing). */
create function private.tier_credits(tier public.tier_type) returns integer
language sql immutable
set search_path = ''
as $$
  select case tier when 'ignition' then 1250 when 'velocity' then 2250 when 'dominance' then 4500 end;
$$;

/*
 * A new auth user gets a profile. One who signed up (rather than was invited) also gets a client and owns it.
 * Sign-up sends {full_name, agency_name, website_url}; an invitation sends {invited_client_id}.
 */
create function private.handle_new_user() returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  meta jsonb := coalesce(new.raw_user_meta_data, '{}'::jsonb);
  new_client_id uuid;
begin
  insert into public.users (id, email, full_name)
  values (new.id, coalesce(new.email, new.id::text || '@no-email.invalid'), nullif(btrim(meta ->> 'full_name'), ''));

  if meta ? 'invited_client_id' or new.invited_at is not null then
    return new;
  end if;

  insert into public.clients (name, website_url, credits_remaining, credits_reset_at)
  values (
    coalesce(nullif(btrim(meta ->> 'agency_name'), ''), 'My agency'),
    nullif(btrim(meta ->> 'website_url'), ''),
    private.tier_credits('ignition'),
    private.now() + interval '1 month'
  )
  returning id into new_client_id;

  insert into public.memberships (user_id, client_id, role, accepted_at)
  values (new.id, new_client_id, 'owner', private.now());
  return new;
end;
$$;
create trigger on_auth_user_created after insert on auth.users for each row execute function private.handle_new_user();

create function private.handle_changed_user() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  update public.users set email = coalesce(new.email, email) where id = new.id;
  return new;
end;
$$;
create trigger on_auth_user_changed after update of email on auth.users for each row execute function private.handle_changed_user();

/* A client never loses its last owner. */
create function private.keep_an_owner() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if old.role = 'owner' and old.removed_at is null and (new.role <> 'owner' or new.removed_at is not null) then
    perform 1 from public.clients where id = old.client_id for update;
    if not exists (
      select 1 from public.memberships
      where client_id = old.client_id and role = 'owner' and accepted_at is not null and removed_at is null and id <> old.id
    ) then
      raise exception 'the last owner of a client cannot be removed or demoted' using errcode = 'check_violation';
    end if;
  end if;
  return new;
end;
$$;
create trigger memberships_keep_an_owner before update on public.memberships
  for each row execute function private.keep_an_owner();

create trigger clients_updated_at before update on public.clients for each row execute function private.set_updated_at();
create trigger users_updated_at before update on public.users for each row execute function private.set_updated_at();
