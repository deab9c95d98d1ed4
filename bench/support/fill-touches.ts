import { Client } from "pg";
import type { BenchWorld } from "@/bench/support/bench-world";
import { readyClient, WEDNESDAY_MORNING } from "@/tests/support/factories";

export const TOUCHES_A_CLIENT = 50_000;
const STEPS = 5;
const TABLES = ["leads", "enrolments", "touches", "activities"];

/**
 * Fills a year of outreach: clients of 50,000 touches each, five e-mails a lead, three days apart. What is past was sent (or skipped, bounced,
 * or cancelled by an answer), what lies ahead is planned; of the last day half still waits, and two leads in a thousand wait for somebody
 * to mend them. A client's rows lie scattered among everybody's, as they would after a year.
 * @returns the clients
 */
export async function fillTouches(world: BenchWorld, touches: number): Promise<string[]> {
  const clients: Awaited<ReturnType<typeof readyClient>>[] = [];
  for (let n = 0; n < Math.ceil(touches / TOUCHES_A_CLIENT); n += 1) clients.push(await readyClient(world));
  const db = new Client({ connectionString: world.superuserUrl });
  // A bench that is stopped takes its server away in the middle of a statement.
  db.on("error", () => undefined);
  await db.connect();
  try {
    await db.query("alter system set max_wal_size = '8GB'");
    await db.query("select pg_reload_conf()");
    // Triggers and foreign keys look at each row; what is filled here is right by the way it is made.
    await db.query("set session_replication_role = replica");
    await db.query("set maintenance_work_mem = '512MB'");
    const indexes = await dropIndexes(db);
    await db.query(
      "create temporary table filled (number bigint primary key, client_id uuid, campaign_id uuid, version_id uuid, mailbox_id uuid)",
    );
    await db.query(
      "insert into filled select n - 1, c, k, v, m from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) with ordinality f (c, k, v, m, n)",
      [
        clients.map(({ clientId }) => clientId),
        clients.map(({ campaign }) => campaign),
        clients.map(({ version }) => version),
        clients.map(({ mailbox }) => mailbox),
      ],
    );
    await db.query(MORE_STEPS);
    for (const statement of [LEADS, ENROLMENTS, TOUCHES]) {
      await db.query(
        statement.replaceAll(":leads", String(touches / STEPS)).replaceAll(":now", `timestamptz '${WEDNESDAY_MORNING.toISOString()}'`),
      );
    }
    await db.query(BAD_NEWS);
    for (const index of indexes) await db.query(index);
    await db.query(`vacuum (analyze) ${TABLES.join(", ")}`);
  } finally {
    await db.end();
  }
  return clients.map(({ clientId }) => clientId);
}

/** Takes away every index that no constraint needs: building one anew is faster than keeping it up. @returns how to make them again */
async function dropIndexes(db: Client): Promise<string[]> {
  const { rows } = await db.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
     from pg_index i where i.indrelid = any ($1::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [TABLES],
  );
  for (const { name } of rows) await db.query(`drop index ${name}`);
  return rows.map(({ definition }) => definition);
}

const MORE_STEPS = `
  insert into sequence_steps (client_id, sequence_version_id, channel, step_number, delay_days, purpose, subject_template, body_template)
  select client_id, version_id, 'email', n, 3, 'value_add', null, 'Hi {{first_name|there}}, one more thought.' from filled, generate_series(3, ${STEPS}) n`;

/** Ids that grow with time, as the product's do. */
function idOf(kind: 1 | 2): string {
  return `('0190000${kind}-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
}

/** A lead by its number: when it was enrolled, at which step it was stopped (0: never), and whether it waits to be mended. */
const NUMBERED = `
  select n, f.*, ${idOf(1)} as lead_id, ${idOf(2)} as enrolment_id, :now - interval '365 days' * (1 - n / (:leads)::float8) as enrolled_at,
    case when h % 10 < 3 then 2 + h % 4 else 0 end as stopped_at, h % 1000 = 500 as is_held
  from generate_series(1, :leads) n
  cross join lateral (select abs(hashint8(n)::bigint) as h) hashed
  join filled f on f.number = n % (select count(*) from filled)`;

const LEADS = `
  insert into leads (id, client_id, campaign_id, email, first_name, last_name, title, company, domain, country, state, timezone, email_status,
    email_verified_at, status, als_score, als_tier, last_contacted_at)
  select lead_id, client_id, campaign_id, 'lee' || n || '@firm' || n / 3 || '.example', 'Lee', 'Marsden', 'Managing Director', 'Firm ' || n / 3,
    'firm' || n / 3 || '.example', 'AU', 'NSW', 'Australia/Sydney', case when is_held then 'unknown' else 'verified' end, enrolled_at,
    'in_sequence', 35 + n % 60, 'warm', enrolled_at
  from (${NUMBERED}) lead`;

const ENROLMENTS = `
  insert into enrolments (id, client_id, campaign_id, lead_id, sequence_version_id, state, stop_reason, enrolled_at)
  select enrolment_id, client_id, campaign_id, lead_id, version_id,
    (case when stopped_at > 0 then 'stopped' when is_held or enrolled_at > :now - interval '13 days' then 'active' else 'finished' end)::enrolment_state,
    case when stopped_at > 0 then 'replied' end, enrolled_at
  from (${NUMBERED}) lead`;

const TOUCHES = `
  insert into touches (client_id, campaign_id, lead_id, enrolment_id, step_id, step_number, channel, state, idempotency_key, due_at, resource_id,
    subject, body, content_hash, message_id, certificate, reason_code, reason, attempts, claimed_at, sent_at)
  select client_id, campaign_id, lead_id, enrolment_id, step_id, step_number, 'email', state::touch_state, enrolment_id || ':' || step_number, due_at,
    case when is_out then mailbox_id end,
    case when is_out then 'Firm ' || n / 3 || ' and local search' end, case when is_out then repeat('A short note about more enquiries. ', 8) end,
    case when is_out then md5(n::text) end, case when is_out then '<' || n || '.' || step_number || '@sender.example>' end,
    case when is_out then jsonb_build_object('decidedAt', due_at, 'checks', jsonb_build_array('suppressed', 'consent_missing', 'outside_window')) end,
    case when state in ('skipped', 'cancelled', 'failed') then 'replied' when is_held and state = 'planned' then 'email_unverified' end, null,
    case when is_out then 1 else 0 end, case when is_out then due_at end, case when state = 'sent' then due_at end
  from (
    select lead.*, step.id as step_id, step.step_number, due.due_at, s.state, s.state in ('sent', 'failed') as is_out
    from (${NUMBERED}) lead
    join sequence_steps step on step.sequence_version_id = lead.version_id
    cross join lateral (select enrolled_at + (step.step_number - 1) * interval '3 days' as due_at) due
    cross join lateral (select case
      when stopped_at > 0 and step.step_number >= stopped_at then 'cancelled'
      when is_held or due.due_at > :now then 'planned'
      when due.due_at > :now - interval '1 day' and n % 2 = 0 then 'planned'
      when n % 50 = 0 then 'skipped'
      when n % 70 = 0 and step.step_number = 1 then 'failed'
      else 'sent' end as state) s
  ) touch`;

const BAD_NEWS = `
  insert into activities (client_id, campaign_id, lead_id, touch_id, channel, action, reason, occurred_at)
  select client_id, campaign_id, lead_id, id, 'email', 'bounced', 'There is no such address', claimed_at from touches where state = 'failed'`;
