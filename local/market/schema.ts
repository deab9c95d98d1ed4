/** Everything the market remembers, in its own schema of the stand-ins' database. Safe to run at every start. */
export const MARKET_SCHEMA = `
create schema if not exists market;

create table if not exists market.people (
  email text primary key,
  away_until timestamptz,
  bounced_at timestamptz,
  human_reactions integer not null default 0,
  opted_out_at timestamptz,
  opted_out_by text,
  booked_at timestamptz
);
alter table market.people add column if not exists opted_out_channel text;

create table if not exists market.contact_points (
  kind text not null check (kind in ('phone', 'profile', 'address')),
  value text not null,
  email text not null,
  primary key (kind, value)
);

create table if not exists market.contacts (
  channel text not null check (channel in ('sms', 'linkedin', 'voice', 'mail')),
  reference text not null,
  email text not null references market.people (email),
  act text not null,
  ordinal integer not null,
  reached text not null,
  sender text not null,
  body text not null,
  at timestamptz not null,
  answer jsonb not null,
  primary key (channel, reference)
);
create index if not exists contacts_by_person on market.contacts (email, channel, at);

create table if not exists market.received (
  mail_id uuid primary key,
  email text not null references market.people (email),
  message_id text not null,
  ordinal integer not null,
  mailbox text not null,
  sender_name text not null,
  mail_from text not null,
  subject text not null,
  booking_url text,
  received_at timestamptz not null,
  raw bytea not null
);
create index if not exists received_by_person on market.received (email, received_at);
create index if not exists received_message_id on market.received (message_id);

create table if not exists market.reactions (
  id bigint generated always as identity primary key,
  mail_id uuid not null references market.received (mail_id),
  email text not null,
  ordinal integer not null,
  kind text not null,
  due_at timestamptz not null,
  until timestamptz,
  state text not null default 'pending' check (state in ('pending', 'done', 'dropped', 'failed')),
  attempts integer not null default 0,
  finished_at timestamptz,
  outcome text,
  sent_message_id text,
  unique (mail_id, kind)
);
alter table market.reactions alter column mail_id drop not null;
alter table market.reactions add column if not exists channel text not null default 'email';
alter table market.reactions add column if not exists reference text;
create unique index if not exists reactions_of_contact on market.reactions (channel, reference, kind) where reference is not null;
create index if not exists reactions_by_person on market.reactions (email, channel, due_at);
create index if not exists reactions_due on market.reactions (due_at, email, ordinal, kind) where state = 'pending';
create index if not exists reactions_sent on market.reactions (sent_message_id) where sent_message_id is not null;

create table if not exists market.violations (
  kind text not null,
  email text not null,
  message_id text not null,
  at timestamptz not null,
  detail text not null,
  primary key (kind, email, message_id)
);
alter table market.violations add column if not exists channel text not null default 'email';

create table if not exists market.bookings (
  id text primary key,
  booking_url text not null,
  email text not null,
  name text not null,
  starts_at timestamptz not null,
  duration_minutes integer not null,
  booked_at timestamptz not null,
  by_persona boolean not null
);

create table if not exists market.callbacks (
  booking_id text primary key references market.bookings (id),
  state text not null check (state in ('queued', 'delivered', 'stopped', 'exhausted')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  last_status integer,
  last_error text
);
create index if not exists callbacks_due on market.callbacks (next_at, booking_id) where state = 'queued';

create table if not exists market.booking_links (sender_domain text primary key, url text not null);
`;
