-- What a claim and a plan ask stays as fast with ten million touches as with a hundred thousand.

-- Whom the client has written to at one recipient domain, asked at every hand-over of an e-mail.
create index leads_email_domain_idx on public.leads (client_id, split_part(email::text, '@', 2));

-- A sender and a campaign belong to one client. Without knowing that, PostgreSQL expects a few dozen touches of them where there are
-- ten thousand, and sorts them all to find the last hundred instead of reading the index from its end.
create statistics public.touches_owners (dependencies) on client_id, campaign_id, resource_id from public.touches;
