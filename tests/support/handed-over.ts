import { subMinutes } from "date-fns";
import { sql } from "kysely";
import { type ReadyClient, type TestWorld, WEDNESDAY_MORNING } from "./factories";

type Bulk = { count: number; bounced?: number; withdrawn?: number; resourceId?: string; before?: Date };

/**
 * E-mails a client handed over, one a minute before `before`, each to another person; the latest of them bounced for good or were
 * answered with a withdrawal. Two statements, however many.
 */
export async function handedOver(
  { system }: TestWorld,
  client: ReadyClient,
  { count, bounced = 0, withdrawn = 0, resourceId = client.mailbox, before = subMinutes(WEDNESDAY_MORNING, 2 * 24 * 60) }: Bulk,
): Promise<void> {
  const { clientId, campaign, version, stepIds } = client;
  const { rows } = await sql<{ touchId: string; leadId: string }>`
    with people as (
      insert into leads (client_id, campaign_id, email, first_name, country, email_status, status, bounce_count)
      select ${clientId}, ${campaign}, 'sent' || n || '.' || gen_random_uuid() || '@' || n || '.example', 'Sam', 'AU', 'verified', 'in_sequence',
        case when n <= ${bounced}::int then 1 else 0 end
      from generate_series(1, ${count}::int) n returning id, split_part(split_part(email::text, '.', 1), 'sent', 2)::int as n
    ), joined as (
      insert into enrolments (client_id, campaign_id, lead_id, sequence_version_id, enrolled_at, state)
      select ${clientId}, ${campaign}, id, ${version}, ${before}, 'finished' from people returning id, lead_id
    )
    insert into touches (client_id, campaign_id, lead_id, enrolment_id, step_id, step_number, channel, state, idempotency_key, due_at,
      claimed_at, sent_at, resource_id, certificate, content_hash, message_id)
    select ${clientId}, ${campaign}, p.id, j.id, ${stepIds[0]}, 1, 'email', 'sent', p.id || ':1', ${before}::timestamptz,
      ${before}::timestamptz - p.n * interval '1 minute', ${before}::timestamptz - p.n * interval '1 minute', ${resourceId},
      '{}', 'seeded', '<' || p.id || '@seeded.example>'
    from people p join joined j on j.lead_id = p.id
    order by p.n
    returning id as touch_id, lead_id
  `.execute(system);
  await record(rows.slice(0, bounced), "bounced");
  await record(rows.slice(0, withdrawn), "unsubscribed");

  async function record(touches: typeof rows, action: "bounced" | "unsubscribed"): Promise<void> {
    if (touches.length === 0) return;
    await system
      .insertInto("activities")
      .values(
        touches.map(({ touchId, leadId }) => ({
          clientId,
          leadId,
          touchId,
          campaignId: campaign,
          action,
          reason: "seeded",
          occurredAt: before,
        })),
      )
      .execute();
  }
}
