-- Leads, the basis on which they may be contacted, and those who may not be.

create table public.leads (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null references public.clients (id),
  campaign_id uuid,
  email extensions.citext not null check (email::text = btrim(email::text) and email::text ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'),
  personal_email extensions.citext,
  phone text,
  first_name text,
  last_name text,
  title text,
  seniority text,
  company text,
  domain text, -- registrable domain of the company
  website_url text,
  linkedin_url text,
  city text,
  state text check (state in ('NSW', 'VIC', 'QLD', 'SA', 'WA', 'TAS', 'ACT', 'NT')),
  postcode text,
  country text, -- ISO 3166-1 alpha-2
  timezone text,

  email_status text check (email_status in ('verified', 'guessed', 'catch_all', 'invalid', 'unknown')),
  email_verified_at timestamptz,
  phone_verified boolean not null default false,
  provider_person_id text,
  organization_industry text,
  organization_employee_count integer check (organization_employee_count >= 0),
  organization_country text,
  organization_founded_year integer,
  organization_is_hiring boolean,
  organization_latest_funding_date date,
  employment_start_date date,
  organization_description text,
  custom jsonb not null default '{}',

  als_score integer check (als_score between 0 and 100),
  als_tier public.als_tier,
  als_data_quality integer,
  als_authority integer,
  als_company_fit integer,
  als_timing integer,
  als_risk integer,
  als_components jsonb,
  als_weights_used jsonb,
  als_weight_source text,
  als_reasons jsonb,
  scored_at timestamptz,

  status public.lead_status not null default 'new',
  permission_override public.permission_mode,
  enrichment_source text,
  enrichment_confidence double precision check (enrichment_confidence between 0 and 1),
  enrichment_error text,
  enriched_at timestamptz,
  last_contacted_at timestamptz,
  last_replied_at timestamptz,
  reply_count integer not null default 0,
  bounce_count integer not null default 0,
  soft_bounce_count integer not null default 0,
  held_at timestamptz, -- a person must look before anything else goes out
  held_reason text,
  snoozed_until timestamptz,
  rejection_reason text,
  is_competitor boolean not null default false,
  source text not null default 'import',
  import_job_id uuid,
  created_at timestamptz not null default private.now(),
  updated_at timestamptz not null default private.now(),
  deleted_at timestamptz,
  unique (client_id, id),
  foreign key (client_id, campaign_id) references public.campaigns (client_id, id)
);
create unique index leads_email_idx on public.leads (client_id, email) where deleted_at is null;
create index leads_status_idx on public.leads (client_id, status, id) where deleted_at is null;
create index leads_score_idx on public.leads (client_id, als_score desc nulls last, id) where deleted_at is null;
create index leads_created_idx on public.leads (client_id, created_at desc, id) where deleted_at is null;
create index leads_domain_idx on public.leads (client_id, domain) where deleted_at is null;
create index leads_campaign_idx on public.leads (campaign_id, status) where deleted_at is null;

-- Why an address may be contacted (Spam Act 2003 Sch 2). At most one active basis for a lead and channel.
create table public.consent_bases (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null,
  lead_id uuid not null,
  channel public.channel_type not null,
  basis text not null check (basis in ('express', 'inferred_relationship', 'inferred_publication')),
  evidence jsonb not null default '{}',
  source_url text,
  captured_at timestamptz not null,
  recorded_by uuid references public.users (id) on delete set null,
  recorded_via text not null check (recorded_via in ('import', 'manual', 'reply', 'api')),
  expires_at timestamptz,
  revoked_at timestamptz,
  revoked_reason text,
  created_at timestamptz not null default private.now(),
  unique (client_id, id),
  foreign key (client_id, lead_id) references public.leads (client_id, id),
  -- AU-02: publication needs where it was published, that no statement forbids it, the role, and why the offer is relevant to it.
  check (
    basis <> 'inferred_publication'
    or (source_url is not null and evidence ? 'role' and evidence ? 'relevance' and (evidence -> 'no_contrary_statement') = 'true'::jsonb)
  )
);
create unique index consent_bases_active_idx on public.consent_bases (lead_id, channel) where revoked_at is null;
create index consent_bases_client_idx on public.consent_bases (client_id, lead_id);

-- Who may not be contacted. Only a keyed hash is kept (SU-02); release is a row of its own by a named person, never an update.
create table public.suppressions (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null references public.clients (id),
  kind text not null check (kind in ('email', 'domain', 'phone', 'linkedin')),
  key_hmac text not null check (key_hmac ~ '^[0-9a-f]{64}$'),
  key_version integer not null default 1,
  channels public.channel_type[] not null default '{email,sms,linkedin,voice,mail}',
  masked text not null, -- what a person may see: j•••@example.com
  reason text not null check (reason in (
    'unsubscribed', 'complained', 'hard_bounced', 'asked_us', 'competitor', 'customer', 'do_not_contact', 'erased', 'released'
  )),
  source text not null,
  evidence text,
  created_by uuid references public.users (id) on delete set null,
  created_at timestamptz not null default private.now()
);
create index suppressions_key_idx on public.suppressions (client_id, kind, key_hmac, created_at desc);
create index suppressions_recent_idx on public.suppressions (client_id, created_at desc);
create unique index suppressions_once_idx on public.suppressions (client_id, kind, key_hmac, reason) where reason <> 'released';

-- For every client. Members learn only that somebody is suppressed, never why or by whom (SU-06), so it lives out of their reach.
create table private.global_suppressions (
  id uuid primary key default private.uuid_v7(),
  kind text not null check (kind in ('email', 'domain', 'phone', 'linkedin')),
  key_hmac text not null check (key_hmac ~ '^[0-9a-f]{64}$'),
  key_version integer not null default 1,
  reason text not null,
  source text not null,
  created_at timestamptz not null default private.now(),
  unique (kind, key_hmac)
);

/*
 * Which of `hashes` are suppressed for the client on `wanted` (null = any channel). A release clears what came before it;
 * a global suppression cannot be released here. Members may ask about their own clients only.
 */
create function private.suppressed_hashes(client uuid, kind text, hashes text[], wanted public.channel_type)
returns setof text
language sql stable security definer
set search_path = ''
as $$
  select hash
  from unnest(hashes) as hash
  where
    ((select auth.uid()) is null or client in (select private.my_client_ids()))
    and (
      exists (
        select 1 from private.global_suppressions g where g.kind = suppressed_hashes.kind and g.key_hmac = hash
      )
      or exists (
        select 1
        from public.suppressions s
        where s.client_id = client
          and s.kind = suppressed_hashes.kind
          and s.key_hmac = hash
          and s.reason <> 'released'
          and (wanted is null or wanted = any (s.channels))
          and not exists (
            select 1 from public.suppressions r
            where r.client_id = client and r.kind = s.kind and r.key_hmac = s.key_hmac and r.reason = 'released'
              and r.created_at > s.created_at
          )
      )
    );
$$;
grant execute on function private.suppressed_hashes(uuid, text, text[], public.channel_type) to authenticated;

create table public.import_jobs (
  id uuid primary key default private.uuid_v7(),
  client_id uuid not null references public.clients (id),
  campaign_id uuid,
  file_name text not null,
  file_sha256 text not null,
  byte_count bigint not null default 0,
  mapping jsonb not null default '{}', -- lead field -> column header
  header jsonb not null default '[]',
  default_basis text,
  status text not null default 'uploading'
    check (status in ('uploading', 'uploaded', 'running', 'finished', 'failed', 'cancelled')),
  rows_total integer not null default 0,
  rows_done integer not null default 0,
  rows_added integer not null default 0,
  rows_updated integer not null default 0,
  rows_duplicate integer not null default 0,
  rows_suppressed integer not null default 0,
  rows_invalid integer not null default 0,
  chunks_total integer not null default 0,
  error text,
  created_by uuid references public.users (id) on delete set null,
  started_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default private.now(),
  unique (client_id, id),
  foreign key (client_id, campaign_id) references public.campaigns (client_id, id)
);
create index import_jobs_recent_idx on public.import_jobs (client_id, created_at desc);
alter table public.leads
  add constraint leads_import_job_fkey foreign key (client_id, import_job_id) references public.import_jobs (client_id, id);

-- The uploaded rows until they are processed: a chunk is worked off in one transaction, so a killed import resumes at the next one.
create table private.import_chunks (
  import_job_id uuid not null references public.import_jobs (id) on delete cascade,
  client_id uuid not null references public.clients (id) on delete cascade,
  chunk_number integer not null,
  first_row integer not null, -- 1 = first row under the header
  rows jsonb not null, -- array of arrays of text
  done_at timestamptz,
  primary key (import_job_id, chunk_number)
);

-- Rows that did not become leads, as they came, with the reason: the downloadable error file.
create table public.import_rejects (
  import_job_id uuid not null,
  client_id uuid not null,
  row_number integer not null,
  columns jsonb not null, -- array of text, as uploaded
  kind text not null check (kind in ('invalid', 'suppressed', 'duplicate')),
  reason text not null,
  primary key (import_job_id, row_number),
  foreign key (client_id, import_job_id) references public.import_jobs (client_id, id)
);

create trigger leads_updated_at before update on public.leads for each row execute function private.set_updated_at();
