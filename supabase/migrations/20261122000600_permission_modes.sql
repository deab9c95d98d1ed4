-- Co-pilot: what waits for a person. An approval is bound to the hash of the content it approves.

create table public.approvals (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null,
  campaign_id uuid not null,
  lead_id uuid not null,
  touch_id uuid not null,
  kind text not null default 'outreach' check (kind in ('outreach', 'reply')),
  channel public.channel_type not null,
  subject text,
  body text not null,
  content_hash text not null,
  status text not null default 'pending' check (status in ('pending', 'approved', 'rejected', 'expired', 'superseded')),
  is_edited boolean not null default false,
  reject_reason text,
  decided_by uuid references public.users (id) on delete set null,
  decided_at timestamptz,
  expires_at timestamptz not null,
  created_at timestamptz not null default private.now(),
  updated_at timestamptz not null default private.now(),
  unique (client_id, id),
  foreign key (client_id, campaign_id) references public.campaigns (client_id, id),
  foreign key (client_id, lead_id) references public.leads (client_id, id),
  foreign key (client_id, touch_id) references public.touches (client_id, id),
  check ((status in ('approved', 'rejected')) = (decided_at is not null))
);
create unique index approvals_pending_idx on public.approvals (touch_id) where status = 'pending';
create index approvals_queue_idx on public.approvals (client_id, created_at) where status = 'pending';
create index approvals_expiry_idx on public.approvals (expires_at) where status = 'pending';
create index approvals_touch_idx on public.approvals (touch_id, content_hash) where status = 'approved';

create table public.notifications (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null references public.clients (id),
  user_id uuid references public.users (id) on delete cascade, -- null: everyone in the client
  kind text not null check (kind in ('reply', 'meeting', 'approval', 'review', 'health', 'import', 'system')),
  title text not null,
  body text,
  href text,
  read_at timestamptz,
  created_at timestamptz not null default private.now()
);
create index notifications_recent_idx on public.notifications (client_id, created_at desc);

create trigger approvals_updated_at before update on public.approvals for each row execute function private.set_updated_at();
