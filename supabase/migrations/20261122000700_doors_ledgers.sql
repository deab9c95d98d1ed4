-- One door in, one door out, and the ledgers of credits and costs.

create table private.inbound_events (
  id uuid primary key default private.uuid_v7(),
  provider text not null,
  external_id text not null, -- the provider's id, or the SHA-256 of the raw body where it has none
  headers jsonb not null default '{}',
  body text not null,
  received_at timestamptz not null,
  processed_at timestamptz,
  attempts integer not null default 0,
  error text,
  unique (provider, external_id)
);
create index inbound_events_waiting_idx on private.inbound_events (received_at) where processed_at is null;

create table private.outbox (
  id uuid primary key default private.uuid_v7(), -- also the event's id, so a relay that repeats itself starts nothing twice
  client_id uuid references public.clients (id) on delete cascade,
  name text not null,
  data jsonb not null,
  created_at timestamptz not null default private.now(),
  sent_at timestamptz
);
create index outbox_waiting_idx on private.outbox (id) where sent_at is null;

create table public.credit_ledger (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null references public.clients (id),
  lead_id uuid,
  delta integer not null check (delta <> 0),
  reason text not null check (reason in ('monthly_grant', 'enrichment', 'upgrade', 'adjustment', 'refund')),
  idempotency_key text not null unique,
  balance_after integer not null check (balance_after >= 0),
  created_at timestamptz not null default private.now(),
  foreign key (client_id, lead_id) references public.leads (client_id, id)
);
create index credit_ledger_client_idx on public.credit_ledger (client_id, created_at desc);

-- The opening balance is a ledger row like any other, so the ledger always adds up to the counter.
create function private.open_credit_ledger() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if new.credits_remaining > 0 then
    insert into public.credit_ledger (client_id, delta, reason, idempotency_key, balance_after)
    values (new.id, new.credits_remaining, 'monthly_grant', 'opening:' || new.id, new.credits_remaining);
  end if;
  return new;
end;
$$;
create trigger clients_open_credit_ledger after insert on public.clients
  for each row execute function private.open_credit_ledger();

create table public.provider_costs (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null references public.clients (id),
  lead_id uuid,
  provider text not null,
  operation text not null,
  cost_micros bigint not null check (cost_micros >= 0), -- micro-dollars AUD
  idempotency_key text not null unique,
  occurred_at timestamptz not null,
  created_at timestamptz not null default private.now(),
  foreign key (client_id, lead_id) references public.leads (client_id, id)
);
create index provider_costs_client_idx on public.provider_costs (client_id, occurred_at desc);

-- SEO figures by company domain, good for 30 days, shared by every client (no personal data).
create table private.dataforseo_cache (
  domain text primary key,
  data jsonb not null,
  fetched_at timestamptz not null
);

create table private.platform_settings (
  key text primary key,
  value jsonb not null,
  updated_by uuid references public.users (id) on delete set null,
  updated_at timestamptz not null default private.now()
);

-- What a person may contact being told by the platform: the kill switch over everything.
insert into private.platform_settings (key, value) values ('sending_stopped', 'false'::jsonb);

-- Weights and patterns learned across consenting clients (filled by a later function; the scorer reads them today).
create table public.platform_weights (
  id uuid primary key default private.uuid_v7(),
  weight_type text not null check (weight_type in ('global', 'industry')),
  industry_segment text,
  weights jsonb not null,
  sample_size integer not null,
  contributing_clients integer not null,
  confidence double precision not null check (confidence between 0 and 1),
  baseline_correlation double precision,
  optimized_correlation double precision,
  computed_at timestamptz not null default private.now(),
  unique nulls not distinct (weight_type, industry_segment),
  check ((weight_type = 'global') = (industry_segment is null))
);
