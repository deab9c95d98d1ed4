import { subHours } from "date-fns";
import { sql } from "kysely";
import type { Ctx } from "@/lib/context";
import { systemTransaction } from "@/lib/db/client";
import { explainLeads } from "@/lib/engines/explain/explain-lead";
import { type Check, type Evidence, rowsOf } from "../evidence";

type Found = { found: string };

/** A step this late whose row says nothing about why was forgotten. */
const FORGOTTEN_AFTER_HOURS = 24;
/** Explained together; enough that what is asked once for all of them is asked seldom. */
const LEADS_AT_ONCE = 500;

/** Every living lead is somewhere, and the explainer can say what happens next to it. */
export const lostLeads: Check = {
  name: "no lead is lost",
  async find(evidence) {
    const { clientId, now } = evidence;
    const late = subHours(now, FORGOTTEN_AFTER_HOURS);
    const rows = await rowsOf(
      evidence,
      sql<Found>`
        with living as (
          select l.*, k.credits_remaining, k.subscription_status,
            exists (select from campaigns c where c.client_id = l.client_id and c.status = 'active' and c.deleted_at is null) as has_campaign
          from leads l join clients k on k.id = l.client_id where l.client_id = ${clientId} and l.deleted_at is null
        )
        select email || ' was never enriched' as found from living
        where status = 'new' and enrichment_error is null and credits_remaining > 0 and subscription_status in ('trialing', 'active')
        union all
        select email || ' was never scored' from living where status = 'enriched'
        union all
        select email || ' never entered a campaign' from living l where status = 'scored' and als_tier <> 'dead' and has_campaign
          and not exists (select from enrolments e where e.lead_id = l.id)
        union all
        select email || ' is in a sequence that has no enrolment' from living l where status = 'in_sequence'
          and not exists (select from enrolments e where e.lead_id = l.id)
        union all
        select l.email || ' is enrolled with nothing left to happen' from living l join enrolments e on e.lead_id = l.id and e.state = 'active'
        where not exists (select from touches t where t.enrolment_id = e.id
          and t.state in ('planned', 'awaiting_approval', 'ready', 'sending', 'unknown'))
        union all
        select l.email || ' step ' || t.step_number || ' is overdue and nobody says why' from living l
          join enrolments e on e.lead_id = l.id and e.state = 'active' join touches t on t.enrolment_id = e.id
          join campaigns c on c.id = t.campaign_id and c.status = 'active'
        where (t.state = 'ready' and t.slot_at < ${late}) or (t.state = 'planned' and t.due_at < ${late} and t.reason_code is null
          and not exists (select from touches p where p.enrolment_id = e.id and p.step_number < t.step_number
            and p.state in ('planned', 'awaiting_approval', 'ready', 'sending', 'unknown')))`,
    );
    return [...rows.map(({ found }) => found), ...(await unexplained(evidence))];
  },
};

async function unexplained(evidence: Evidence): Promise<string[]> {
  const { clientId, now, pepper, product } = evidence;
  const leads = await rowsOf(
    evidence,
    sql<{
      id: string;
      email: string;
    }>`select id, email::text as email from leads where client_id = ${clientId} and deleted_at is null order by email`,
  );
  const ctx: Ctx = { clientId, now, actor: { kind: "system" }, tx: (work) => systemTransaction(product, { now }, work) };
  const explained = new Set<string>();
  for (let start = 0; start < leads.length; start += LEADS_AT_ONCE) {
    const leadIds = leads.slice(start, start + LEADS_AT_ONCE).map(({ id }) => id);
    const explanations = await explainLeads(ctx, { leadIds }, { pepper });
    for (const { leadId, summary } of explanations) {
      if (summary.trim() !== "" && !summary.includes("nobody can say why")) explained.add(leadId);
    }
  }
  return leads.filter(({ id }) => !explained.has(id)).map(({ email }) => `${email} has no explanation`);
}
