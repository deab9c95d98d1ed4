-- Every reason for which nobody may write to an address is kept: a complaint must not disappear behind an earlier bounce.
alter table private.global_suppressions drop constraint global_suppressions_kind_key_hmac_key;
alter table private.global_suppressions add constraint global_suppressions_once unique (kind, key_hmac, reason);

-- A suppression that was released and is wanted again is a new row with its own reason, so one row a reason is too few.
-- suppressions_key_idx answers what this index was read for.
drop index public.suppressions_once_idx;

/*
 * Which of `hashes` are suppressed for the client on `wanted` (null = any channel). A release clears what came before it;
 * a global suppression cannot be released here. An address that does not exist closes e-mail alone: its owner may still have a
 * phone. A signed-in session learns about its own clients only.
 */
create or replace function private.suppressed_hashes(client uuid, kind text, hashes text[], wanted public.channel_type)
returns setof text
language sql stable security definer
set search_path = ''
as $$
  select hash
  from unnest(hashes) as hash
  where
    (current_setting('role', true) is distinct from 'authenticated' or client in (select private.my_client_ids()))
    and (
      exists (
        select 1
        from private.global_suppressions g
        where g.kind = suppressed_hashes.kind
          and g.key_hmac = hash
          and (wanted is null or wanted = 'email' or g.reason <> 'hard_bounced')
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

-- Whether a campaign could reach anybody is asked on each of its pages: leads that no campaign has yet are found at once.
create index leads_free_idx on public.leads (client_id, status) where deleted_at is null and campaign_id is null;
