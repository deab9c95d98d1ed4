-- What was found out before anybody writes: about an industry, kept for a while, and about each hot lead.

-- One answer for each industry a client writes to; another question, or another wording of ours, takes its place.
create table public.industry_research (
  client_id uuid not null references public.clients (id),
  industry text not null check (length(industry) between 1 and 60),
  fingerprint text not null check (length(fingerprint) between 1 and 64), -- of what was asked
  result jsonb not null,
  made_by text not null check (made_by in ('baseline', 'model')),
  prompt_version integer not null check (prompt_version > 0),
  researched_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (client_id, industry),
  check (expires_at >= researched_at)
);

-- What to know about a hot lead before writing to them. It rests on stored facts alone and goes with its lead.
create table public.lead_research (
  lead_id uuid primary key,
  client_id uuid not null,
  opening_line text check (length(opening_line) between 1 and 300 and opening_line !~ '[\r\n]'), -- may stand in a header
  summary text check (length(summary) between 1 and 600),
  recent_activity jsonb not null default '[]', -- what posts of theirs say, in their own words
  cites text[] not null default '{}', -- keys of the facts all of it rests on
  made_by text check (made_by in ('baseline', 'model')),
  why text check (why in ('no_key', 'over_budget', 'timed_out', 'refused', 'malformed', 'unreachable')), -- the rules had to answer
  prompt_version integer check (prompt_version > 0),
  researched_at timestamptz,
  -- Handed to a model with others of its run: a run that died there is not known to have been charged, and never asks twice.
  asked_at timestamptz,
  asked_by_run text,
  foreign key (client_id, lead_id) references public.leads (client_id, id) on delete cascade,
  check ((researched_at is null) = (made_by is null)),
  check ((researched_at is null) = (prompt_version is null)),
  check ((asked_at is null) = (asked_by_run is null)),
  check (researched_at is not null or asked_at is not null)
);
create index lead_research_client_idx on public.lead_research (client_id, lead_id);

do $$
declare
  name text;
begin
  foreach name in array array['industry_research', 'lead_research'] loop
    execute format('alter table public.%I enable row level security', name);
    execute format('alter table public.%I force row level security', name);
    execute format('revoke all on public.%I from anon, authenticated', name);
    execute format('grant all on public.%I to service_role', name);
    execute format('grant select on public.%I to authenticated', name);
    execute format(
      'create policy %I on public.%I for select to authenticated using (client_id in (select private.my_client_ids()))', name || '_select', name
    );
  end loop;
end $$;

-- Whoever takes a lead away, a member or the product, takes away what was found out about them.
create function private.forget_lead_research() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  delete from public.lead_research where lead_id = new.id;
  return null;
end
$$;
revoke all on function private.forget_lead_research() from public;
create trigger leads_forget_research after update of deleted_at on public.leads
  for each row when (new.deleted_at is not null) execute function private.forget_lead_research();
