-- The agency's own clients: a person says which of those found on its website are, and none of them is written to cold.

alter table public.client_portfolio
  add column standing text not null default 'client' check (standing in ('client', 'past_client', 'not_client')),
  add column standing_by uuid references public.users (id) on delete set null,
  add column standing_at timestamptz, -- a person said so: later readings leave it
  add column domain_set_at timestamptz, -- a person typed the domain: the same
  add check (standing = 'client' or standing_at is not null);

grant update (standing, standing_at, company_domain, domain_set_at) on public.client_portfolio to authenticated;
create policy client_portfolio_update on public.client_portfolio for update to authenticated
  using (client_id in (select private.my_client_ids('admin'))) with check (client_id in (select private.my_client_ids('admin')));

-- Who says where a company stands signs for it, and cannot sign for somebody else.
create function private.sign_standing() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.standing_by := (select auth.uid());
  return new;
end
$$;
revoke all on function private.sign_standing() from public;
create trigger client_portfolio_signed before update of standing, standing_at on public.client_portfolio
  for each row execute function private.sign_standing();
create trigger client_portfolio_audit after update of standing, standing_at, domain_set_at on public.client_portfolio
  for each row execute function private.audit_row('own_client');

-- A release that names a suppression lifts that one alone; one that names none lifts all that came before it.
alter table public.suppressions
  add column releases uuid, -- of a release
  add unique (client_id, id),
  add foreign key (client_id, releases) references public.suppressions (client_id, id);
create index suppressions_releases_idx on public.suppressions (client_id, releases) where releases is not null;

/*
 * Which of `hashes` are suppressed for the client on `wanted` (null = any channel). A release clears what came before it, or the one it
 * names; a global suppression cannot be released here. An address that does not exist closes e-mail alone: its owner may still have a
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
              and (r.releases = s.id or (r.releases is null and r.created_at > s.created_at))
          )
      )
    );
$$;
