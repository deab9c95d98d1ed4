-- A row says who made it, and nobody signs for somebody else.
alter policy activities_insert on public.activities
  with check (client_id in (select private.my_client_ids('member')) and actor_user_id = (select auth.uid()));
-- Lifting a suppression is an admin's act; adding one is any member's.
alter policy suppressions_insert on public.suppressions
  with check (
    client_id in (select private.my_client_ids('member'))
    and created_by = (select auth.uid())
    and (reason <> 'released' or client_id in (select private.my_client_ids('admin')))
  );
