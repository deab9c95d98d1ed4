-- The last stage of the enrichment waterfall: rows of a Clay table, the share of look-ups that may become one, and the life of its webhook.

-- One lead's row, once in a lead's life. The id is what Clay sends back as agency_os_request_id.
create table private.clay_rows (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null references public.clients (id),
  lead_id uuid not null unique,
  -- waiting: would be worth a row; chosen: has one of the batch's; sent: handed to Clay, or on its way there; settled: the lead has gone on.
  state text not null default 'waiting' check (state in ('waiting', 'chosen', 'sent', 'settled')),
  score integer not null, -- how hot the lead looked, 0 to 100
  flaws text not null, -- why its record cannot be used without more
  record jsonb, -- what the stages before told; gone as soon as nobody needs it any more
  most_credits integer check (most_credits > 0), -- what the row may cost, in Clay's credits
  created_at timestamptz not null,
  answer_by timestamptz, -- from then on the lead goes on without it
  answer jsonb, -- what Clay knew; a later answer that knows somebody replaces one that knew nobody
  answered_at timestamptz,
  taken_at timestamptz, -- when the lead learned from the answer
  settled_at timestamptz,
  foreign key (client_id, lead_id) references public.leads (client_id, id)
);
create index clay_rows_client_idx on private.clay_rows (client_id, lead_id);

-- How many look-ups a batch came to and how many of them went on to Clay: what the client's share of the day is counted from.
create table private.clay_batches (
  client_id uuid not null references public.clients (id),
  batch_key text not null,
  day date not null, -- UTC
  looked_up integer not null check (looked_up >= 0),
  attempts integer not null check (attempts between 0 and looked_up),
  primary key (client_id, batch_key)
);
create index clay_batches_day_idx on private.clay_batches (client_id, day);

-- Rows ever sent through a webhook, which takes 50,000 in its life. Its address is half its secret, so only a hash of it stands here.
create table private.clay_webhooks (
  webhook_hash text primary key,
  rows_sent integer not null check (rows_sent between 0 and 50000)
);

alter table private.clay_rows enable row level security;
alter table private.clay_rows force row level security;
alter table private.clay_batches enable row level security;
alter table private.clay_batches force row level security;
alter table private.clay_webhooks enable row level security;
alter table private.clay_webhooks force row level security;
revoke all on private.clay_rows, private.clay_batches, private.clay_webhooks from anon, authenticated;
grant all on private.clay_rows, private.clay_batches, private.clay_webhooks to service_role;
