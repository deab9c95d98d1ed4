-- Answers leave by the channel they came by and are counted; a prospect may be reminded of a meeting.

-- Calendars remind by themselves, and twice is once too often: no unless somebody says yes.
alter table public.clients add column reminds_prospects boolean not null default false;
grant update (reminds_prospects) on public.clients to authenticated;

-- Who booked, which need not be who was written to.
alter table private.bookings add column attendee_email extensions.citext;

alter table public.reply_drafts
  alter column message_id drop not null, -- a reminder answers nothing
  add column counted jsonb, -- [{id, day}]: the counters a hand-over was counted in, to give back exactly these
  add column provider_reference text,
  add column meeting_id uuid,
  add column reminder_kind text check (reminder_kind in ('day_before', 'hour_before')),
  add column meeting_starts_at timestamptz, -- as it stood when the reminder was written; a meeting that moved is reminded of anew
  add column due_at timestamptz, -- a reminder that is approved early waits until then
  add column to_address extensions.citext, -- whom a reminder goes to
  add foreign key (client_id, meeting_id) references public.meetings (client_id, id) on delete set null (meeting_id),
  add check (
    message_id is not null or (reminder_kind is not null and meeting_starts_at is not null and due_at is not null and to_address is not null)
  ),
  add unique (meeting_id, reminder_kind, meeting_starts_at);
create index reply_drafts_meeting_idx on public.reply_drafts (client_id, meeting_id) where meeting_id is not null;
create index reply_drafts_reference_idx on public.reply_drafts (channel, provider_reference) where provider_reference is not null;

grant update (reason) on public.reply_drafts to authenticated; -- why one that was let go waits

-- A person lets an answer that waits go, puts it away, or takes back one that has not left; that it went out is for the product to say.
create or replace function private.refuse_told_outcome() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user = 'authenticated'
    and (old.state not in ('suggested', 'waiting', 'ready') or new.state not in ('suggested', 'waiting', 'ready', 'dismissed')) then
    raise exception 'a member cannot set an answer from % to %', old.state, new.state using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;
