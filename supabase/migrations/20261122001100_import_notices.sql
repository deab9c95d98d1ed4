-- What an import shows its owner besides the counts, and what happens to the uploaded rows when it is over.

alter table public.import_jobs
  add column rows_without_basis integer not null default 0, -- imported, but nothing may be sent to them yet
  add column default_evidence jsonb not null default '{}', -- what the uploader stated for rows that carry no consent of their own
  add column preview jsonb not null default '[]', -- the first rows, array of arrays of text
  add column notices jsonb not null default '{}'; -- {"encoding": "windows-1252", "unread": {"phone": 12}}

comment on column private.import_chunks.rows is 'array of {"row": 17, "cells": ["as", "uploaded"]}; row 1 is the first under the header';

/* Uploaded rows are personal data: they go once nobody can need them. A failed import keeps them, because it can be resumed. */
create function private.drop_import_chunks() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if new.status in ('finished', 'cancelled') or (new.status = 'failed' and new.started_at is null) then
    delete from private.import_chunks where import_job_id = new.id;
  end if;
  return null;
end;
$$;
create trigger import_jobs_drop_chunks after update of status on public.import_jobs
  for each row when (old.status is distinct from new.status) execute function private.drop_import_chunks();
