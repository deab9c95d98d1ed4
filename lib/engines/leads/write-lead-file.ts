import "server-only";
import { stringify } from "csv-stringify/sync";
import { type Ctx, requireRole } from "@/lib/context";
import { listLeadsForExport } from "@/lib/db/queries/leads";
import { type LeadFilterInput, leadFilterInput } from "@/lib/domain/leads";
import { formulaSafe } from "@/lib/engines/imports/formula-safe";

const PAGE = 1000;
const BYTE_ORDER_MARK = "\ufeff"; // without it Excel takes the file for the local 8-bit encoding

type ExportedLead = Awaited<ReturnType<typeof listLeadsForExport>>[number];

const COLUMNS: readonly [header: string, read: (lead: ExportedLead) => string | number | null][] = [
  ["email", (lead) => lead.email],
  ["first_name", (lead) => lead.firstName],
  ["last_name", (lead) => lead.lastName],
  ["title", (lead) => lead.title],
  ["company", (lead) => lead.company],
  ["domain", (lead) => lead.domain],
  ["phone", (lead) => lead.phone],
  ["linkedin_url", (lead) => lead.linkedinUrl],
  ["city", (lead) => lead.city],
  ["state", (lead) => lead.state],
  ["country", (lead) => lead.country],
  ["status", (lead) => lead.status],
  ["score", (lead) => lead.alsScore],
  ["tier", (lead) => lead.alsTier],
  ["campaign", (lead) => lead.campaign],
  ["last_contacted_at", (lead) => lead.lastContactedAt?.toISOString() ?? null],
  ["last_replied_at", (lead) => lead.lastRepliedAt?.toISOString() ?? null],
  ["created_at", (lead) => lead.createdAt.toISOString()],
];

/**
 * The leads that match, as a CSV file whose columns the import understands again. Written page by page, in a fixed order; cells that a
 * spreadsheet would run as a formula are made text (SE-53).
 */
export async function* writeLeadFile(ctx: Ctx, input: LeadFilterInput): AsyncGenerator<string> {
  requireRole(ctx, "member");
  const filter = { ...leadFilterInput.parse(input), now: ctx.now };
  yield BYTE_ORDER_MARK + line(COLUMNS.map(([header]) => header));

  let after: string | null = null;
  for (;;) {
    const page: ExportedLead[] = await ctx.tx((db) => listLeadsForExport(db, { clientId: ctx.clientId, filter, after, limit: PAGE }));
    if (page.length === 0) return;
    yield page.map((lead) => line(COLUMNS.map(([, read]) => String(read(lead) ?? "")))).join("");
    after = page.at(-1)?.id ?? after;
  }
}

function line(cells: readonly string[]): string {
  return stringify([cells.map(formulaSafe)], { record_delimiter: "\r\n" });
}
