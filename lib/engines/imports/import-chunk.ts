import "server-only";
import type { Ctx } from "@/lib/context";
import { requireRole } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import {
  fillLeads,
  insertImportedConsent,
  insertImportedLeads,
  type KnownLeadRow,
  lockLeadsByEmail,
} from "@/lib/db/queries/imported-leads";
import {
  completeImportChunk,
  findOpenImportChunk,
  getClientTimezone,
  type ImportJob,
  type ImportRow,
  insertImportRejects,
  lockImportJob,
  type NewReject,
  updateImportJob,
} from "@/lib/db/queries/imports";
import type { ColumnMapping, ImportNotices } from "@/lib/domain/lead-import";
import { defaultConsent } from "@/lib/domain/lead-import";
import { type KnownLead, planRows, type RowOutcome, type RowPlan } from "@/lib/engines/imports/plan-rows";
import { type LeadValues, leadRowReader, type ReadLead } from "@/lib/engines/imports/read-lead-row";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { suppressedLeads } from "@/lib/engines/suppression/suppressed-leads";
import type { SuppressionSecret } from "@/lib/engines/suppression/suppression-key";
import { NotFoundError } from "@/lib/errors";
import { leadsAdded } from "@/lib/events/catalogue";

const LEADS_PER_EVENT = 100;

export type ChunkInput = { importJobId: string; chunkNumber: number; suppression: SuppressionSecret };

/** `stopped`: the import was cancelled or failed meanwhile, and nothing was done. */
export type ChunkResult = { state: "done" | "already_done" | "stopped"; added: number };

type LeadRow = { row: number; cells: string[]; lead: ReadLead };

/**
 * Works off one chunk of an import in one transaction: leads, consent, rejects, counts, events and the chunk's own mark commit together. So a process
 * that dies leaves it undone as a whole, a repeat does nothing, and two at once wait for each other.
 */
export async function importChunk(ctx: Ctx, { importJobId, chunkNumber, suppression }: ChunkInput): Promise<ChunkResult> {
  requireRole(ctx, "member");
  return ctx.tx(async (db) => {
    const scope = { clientId: ctx.clientId, importJobId };
    const job = await lockImportJob(db, scope);
    if (!job) throw new NotFoundError("There is no such import.");
    if (job.status !== "running") return { state: "stopped", added: 0 };
    const rows = await findOpenImportChunk(db, { ...scope, chunkNumber });
    if (!rows) return { state: "already_done", added: 0 };

    const { leads, rejects } = readRows(rows, job, { now: ctx.now, timezone: await getClientTimezone(db, ctx.clientId) });
    const people = leads.map((entry) => ({ ...entry, ...entry.lead.values, email: entry.lead.email }));
    const suppressed = await suppressedLeads(db, { clientId: ctx.clientId, channel: "email", people, secret: suppression });
    for (const { row, cells } of suppressed) rejects.push({ row, cells, kind: "suppressed", reason: "suppressed" });
    const accepted = people.filter((person) => !suppressed.has(person));

    const { addedIds, outcomes, withoutBasis } = await storeLeads(db, job, accepted);
    const cellsOf = new Map(rows.map(({ row, cells }) => [row, cells]));
    for (const { row, outcome, reason } of outcomes) {
      if (outcome === "duplicate") rejects.push({ row, cells: cellsOf.get(row) ?? [], kind: "duplicate", reason });
    }

    await insertImportRejects(db, scope, rejects);
    await completeImportChunk(db, { ...scope, chunkNumber, now: ctx.now });
    await updateImportJob(db, scope, countsAfter(job, { rows, rejects, outcomes, withoutBasis, accepted }));
    await announce(db, ctx.clientId, addedIds);
    return { state: "done", added: addedIds.length };
  });
}

function readRows(rows: readonly ImportRow[], job: ImportJob, { now, timezone }: { now: Date; timezone: string }) {
  const read = leadRowReader({
    header: job.header as string[],
    mapping: job.mapping as ColumnMapping,
    defaultConsent: job.defaultBasis ? defaultConsent.parse({ ...(job.defaultEvidence as object), basis: job.defaultBasis }) : null,
    now,
    timezone,
  });
  const leads: LeadRow[] = [];
  const rejects: NewReject[] = [];
  for (const { row, cells } of rows) {
    const result = read(cells);
    if (result.lead) leads.push({ row, cells, lead: result.lead });
    else rejects.push({ row, cells, kind: "invalid", reason: result.reason });
  }
  return { leads, rejects };
}

/** Adds and fills leads. An address that somebody else adds at the same moment is met again as a known lead. */
async function storeLeads(db: Db, job: ImportJob, rows: readonly LeadRow[]) {
  const scope = { clientId: job.clientId, importJobId: job.id, campaignId: job.campaignId };
  const addedIds: string[] = [];
  const outcomes: RowPlan["outcomes"] = [];
  let withoutBasis = 0;
  let waiting = rows;
  while (waiting.length > 0) {
    const emails = [...new Set(waiting.map(({ lead }) => lead.email))];
    const known = await lockLeadsByEmail(db, { clientId: job.clientId, emails });
    const plan = planRows(waiting, new Map(known.map((lead) => [lead.email, toKnownLead(lead, job.id)])));

    const inserted = await insertImportedLeads(db, scope, plan.inserts.map(toRecord));
    const idOf = new Map([...inserted.map(({ id, email }) => [email, id] as const), ...known.map(({ id, email }) => [email, id] as const)]);
    const settled = [...plan.inserts, ...plan.fills].filter(({ email }) => idOf.has(email));
    await fillLeads(db, scope, plan.fills.map(toRecord));
    await insertImportedConsent(
      db,
      { clientId: job.clientId, recordedBy: job.createdBy },
      settled.flatMap(({ email, consent }) => (consent ? { leadId: idOf.get(email) ?? "", ...consent } : [])),
    );

    addedIds.push(...inserted.map(({ id }) => id));
    withoutBasis += plan.inserts.filter(({ email, hasConsent }) => idOf.has(email) && !hasConsent).length;
    outcomes.push(...plan.outcomes.filter(({ email }) => idOf.has(email)));
    waiting = waiting.filter(({ lead }) => !idOf.has(lead.email));
  }
  return { addedIds, outcomes, withoutBasis };
}

function toKnownLead(
  { id, email: _email, custom, importJobId, hasConsent, consentRevokedAt, ...values }: KnownLeadRow,
  jobId: string,
): KnownLead {
  return { id, custom, hasConsent, consentRevokedAt, isFromThisFile: importJobId === jobId, values: values as LeadValues };
}

function toRecord({ id, email, custom, values }: RowPlan["inserts"][number]) {
  return { id, email, custom, ...values };
}

/** The job's counts and notices once this chunk is in. */
function countsAfter(
  job: ImportJob,
  done: {
    rows: readonly ImportRow[];
    rejects: readonly NewReject[];
    outcomes: readonly { outcome: RowOutcome }[];
    withoutBasis: number;
    accepted: readonly LeadRow[];
  },
) {
  const rejected = (kind: NewReject["kind"]) => done.rejects.filter((reject) => reject.kind === kind).length;
  const came = (outcome: RowOutcome) => done.outcomes.filter((row) => row.outcome === outcome).length;
  const notices = job.notices as ImportNotices;
  const unread = { ...notices.unread };
  for (const field of done.accepted.flatMap(({ lead }) => lead.unread)) unread[field] = (unread[field] ?? 0) + 1;
  return {
    rowsDone: job.rowsDone + done.rows.length,
    rowsAdded: job.rowsAdded + came("added"),
    rowsUpdated: job.rowsUpdated + came("updated"),
    rowsDuplicate: job.rowsDuplicate + rejected("duplicate"),
    rowsSuppressed: job.rowsSuppressed + rejected("suppressed"),
    rowsInvalid: job.rowsInvalid + rejected("invalid"),
    rowsWithoutBasis: job.rowsWithoutBasis + done.withoutBasis,
    notices: JSON.stringify({ ...notices, unread }),
  };
}

async function announce(db: Db, clientId: string, leadIds: readonly string[]): Promise<void> {
  const events = [];
  for (let from = 0; from < leadIds.length; from += LEADS_PER_EVENT) {
    events.push(leadsAdded.create({ clientId, leadIds: leadIds.slice(from, from + LEADS_PER_EVENT) }));
  }
  await enqueueEvent(db, ...events);
}
