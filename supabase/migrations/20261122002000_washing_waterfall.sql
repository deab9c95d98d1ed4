-- What is asked of the Do Not Call Register, and what the enrichment waterfall may spend.

-- A list on its way to the register. The id is the reference it is washed under, so it stands here before the register is asked.
create table private.register_washes (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null references public.clients (id),
  submitted_by text not null, -- the entity the list is washed for (AU-22)
  numbers text[] not null, -- E.164; once settled only those the register gave no clear answer for
  submitted_at timestamptz not null,
  look_at timestamptz not null, -- when its result is looked for
  looks integer not null default 0,
  settled_at timestamptz,
  receipt text -- the register's answer as it came (AU-21)
);
create index register_washes_open_idx on private.register_washes (look_at) where settled_at is null;
create index register_washes_client_idx on private.register_washes (client_id, settled_at);
alter table private.register_washes enable row level security;
alter table private.register_washes force row level security;
revoke all on private.register_washes from anon, authenticated;
grant all on private.register_washes to service_role;

-- Texts and calls that need a washed number soon.
create index touches_phone_due_idx on public.touches (due_at, client_id)
  where channel in ('voice', 'sms') and state in ('planned', 'awaiting_approval', 'ready');

alter table public.leads
  -- Who filled a column, how sure they were, and when: {"title": {"provider", "confidence", "fetchedAt"}}. What the client told us is not here.
  add column enriched_fields jsonb not null default '{}',
  add column deepened_at timestamptz; -- when phone and profile were asked for
-- How the latest look-ups of an import ended.
create index leads_import_tried_idx on public.leads (import_job_id, (coalesce(enriched_at, email_verified_at)) desc)
  where import_job_id is not null and (status <> 'new' or enrichment_error is not null);
