-- Who runs a mailbox and a domain's place among the client's own, for the limits mail hosts set; and what receivers say of our authentication.

alter table public.resources
  -- Of a mailbox: the service behind its outgoing server; null where nobody knows.
  add column mail_host text check (mail_host in ('google', 'microsoft', 'yahoo', 'other')),
  -- Of a domain: where hosts count together, "firm.com.au" for "mail.firm.com.au". Null: the domain itself.
  add column registrable_domain text;

-- One aggregate report a receiver sent about one day or so of a sending domain's mail (RFC 9990).
create table public.dmarc_reports (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null,
  resource_id uuid not null, -- the domain
  reporter text not null check (length(reporter) between 1 and 200),
  report_id text not null check (length(report_id) between 1 and 200),
  begins_at timestamptz not null,
  ends_at timestamptz not null,
  messages integer not null check (messages >= 0),
  aligned integer not null check (aligned between 0 and messages), -- SPF or DKIM passed in the domain's own name
  received_at timestamptz not null,
  created_at timestamptz not null default private.now(),
  unique (resource_id, reporter, report_id),
  foreign key (client_id, resource_id) references public.resources (client_id, id)
);
create index dmarc_reports_domain_idx on public.dmarc_reports (client_id, resource_id, ends_at);

alter table public.dmarc_reports enable row level security;
alter table public.dmarc_reports force row level security;
revoke all on public.dmarc_reports from anon, authenticated;
grant all on public.dmarc_reports to service_role;
grant select on public.dmarc_reports to authenticated;
create policy dmarc_reports_select on public.dmarc_reports for select to authenticated
  using (client_id in (select private.my_client_ids()));
