-- What an answer told us beside its intent, what we would write back, who it names, and who was reminded of a meeting.

alter table public.threads
  add column objection text check (objection in ('timing', 'budget', 'authority', 'need', 'competitor', 'trust', 'other')),
  add column objection_count integer not null default 0 check (objection_count >= 0), -- the second one goes to a person
  add column rejection_reason text check (rejection_reason in (
    'timing_not_now', 'budget_constraints', 'using_competitor', 'not_decision_maker', 'no_need', 'bad_experience', 'too_busy',
    'not_interested_generic', 'do_not_contact', 'wrong_contact', 'company_policy', 'other'
  )),
  add column follow_up_on date, -- a person is told on that day; nothing goes out by itself
  add column follow_up_told_at timestamptz;
grant update (follow_up_on) on public.threads to authenticated;
create index threads_follow_up_idx on public.threads (follow_up_on) where follow_up_on is not null and follow_up_told_at is null;

alter table public.messages
  add column entities jsonb, -- preferences, questions, pains, budget… each with the words it was read from
  add column understood_at timestamptz; -- once: what follows from a message is never done twice

-- Autopilot lets outreach go by itself; whether answers in a conversation do too is said apart, and is no unless somebody says yes.
alter table public.clients add column answers_by_itself boolean not null default false;
grant update (answers_by_itself) on public.clients to authenticated;

create table public.reply_drafts (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null,
  thread_id uuid not null,
  message_id uuid not null unique, -- the message it answers: one draft each
  lead_id uuid not null,
  channel public.channel_type not null,
  state text not null default 'suggested'
    check (state in ('suggested', 'waiting', 'ready', 'sending', 'sent', 'unknown', 'failed', 'dismissed', 'superseded')),
  subject text not null default '' check (length(subject) <= 300),
  body text not null check (length(body) between 1 and 5000),
  content_hash text not null,
  approved_hash text, -- of the text a person, or autopilot, let go; another text does not go out
  citations jsonb not null default '[]',
  made_by text not null check (made_by in ('baseline', 'model')),
  needs_person text, -- why a person decides, in words
  ready_at timestamptz, -- not before this
  is_edited boolean not null default false,
  decided_by uuid references public.users (id) on delete set null,
  decided_at timestamptz,
  resource_id uuid,
  outgoing_id text unique,
  certificate jsonb,
  claimed_at timestamptz,
  sent_at timestamptz,
  reason text,
  created_at timestamptz not null default private.now(),
  updated_at timestamptz not null default private.now(),
  unique (client_id, id),
  foreign key (client_id, thread_id) references public.threads (client_id, id),
  foreign key (client_id, message_id) references public.messages (client_id, id),
  foreign key (client_id, lead_id) references public.leads (client_id, id),
  foreign key (client_id, resource_id) references public.resources (client_id, id),
  check (state not in ('ready', 'sending', 'sent', 'unknown') or approved_hash is not null),
  check (state not in ('sending', 'sent', 'unknown') or (outgoing_id is not null and certificate is not null and claimed_at is not null)),
  check ((state = 'sent') = (sent_at is not null))
);
create index reply_drafts_thread_idx on public.reply_drafts (thread_id, created_at desc);
create index reply_drafts_waiting_idx on public.reply_drafts (client_id, created_at) where state in ('suggested', 'waiting');
create index reply_drafts_lead_idx on public.reply_drafts (client_id, lead_id);
create index reply_drafts_sending_idx on public.reply_drafts (claimed_at) where state = 'sending';
create trigger reply_drafts_updated_at before update on public.reply_drafts for each row execute function private.set_updated_at();

-- Somebody an answer points to. Nothing is sent to them: a person records why they may be written to, or lets it go.
create table public.referrals (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null,
  lead_id uuid not null, -- who named them
  message_id uuid not null unique,
  name text,
  email extensions.citext,
  role text,
  quote text not null,
  state text not null default 'held' check (state in ('held', 'added', 'dismissed')),
  added_lead_id uuid,
  decided_by uuid references public.users (id) on delete set null,
  decided_at timestamptz,
  created_at timestamptz not null default private.now(),
  unique (client_id, id),
  foreign key (client_id, lead_id) references public.leads (client_id, id),
  foreign key (client_id, message_id) references public.messages (client_id, id),
  foreign key (client_id, added_lead_id) references public.leads (client_id, id),
  check (state <> 'added' or added_lead_id is not null)
);
create index referrals_lead_idx on public.referrals (client_id, lead_id);
create index referrals_added_lead_idx on public.referrals (client_id, added_lead_id);

-- A meeting that was moved is reminded of again: the time is part of the key.
create table public.meeting_reminders (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null,
  meeting_id uuid not null,
  kind text not null check (kind in ('day_before', 'hour_before')),
  starts_at timestamptz not null,
  created_at timestamptz not null default private.now(),
  unique (meeting_id, kind, starts_at),
  foreign key (client_id, meeting_id) references public.meetings (client_id, id) on delete cascade
);
create index meeting_reminders_client_idx on public.meeting_reminders (client_id, meeting_id);

do $$
declare
  name text;
begin
  foreach name in array array['reply_drafts', 'referrals', 'meeting_reminders'] loop
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

grant update (state, subject, body, content_hash, approved_hash, ready_at, is_edited, decided_by, decided_at) on public.reply_drafts to authenticated;
create policy reply_drafts_update on public.reply_drafts for update to authenticated
  using (client_id in (select private.my_client_ids('member')))
  with check (client_id in (select private.my_client_ids('member')));

-- A person lets an answer that waits go, or puts it away; that it went out is for the product alone to say.
create function private.refuse_told_outcome() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user = 'authenticated'
    and (old.state not in ('suggested', 'waiting') or new.state not in ('suggested', 'waiting', 'ready', 'dismissed')) then
    raise exception 'a member cannot set an answer from % to %', old.state, new.state using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;
revoke all on function private.refuse_told_outcome() from public;
create trigger reply_drafts_told_outcome before update on public.reply_drafts
  for each row execute function private.refuse_told_outcome();
grant update (state, added_lead_id, decided_by, decided_at) on public.referrals to authenticated;
create policy referrals_update on public.referrals for update to authenticated
  using (client_id in (select private.my_client_ids('member'))) with check (client_id in (select private.my_client_ids('member')));
