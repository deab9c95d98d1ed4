import { sql } from "kysely";
import { type Check, rowsOf } from "../evidence";

type Found = { found: string };

/** The ledger adds up to the counter, each row to the balance it names, and each enriched lead was paid for once. */
export const credits: Check = {
  name: "credits add up",
  async find(evidence) {
    const { clientId } = evidence;
    const rows = await rowsOf(
      evidence,
      sql<Found>`
        select 'the ledger says ' || coalesce(sum(g.delta), 0) || ', the counter ' || k.credits_remaining as found
        from clients k left join credit_ledger g on g.client_id = k.id where k.id = ${clientId}
        group by k.credits_remaining having coalesce(sum(g.delta), 0) <> k.credits_remaining
        union all
        select l.email || ' was charged ' || count(*) || ' times' from credit_ledger g join leads l on l.id = g.lead_id
        where g.client_id = ${clientId} and g.reason = 'enrichment' group by l.id, l.email having count(*) > 1
        union all
        select l.email || ' was charged without being enriched' from credit_ledger g join leads l on l.id = g.lead_id
        where g.client_id = ${clientId} and g.reason = 'enrichment' and l.enriched_at is null
        union all
        -- A record from the cache is free and has no provider cost either.
        select l.email || ' was enriched at a cost and not charged' from leads l
        where l.client_id = ${clientId} and l.enriched_at is not null
          and exists (select from provider_costs c where c.lead_id = l.id and c.provider in ('apollo', 'hunter'))
          and not exists (select from credit_ledger g where g.lead_id = l.id and g.reason = 'enrichment')`,
    );
    return rows.map(({ found }) => found);
  },
};

/** Every row of every finished import is a lead or is listed with the reason why not. */
export const imports: Check = {
  name: "every imported row is accounted for",
  async find(evidence) {
    const { clientId } = evidence;
    const rows = await rowsOf(
      evidence,
      sql<Found>`
        with job as (
          select j.*, (select count(*) from import_rejects r where r.import_job_id = j.id) as rejects,
            (select count(*) from leads l where l.import_job_id = j.id) as leads
          from import_jobs j where j.client_id = ${clientId} and j.status not in ('cancelled', 'uploading')
        )
        select file_name || ' is ' || status as found from job where status <> 'finished'
        union all
        select file_name || ': ' || rows_done || ' of ' || rows_total || ' rows done' from job where status = 'finished' and rows_done <> rows_total
        union all
        select file_name || ': ' || (rows_added + rows_updated + rows_duplicate + rows_suppressed + rows_invalid) || ' of ' || rows_total || ' rows accounted for'
        from job where status = 'finished' and rows_added + rows_updated + rows_duplicate + rows_suppressed + rows_invalid <> rows_total
        union all
        select file_name || ': ' || rejects || ' rows in the error file, ' || (rows_duplicate + rows_suppressed + rows_invalid) || ' counted'
        from job where status = 'finished' and rejects <> rows_duplicate + rows_suppressed + rows_invalid
        union all
        select file_name || ': ' || leads || ' leads, ' || rows_added || ' counted as added' from job where status = 'finished' and leads <> rows_added`,
    );
    return rows.map(({ found }) => found);
  },
};

/** Each meeting names the message that led to it, that message is marked, no other of the person is; and each booking came in once. */
export const meetings: Check = {
  name: "every meeting has one converting touch",
  async find(evidence) {
    const { clientId, local } = evidence;
    const rows = await rowsOf(
      evidence,
      sql<Found>`
        select l.email || ' has a meeting without a converting touch' as found from meetings m join leads l on l.id = m.lead_id
        where m.client_id = ${clientId} and m.converting_touch_id is null
        union all
        select l.email || ' has ' || count(t.id) || ' touches marked as converting' from leads l left join touches t on t.lead_id = l.id and t.led_to_booking
        where l.client_id = ${clientId} and exists (select from meetings m where m.lead_id = l.id) group by l.id, l.email having count(t.id) <> 1
        union all
        select l.email || ' has a converting touch and no meeting' from touches t join leads l on l.id = t.lead_id
        where t.client_id = ${clientId} and t.led_to_booking and not exists (select from meetings m where m.lead_id = t.lead_id)`,
    );
    const known = await rowsOf(
      evidence,
      sql<{ email: string; externalId: string }>`
        select l.email::text as email, coalesce(m.external_id, '') as external_id from leads l left join meetings m on m.lead_id = l.id
        where l.client_id = ${clientId}`,
    );
    const emails = new Set(known.map(({ email }) => email.toLowerCase()));
    const booked = new Set(known.map(({ externalId }) => externalId));
    const { rows: bookings } = await local.query<{ id: string; email: string }>("select id, email from market.bookings order by email");
    const missing = bookings
      .filter(({ id, email }) => emails.has(email) && !booked.has(id))
      .map(({ email }) => `${email} booked and has no meeting`);
    return [...rows.map(({ found }) => found), ...missing];
  },
};
