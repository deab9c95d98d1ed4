-- Daily counts of a client and of each campaign, taken like a resource's in the transaction that hands a message over.
create table public.outreach_usage (
  client_id uuid not null references public.clients (id),
  campaign_id uuid, -- null: the client as a whole
  day date not null, -- in the campaign's (or the client's) own time zone
  used integer not null default 0 check (used >= 0),
  unique nulls not distinct (client_id, campaign_id, day),
  foreign key (client_id, campaign_id) references public.campaigns (client_id, id)
);
alter table public.outreach_usage enable row level security;
alter table public.outreach_usage force row level security;
revoke all on public.outreach_usage from anon, authenticated;
grant select on public.outreach_usage to authenticated;
grant all on public.outreach_usage to service_role;
create policy outreach_usage_select on public.outreach_usage for select to authenticated
  using (client_id in (select private.my_client_ids()));

-- Two hand-offs of one mailbox are never closer than this (OP-11); the planner spaces them wider.
alter table public.resources add column minimum_spacing_seconds integer not null default 180
  check (minimum_spacing_seconds between 0 and 3600);
