/**
 * The executor's own schema in the stand-ins' database. Created at every start; nothing here belongs to the product.
 * Free-form values are `json`, not `jsonb`: they are only handed back, never searched.
 */
export const SCHEMA_SQL = `
create schema if not exists executor;

create table if not exists executor.owner (
  is_only boolean primary key default true check (is_only),
  epoch bigint not null
);
insert into executor.owner (epoch) values (0) on conflict do nothing;

create table if not exists executor.apps (
  url text primary key,
  functions json not null,
  synced_at timestamptz not null
);

create table if not exists executor.events (
  id text primary key,
  "order" bigint not null,
  name text not null,
  event json not null,
  received_at timestamptz not null,
  is_routed boolean not null
);
create index if not exists events_by_order on executor.events ("order");
create index if not exists events_unrouted on executor.events ("order") where not is_routed;

create table if not exists executor.runs (
  id text primary key,
  "order" bigint not null,
  function_id text not null,
  status text not null check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  trigger text,
  events json,
  call_attempt integer,
  call_due_at timestamptz,
  version integer not null,
  is_plan_only boolean not null,
  settled_steps integer not null,
  parent_run_id text,
  parent_step_id text,
  output json,
  error json,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz
);
create index if not exists runs_active on executor.runs ("order") where status in ('queued', 'running');
create index if not exists runs_by_function on executor.runs (function_id, "order");
create index if not exists runs_by_order on executor.runs ("order");

create table if not exists executor.steps (
  run_id text not null references executor.runs (id) on delete cascade,
  id text not null,
  name text not null,
  op text not null,
  status text not null check (status in ('planned', 'sleeping', 'waiting', 'invoking', 'retrying', 'completed', 'failed')),
  attempt integer not null,
  call_attempt integer,
  call_due_at timestamptz,
  due_at timestamptz,
  event_name text,
  expression text,
  child_run_id text,
  data json,
  error json,
  settled_order integer,
  created_at timestamptz not null,
  ended_at timestamptz,
  duration_ms integer,
  primary key (run_id, id)
);

create table if not exists executor.dedupe (key text primary key, expires_at timestamptz not null);
create table if not exists executor.throttles (key text primary key, arrival_at timestamptz not null);
create table if not exists executor.crons (key text primary key, fired_at timestamptz not null);
create table if not exists executor.batches (
  key text primary key,
  function_id text not null,
  events json not null,
  due_at timestamptz not null
);
`;
