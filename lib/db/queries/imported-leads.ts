import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";

// Leads in bulk: a chunk of a file is one statement, its rows one JSON value.

/** Columns of `leads` that an import reads and fills, with the types of the recordset they travel in. */
const COLUMNS = {
  personalEmail: "extensions.citext",
  phone: "text",
  firstName: "text",
  lastName: "text",
  title: "text",
  seniority: "text",
  company: "text",
  domain: "text",
  websiteUrl: "text",
  linkedinUrl: "text",
  addressLine1: "text",
  city: "text",
  state: "text",
  postcode: "text",
  country: "text",
  timezone: "text",
  emailStatus: "text",
  organizationIndustry: "text",
  organizationEmployeeCount: "integer",
  organizationFoundedYear: "integer",
  employmentStartDate: "date",
} as const;
const NAMES = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];

const columnList = sql.join(NAMES.map((name) => sql.ref(name)));
const recordColumns = sql.join(NAMES.map((name) => sql`${sql.raw(quoted(name))} ${sql.raw(COLUMNS[name])}`));
const recordValues = sql.join(NAMES.map((name) => sql.raw(`r.${quoted(name)}`)));
const filledColumns = sql.join(NAMES.map((name) => sql`${sql.ref(name)} = coalesce(l.${sql.ref(name)}, r.${sql.raw(quoted(name))})`));

export type KnownLeadRow = Record<(typeof NAMES)[number], string | number | null> & {
  id: string;
  email: string;
  custom: Record<string, unknown>;
  importJobId: string | null;
  hasConsent: boolean;
  consentRevokedAt: Date | null;
};

/** The client's living leads with one of these addresses, locked, in the order everybody locks leads in. */
export async function lockLeadsByEmail(
  db: Db,
  { clientId, emails }: { clientId: string; emails: readonly string[] },
): Promise<KnownLeadRow[]> {
  const { rows } = await sql<KnownLeadRow>`
    select l.id, lower(l.email::text) as email, ${columnList}, l.custom, l.import_job_id,
      exists (select 1 from public.consent_bases b where b.client_id = l.client_id and b.lead_id = l.id and b.channel = 'email' and b.revoked_at is null) as has_consent,
      (select max(b.revoked_at) from public.consent_bases b where b.client_id = l.client_id and b.lead_id = l.id and b.channel = 'email') as consent_revoked_at
    from public.leads l
    where l.client_id = ${clientId} and l.email = any (${emails}::extensions.citext[]) and l.deleted_at is null
    order by l.id
    for update of l
  `.execute(db);
  return rows;
}

export type ImportedLead = { email: string; custom: Record<string, unknown> };

/** Inserts those whose address is still free; @returns the ids of the ones that were. */
export async function insertImportedLeads(
  db: Db,
  { clientId, campaignId, importJobId }: { clientId: string; campaignId: string | null; importJobId: string },
  leads: readonly ImportedLead[],
): Promise<{ id: string; email: string }[]> {
  if (leads.length === 0) return [];
  const { rows } = await sql<{ id: string; email: string }>`
    insert into public.leads (client_id, campaign_id, import_job_id, source, email, custom, ${columnList})
    select ${clientId}, ${campaignId}, ${importJobId}, 'import', r.email, r.custom, ${recordValues}
    from jsonb_to_recordset(${JSON.stringify(leads)}::jsonb) as r (email extensions.citext, custom jsonb, ${recordColumns})
    on conflict (client_id, email) where deleted_at is null do nothing
    returning id, lower(email::text) as email
  `.execute(db);
  return rows;
}

/** Writes values into columns that are empty; what is there stays. */
export async function fillLeads(
  db: Db,
  { clientId }: { clientId: string },
  leads: readonly { id: string | null; custom: Record<string, unknown> }[],
): Promise<void> {
  if (leads.length === 0) return;
  await sql`
    update public.leads l
    set ${filledColumns}, custom = r.custom || l.custom
    from jsonb_to_recordset(${JSON.stringify(leads)}::jsonb) as r (id uuid, custom jsonb, ${recordColumns})
    where l.client_id = ${clientId} and l.id = r.id
  `.execute(db);
}

export type NewConsentBasis = {
  leadId: string;
  channels: readonly string[];
  basis: string;
  evidence: Record<string, unknown>;
  sourceUrl: string | null;
  capturedAt: Date;
};

/** Records why leads may be written to; a lead that has an active basis keeps it. */
export async function insertImportedConsent(
  db: Db,
  { clientId, recordedBy }: { clientId: string; recordedBy: string | null },
  bases: readonly NewConsentBasis[],
): Promise<void> {
  if (bases.length === 0) return;
  await sql`
    insert into public.consent_bases (client_id, lead_id, channel, basis, evidence, source_url, captured_at, recorded_by, recorded_via)
    select ${clientId}, r."leadId", channel::public.channel_type, r.basis, r.evidence, r."sourceUrl", r."capturedAt", ${recordedBy}, 'import'
    from jsonb_to_recordset(${JSON.stringify(bases)}::jsonb)
      as r ("leadId" uuid, channels text[], basis text, evidence jsonb, "sourceUrl" text, "capturedAt" timestamptz),
      unnest(r.channels) as channel
    on conflict (lead_id, channel) where revoked_at is null do nothing
  `.execute(db);
}

function quoted(name: string): string {
  return `"${name}"`;
}
