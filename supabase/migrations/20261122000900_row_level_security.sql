-- Who may see and change what. RLS is the wall: on and forced for every table, then a policy for each thing a role may do.
-- Everything not granted here is done by the system role on behalf of a named client.

do $$
declare
  target record;
begin
  for target in
    select c.oid::regclass as name
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'private') and c.relkind = 'r'
  loop
    execute format('alter table %s enable row level security', target.name);
    execute format('alter table %s force row level security', target.name);
    execute format('revoke all on %s from anon, authenticated', target.name);
  end loop;
end
$$;

-- Tenant and people -------------------------------------------------------------------------------------------------------
grant select on public.clients to authenticated;
grant update (
  name, default_permission_mode, timezone, legal_name, abn, postal_address, contact_email, booking_url, website_url, company_description,
  services_offered, value_proposition, default_offer, team_size, years_in_business, icp_industries, icp_company_sizes, icp_locations,
  icp_titles, icp_pain_points, icp_revenue_range, icp_confirmed_at, als_weights, data_sharing_consent, data_sharing_consented_at,
  data_sharing_text_version, paused_at, paused_by, pause_reason
) on public.clients to authenticated;
create policy clients_select on public.clients for select to authenticated
  using (id in (select private.my_client_ids()));
create policy clients_update on public.clients for update to authenticated
  using (id in (select private.my_client_ids('admin'))) with check (id in (select private.my_client_ids('admin')));

grant select on public.users to authenticated;
grant update (full_name) on public.users to authenticated;
create policy users_select on public.users for select to authenticated
  using (id in (select private.my_teammate_ids()));
create policy users_update on public.users for update to authenticated
  using (id = (select auth.uid())) with check (id = (select auth.uid()));

-- Inviting and accepting are the system's: an invitation makes an auth user first.
grant select on public.memberships to authenticated;
grant update (role, removed_at) on public.memberships to authenticated;
create policy memberships_select on public.memberships for select to authenticated
  using (client_id in (select private.my_client_ids()) or user_id = (select auth.uid()));
create policy memberships_update on public.memberships for update to authenticated
  using (
    client_id in (select private.my_client_ids('admin'))
    and (role <> 'owner' or client_id in (select private.my_client_ids('owner')))
  )
  with check (
    client_id in (select private.my_client_ids('admin'))
    and (role <> 'owner' or client_id in (select private.my_client_ids('owner')))
  );

-- Campaigns ---------------------------------------------------------------------------------------------------------------
grant select, insert, update on public.campaigns, public.campaign_resources, public.leads, public.enrolments, public.touches,
  public.threads, public.messages, public.meetings, public.approvals, public.import_jobs to authenticated;
grant select, insert on public.sequence_versions, public.sequence_steps, public.consent_bases, public.activities, public.suppressions
  to authenticated;
grant update (revoked_at, revoked_reason) on public.consent_bases to authenticated;
grant select, insert, update on public.resources to authenticated;
grant select on public.resource_usage, public.import_rejects, public.credit_ledger, public.provider_costs, public.audit_logs,
  public.notifications to authenticated;
grant update (read_at) on public.notifications to authenticated;

do $$
declare
  rule record;
begin
  for rule in
    select * from (values
      -- table, who reads, who inserts, who updates (null: nobody)
      ('campaigns', 'viewer', 'member', 'member'),
      ('campaign_resources', 'viewer', 'member', 'member'),
      ('sequence_versions', 'viewer', 'member', null),
      ('sequence_steps', 'viewer', 'member', null),
      ('resources', 'viewer', 'admin', 'admin'),
      ('resource_usage', 'viewer', null, null),
      ('leads', 'viewer', 'member', 'member'),
      ('consent_bases', 'viewer', 'member', 'member'),
      ('suppressions', 'viewer', 'member', null),
      ('import_jobs', 'viewer', 'member', 'member'),
      ('import_rejects', 'viewer', null, null),
      ('enrolments', 'viewer', 'member', 'member'),
      ('touches', 'viewer', 'member', 'member'),
      ('threads', 'viewer', 'member', 'member'),
      ('messages', 'viewer', 'member', 'member'),
      ('meetings', 'viewer', 'member', 'member'),
      ('activities', 'viewer', 'member', null),
      ('approvals', 'viewer', 'member', 'member'),
      ('credit_ledger', 'admin', null, null),
      ('provider_costs', 'admin', null, null),
      ('audit_logs', 'admin', null, null)
    ) as rules (name, reads, inserts, updates)
  loop
    execute format(
      'create policy %1$s_select on public.%1$s for select to authenticated using (client_id in (select private.my_client_ids(%2$L)))',
      rule.name, rule.reads
    );
    if rule.inserts is not null then
      execute format(
        'create policy %1$s_insert on public.%1$s for insert to authenticated with check (client_id in (select private.my_client_ids(%2$L)))',
        rule.name, rule.inserts
      );
    end if;
    if rule.updates is not null then
      execute format(
        'create policy %1$s_update on public.%1$s for update to authenticated using (client_id in (select private.my_client_ids(%2$L)))'
          || ' with check (client_id in (select private.my_client_ids(%2$L)))',
        rule.name, rule.updates
      );
    end if;
  end loop;
end
$$;

create policy notifications_select on public.notifications for select to authenticated
  using (client_id in (select private.my_client_ids()) and (user_id is null or user_id = (select auth.uid())));
create policy notifications_update on public.notifications for update to authenticated
  using (client_id in (select private.my_client_ids()) and (user_id is null or user_id = (select auth.uid())))
  with check (client_id in (select private.my_client_ids()) and (user_id is null or user_id = (select auth.uid())));

-- No browser and no member reads these; the system role does.
grant select, insert, update on public.platform_weights to service_role;

-- The door out: a member's transaction may announce what it did, for its own client.
grant insert on private.outbox to authenticated;
create policy outbox_insert on private.outbox for insert to authenticated
  with check (client_id in (select private.my_client_ids('member')));
-- A file is uploaded by a member, row by row; the function reads it.
grant insert on private.import_chunks to authenticated;
create policy import_chunks_insert on private.import_chunks for insert to authenticated
  with check (client_id in (select private.my_client_ids('member')));
-- A mailbox password goes in and never comes out.
grant insert, update on private.resource_secrets to authenticated;
create policy resource_secrets_insert on private.resource_secrets for insert to authenticated
  with check (client_id in (select private.my_client_ids('admin')));
create policy resource_secrets_update on private.resource_secrets for update to authenticated
  using (client_id in (select private.my_client_ids('admin'))) with check (client_id in (select private.my_client_ids('admin')));

grant usage on schema private to authenticated;
grant all on all tables in schema public, private to service_role;
revoke update, delete, truncate on public.audit_logs from service_role;
