-- Every question put to a model, answered or not, and what it cost. Append-only: the spend counters are rebuilt from it.
create table public.ai_spend_log (
  id uuid primary key default private.uuid_v7(),
  client_id uuid references public.clients (id), -- null: on the platform's own account
  lead_id uuid,
  run_id text,
  skill text not null,
  prompt_version integer not null check (prompt_version >= 1),
  model text not null,
  outcome text not null check (outcome in ('answered', 'over_budget', 'timed_out', 'refused', 'malformed', 'unreachable')),
  detail text, -- why there was no answer, in our own words
  is_batch boolean not null default false,
  input_tokens integer not null default 0 check (input_tokens >= 0), -- without those read from or written to the cache
  cached_tokens integer not null default 0 check (cached_tokens >= 0), -- read from the cache, at a tenth of the price
  cache_write_tokens integer not null default 0 check (cache_write_tokens >= 0),
  output_tokens integer not null default 0 check (output_tokens >= 0),
  cost_micros bigint not null check (cost_micros >= 0), -- micro-dollars AUD
  is_estimate boolean not null default false, -- the answer was lost on its way: the worst case counts as spent
  asked_at timestamptz not null,
  created_at timestamptz not null default private.now(),
  foreign key (client_id, lead_id) references public.leads (client_id, id)
);
create index ai_spend_log_client_idx on public.ai_spend_log (client_id, asked_at desc);
create index ai_spend_log_asked_idx on public.ai_spend_log (asked_at);
create index ai_spend_log_run_idx on public.ai_spend_log (run_id) where run_id is not null;
create index ai_spend_log_lead_idx on public.ai_spend_log (lead_id) where lead_id is not null;

create trigger ai_spend_log_append_only before update or delete on public.ai_spend_log
  for each row execute function private.refuse_change();
create trigger ai_spend_log_no_truncate before truncate on public.ai_spend_log
  for each statement execute function private.refuse_change();

alter table public.ai_spend_log enable row level security;
alter table public.ai_spend_log force row level security;
revoke all on public.ai_spend_log from anon, authenticated;
grant all on public.ai_spend_log to service_role;
grant select on public.ai_spend_log to authenticated;
create policy ai_spend_log_select on public.ai_spend_log for select to authenticated
  using (client_id in (select private.my_client_ids('admin')));
