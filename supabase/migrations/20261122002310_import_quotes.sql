-- What the person who started an import was told that enriching its leads costs at most, and what it has cost so far, in micro-dollars AUD.
-- Nothing more is bought for the import once the next lead could go beyond it.
alter table public.import_jobs
  add column enrichment_ceiling_micros bigint check (enrichment_ceiling_micros >= 0),
  add column enrichment_spent_micros bigint not null default 0 check (enrichment_spent_micros >= 0);
grant update (enrichment_ceiling_micros) on public.import_jobs to authenticated;
