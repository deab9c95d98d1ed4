import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";
import type { CampaignStatus, ChannelType, PermissionMode } from "@/lib/db/types.gen";

type Scope = { clientId: string };
type CampaignScope = Scope & { campaignId: string };

const MAXIMUM_CAMPAIGNS = 200;

export type CampaignNumbers = {
  id: string;
  name: string;
  description: string | null;
  status: CampaignStatus;
  /** Its own mode, else the client's. */
  mode: PermissionMode;
  createdAt: Date;
  pauseReason: string | null;
  enrolled: number;
  inSequence: number;
  sent: number;
  /** People who got at least one message. */
  contacted: number;
  /** Of those, people who wrote back afterwards. */
  replied: number;
  meetings: number;
  held: number;
  noShow: number;
};

/** Campaigns with their numbers, running ones first, then the newest. */
export async function listCampaigns(db: Db, { clientId }: Scope): Promise<CampaignNumbers[]> {
  const { rows } = await sql<CampaignNumbers>`
    select c.id, c.name, c.description, c.status, coalesce(c.permission_mode, k.default_permission_mode) as mode, c.created_at, c.pause_reason,
      e.enrolled, e.in_sequence, t.sent, t.contacted, t.replied, m.meetings, m.held, m.no_show
    from campaigns c
    join clients k on k.id = c.client_id
    cross join lateral (
      select count(*) as enrolled, count(*) filter (where e.state = 'active') as in_sequence from enrolments e where e.campaign_id = c.id
    ) e
    cross join lateral (
      select count(*) as sent, count(distinct t.lead_id) as contacted,
        count(distinct t.lead_id) filter (where l.last_replied_at >= t.sent_at) as replied
      from touches t join leads l on l.id = t.lead_id
      where t.campaign_id = c.id and t.state = 'sent'
    ) t
    cross join lateral (
      select count(*) filter (where m.status <> 'cancelled') as meetings, count(*) filter (where m.status = 'held') as held,
        count(*) filter (where m.status = 'no_show') as no_show
      from meetings m where m.client_id = c.client_id and m.campaign_id = c.id
    ) m
    where c.client_id = ${clientId} and c.deleted_at is null
    order by array_position(array['active', 'paused', 'draft', 'completed']::campaign_status[], c.status), c.created_at desc, c.id
    limit ${MAXIMUM_CAMPAIGNS}
  `.execute(db);
  return rows;
}

/** One campaign with what its pages show and edit, or undefined. */
export function findCampaign(db: Db, { clientId, campaignId }: CampaignScope) {
  return db
    .selectFrom("campaigns as c")
    .innerJoin("clients as k", "k.id", "c.clientId")
    .leftJoin("sequenceVersions as v", "v.id", "c.activeVersionId")
    .select([
      "c.id",
      "c.name",
      "c.description",
      "c.status",
      "c.permissionMode",
      "c.offer",
      "c.timezone",
      "c.windowStart",
      "c.windowEnd",
      "c.workDays",
      "c.dailyLimit",
      "c.sendsOverShutdown",
      "c.activatedAt",
      "c.pausedAt",
      "c.pauseReason",
      "k.defaultPermissionMode",
      "k.defaultOffer",
      "k.name as clientName",
      "k.legalName",
      "k.servicesOffered",
      "k.valueProposition",
      "k.companyDescription",
      "k.yearsInBusiness",
      "k.teamSize",
      "k.neverSay",
      "v.version",
    ])
    .where("c.clientId", "=", clientId)
    .where("c.id", "=", campaignId)
    .where("c.deletedAt", "is", null)
    .executeTakeFirst();
}

/** From enrolled to met, in people. "Interested" is a person's own answer read as interest or a request to meet. */
export async function loadFunnel(db: Db, { clientId, campaignId }: CampaignScope) {
  const { rows } = await sql<{
    enrolled: number;
    active: number;
    finished: number;
    stopped: number;
    contacted: number;
    replied: number;
    interested: number;
    meetings: number;
    held: number;
    noShow: number;
    bounced: number;
    unknownOutcomes: number;
    awaitingApproval: number;
  }>`
    select e.*, t.*, m.*,
      (select count(distinct msg.lead_id) from threads th join messages msg on msg.thread_id = th.id
        where th.client_id = ${clientId} and th.campaign_id = ${campaignId} and msg.is_reply
          and msg.intent in ('meeting_request', 'interested')) as interested
    from (
      select count(*) as enrolled, count(*) filter (where state = 'active') as active, count(*) filter (where state = 'finished') as finished,
        count(*) filter (where state = 'stopped') as stopped
      from enrolments where client_id = ${clientId} and campaign_id = ${campaignId}
    ) e, (
      select count(distinct t.lead_id) filter (where t.state = 'sent') as contacted,
        count(distinct t.lead_id) filter (where t.state = 'sent' and l.last_replied_at >= t.sent_at) as replied,
        count(distinct t.lead_id) filter (where l.status = 'bounced' and t.state = 'sent') as bounced,
        count(*) filter (where t.state = 'unknown') as unknown_outcomes,
        count(*) filter (where t.state = 'awaiting_approval') as awaiting_approval
      from touches t join leads l on l.id = t.lead_id
      where t.client_id = ${clientId} and t.campaign_id = ${campaignId} and t.state in ('sent', 'unknown', 'awaiting_approval')
    ) t, (
      select count(*) filter (where status <> 'cancelled') as meetings, count(*) filter (where status = 'held') as held,
        count(*) filter (where status = 'no_show') as no_show
      from meetings where client_id = ${clientId} and campaign_id = ${campaignId}
    ) m
  `.execute(db);
  const [funnel] = rows;
  if (!funnel) throw new Error("a select of aggregates gives one row");
  return funnel;
}
export type Funnel = Awaited<ReturnType<typeof loadFunnel>>;

/**
 * What became of each step, over all versions, by the key that is the step's own in each of them. A reply is credited to the last message
 * the person had got by then, a meeting to the touch that is marked as the one that led to it.
 */
export async function listStepNumbers(db: Db, { clientId, campaignId }: CampaignScope) {
  const { rows } = await sql<{
    stepKey: string;
    channel: ChannelType;
    subject: string | null;
    purpose: string;
    waiting: number;
    sent: number;
    replied: number;
    meetings: number;
    notSent: number;
  }>`
    with counted as (
      select t.step_id, count(*) filter (where t.state in ('planned', 'awaiting_approval', 'ready', 'sending')) as waiting,
        count(*) filter (where t.state = 'sent') as sent,
        count(*) filter (where t.state = 'sent' and l.last_replied_at >= t.sent_at and not exists (
          select from touches later where later.enrolment_id = t.enrolment_id and later.step_number > t.step_number
            and later.sent_at <= l.last_replied_at
        )) as replied,
        count(*) filter (where t.led_to_booking) as meetings,
        count(*) filter (where t.state in ('skipped', 'cancelled', 'failed', 'unknown')) as not_sent
      from touches t join leads l on l.id = t.lead_id
      where t.client_id = ${clientId} and t.campaign_id = ${campaignId}
      group by t.step_id
    )
    select s.step_key, (array_agg(s.channel order by v.version desc))[1] as channel, (array_agg(s.subject_template order by v.version desc))[1] as subject,
      (array_agg(s.purpose order by v.version desc))[1] as purpose, sum(c.waiting)::int8 as waiting, sum(c.sent)::int8 as sent,
      sum(c.replied)::int8 as replied, sum(c.meetings)::int8 as meetings, sum(c.not_sent)::int8 as not_sent
    from counted c
    join sequence_steps s on s.id = c.step_id
    join sequence_versions v on v.id = s.sequence_version_id
    group by s.step_key
    order by max(v.version) desc, max(s.step_number)
  `.execute(db);
  return rows;
}
export type StepNumbers = Awaited<ReturnType<typeof listStepNumbers>>[number];

/** Why people of this campaign get nothing now or any more: one row a reason, with its newest wording as an example. */
export async function listBlockedReasons(db: Db, { clientId, campaignId }: CampaignScope) {
  const { rows } = await sql<{ code: string; example: string; leads: number; isFinal: boolean; isEmail: boolean }>`
    select reason_code as code, (array_agg(reason order by updated_at desc, id))[1] as example, count(distinct lead_id) as leads,
      bool_and(state in ('skipped', 'cancelled', 'failed', 'unknown')) as is_final, bool_and(channel = 'email') as is_email
    from touches
    where client_id = ${clientId} and campaign_id = ${campaignId} and reason_code is not null and state not in ('sent', 'sending', 'ready')
    group by reason_code
    order by leads desc, reason_code
    limit 30
  `.execute(db);
  return rows;
}
export type BlockedReason = Awaited<ReturnType<typeof listBlockedReasons>>[number];

/**
 * Leads to show a sequence on: the four best scored of the newest five hundred, and the one we know least about. Enough to see both ends,
 * and the same cost however many leads there are.
 */
export async function listPreviewLeads(db: Db, { clientId }: Scope) {
  const { rows } = await sql<{
    id: string;
    email: string;
    firstName: string | null;
    lastName: string | null;
    title: string | null;
    company: string | null;
    city: string | null;
    organizationIndustry: string | null;
    domain: string | null;
    leadState: string | null;
    country: string | null;
    linkedinUrl: string | null;
    organizationEmployeeCount: number | null;
    organizationFoundedYear: number | null;
    organizationIsHiring: boolean | null;
    organizationLatestFundingDate: string | null;
    organizationDescription: string | null;
    employmentStartDate: string | null;
    source: string;
    enrichedFields: unknown;
    custom: unknown;
    openingLine: string | null;
    openingAt: Date | null;
    isSparsest: boolean;
  }>`
    with recent as (
      select id, email::text, first_name, last_name, title, company, city, organization_industry, domain, state as lead_state, country,
        linkedin_url, organization_employee_count, organization_founded_year, organization_is_hiring, organization_latest_funding_date,
        organization_description, employment_start_date, source, enriched_fields, custom, als_score,
        num_nonnulls(first_name, last_name, title, company, city, organization_industry) as known
      from leads
      where client_id = ${clientId} and deleted_at is null
      order by created_at desc, id
      limit 500
    ),
    sparsest as (select id from recent order by known, als_score nulls first, id limit 1),
    best as (select id from recent where id not in (select id from sparsest) order by als_score desc nulls last, known desc, id limit 4)
    select r.id, r.email, r.first_name, r.last_name, r.title, r.company, r.city, r.organization_industry, r.domain, r.lead_state, r.country,
      r.linkedin_url, r.organization_employee_count, r.organization_founded_year, r.organization_is_hiring,
      r.organization_latest_funding_date, r.organization_description, r.employment_start_date, r.source, r.enriched_fields, r.custom,
      lr.opening_line, lr.researched_at as opening_at, r.id in (select id from sparsest) as is_sparsest
    from recent r left join lead_research lr on lr.lead_id = r.id
    where r.id in (select id from best) or r.id in (select id from sparsest)
    order by is_sparsest, r.als_score desc nulls last, r.id
  `.execute(db);
  return rows;
}
export type PreviewLead = Awaited<ReturnType<typeof listPreviewLeads>>[number];

/** Name of a mailbox this campaign may send from, for previews; null while none is connected. */
export async function findPreviewSender(db: Db, { clientId, campaignId }: CampaignScope): Promise<string | null> {
  const row = await db
    .selectFrom("resources as r")
    .leftJoin("campaignResources as cr", (join) => join.onRef("cr.resourceId", "=", "r.id").on("cr.campaignId", "=", campaignId))
    .select("r.senderName")
    .where("r.clientId", "=", clientId)
    .where("r.kind", "=", "mailbox")
    .where("r.deletedAt", "is", null)
    .orderBy(sql`cr.campaign_id is null`)
    .orderBy("r.label")
    .limit(1)
    .executeTakeFirst();
  return row?.senderName ?? null;
}
