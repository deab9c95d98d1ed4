-- What calendars told of each booking. They tell it more than once and in any order, so facts are kept and the meeting follows from them.
create table private.bookings (
  provider text not null check (provider in ('calcom', 'calendly')),
  booking_id text not null, -- the provider's
  client_id uuid not null,
  lead_id uuid not null,
  meeting_id uuid,
  starts_at timestamptz,
  duration_minutes integer,
  replaced_by text, -- the booking it was moved to
  cancelled_at timestamptz,
  reason text,
  no_show_at timestamptz,
  no_show_lifted_at timestamptz,
  created_at timestamptz not null default private.now(),
  primary key (provider, booking_id),
  foreign key (client_id, lead_id) references public.leads (client_id, id),
  foreign key (client_id, meeting_id) references public.meetings (client_id, id)
);
create index bookings_replaced_idx on private.bookings (provider, replaced_by) where replaced_by is not null;
create index bookings_lead_idx on private.bookings (client_id, lead_id);
create index bookings_meeting_idx on private.bookings (client_id, meeting_id);
alter table private.bookings enable row level security;
alter table private.bookings force row level security;
revoke all on private.bookings from anon, authenticated;
grant all on private.bookings to service_role;

-- A call is found by the carrier's own id of it, also after a later attempt of the same touch.
create index calls_reference_idx on public.calls (provider_reference) where provider_reference is not null;
-- Who writes to one of our numbers is found by theirs.
create index leads_phone_idx on public.leads (client_id, phone) where phone is not null and deleted_at is null;
create index leads_linkedin_idx on public.leads (client_id, lower(linkedin_url)) where linkedin_url is not null and deleted_at is null;
-- Calendars and complaints name a person without saying whose contact they are.
create index leads_contacted_email_idx on public.leads (email) where deleted_at is null and last_contacted_at is not null;
create index leads_contacted_personal_email_idx on public.leads (personal_email)
  where personal_email is not null and deleted_at is null and last_contacted_at is not null;
create index leads_contacted_domain_idx on public.leads (domain) where deleted_at is null and last_contacted_at is not null;
