/** Everything the mail system remembers, in its own schema of the stand-ins' database. Safe to run at every start. */
export const MAIL_SCHEMA = `
create schema if not exists mail;

create table if not exists mail.transactions (
  id bigint generated always as identity primary key,
  message_id text not null,
  mail_from text not null,
  smtp_user text,
  recipients text[] not null,
  received_at timestamptz not null
);
create index if not exists transactions_message_id on mail.transactions (message_id);

create table if not exists mail.messages (
  id uuid primary key,
  number bigint generated always as identity unique,
  transaction_id bigint references mail.transactions (id),
  mailbox text not null,
  direction text not null check (direction in ('outgoing', 'incoming')),
  mail_from text not null,
  header_from text not null,
  subject text not null,
  message_id text not null,
  raw bytea not null,
  received_at timestamptz not null,
  announced boolean not null
);
create index if not exists messages_mailbox on mail.messages (mailbox, number desc);
create index if not exists messages_unannounced on mail.messages (number) where not announced;

create table if not exists mail.senders (address text primary key);

create table if not exists mail.behaviours (address text primary key, behaviour jsonb not null);

create table if not exists mail.reactions (
  id bigint generated always as identity primary key,
  message_id uuid not null references mail.messages (id),
  reaction jsonb not null,
  due_at timestamptz not null,
  done_at timestamptz
);
create index if not exists reactions_due on mail.reactions (due_at, id) where done_at is null;

create table if not exists mail.webhooks (
  id bigint generated always as identity primary key,
  message_id uuid not null unique references mail.messages (id),
  state text not null check (state in ('queued', 'delivered', 'stopped', 'exhausted')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  last_status integer,
  last_error text
);
create index if not exists webhooks_due on mail.webhooks (next_at, id) where state = 'queued';
`;
