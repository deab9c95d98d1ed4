import "server-only";
import { type ExpressionBuilder, type SqlBool, sql } from "kysely";
import type { Db } from "@/lib/db/client";
import type { AlsTier, DB, LeadStatus } from "@/lib/db/types.gen";
import { PENDING_TOUCH_STATES } from "@/lib/domain/outreach";
import { TIER_FLOORS, TIERS } from "@/lib/domain/scoring";

/** How far a list counts and pages: past this a person narrows the filter instead of turning pages. */
export const LEAD_LIST_DEPTH = 10_000;
/** How many leads a text search looks at; the same for everybody, so a broad word costs no more than a narrow one. */
const SEARCH_DEPTH = 5_000;
const SEARCH_WORDS = 3;

export const LEAD_SORTS = ["score", "created", "contacted", "company"] as const;
export type LeadSort = { column: (typeof LEAD_SORTS)[number]; isDescending: boolean };

/** Which leads; an empty list, an empty text or null means any. */
export type LeadFilter = {
  /** Parts of a name, company, address or domain; all of them must be found. */
  search: string;
  statuses: readonly LeadStatus[];
  tiers: readonly AlsTier[];
  states: readonly string[];
  campaignId: string | null;
  hasConsent: boolean | null;
  /** `held`, `snoozed`, or the reason code of a touch that waits. */
  blockedBy: string | null;
  now: Date;
};
type Scope = { clientId: string; filter: LeadFilter };

/** One page of the table, each lead with its campaign, its consent and its next touch. */
export async function listLeads(db: Db, scope: Scope & { sort: LeadSort; offset: number; limit: number }) {
  const ids = await db
    .selectFrom("leads as l")
    .select("l.id")
    .where((eb) => matches(eb, scope))
    .orderBy(ORDER[scope.sort.column](scope.sort.isDescending))
    .limit(scope.limit)
    .offset(Math.min(scope.offset, LEAD_LIST_DEPTH))
    .execute();
  const order = new Map(ids.map(({ id }, index) => [id, index]));
  const rows = await listLeadRows(
    db,
    scope.clientId,
    ids.map(({ id }) => id),
  );
  return rows.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
}
export type LeadRow = Awaited<ReturnType<typeof listLeadRows>>[number];

/** How many leads match, counted up to LEAD_LIST_DEPTH. */
export async function countLeads(db: Db, scope: Scope): Promise<number> {
  const { count } = await db
    .selectFrom((eb) =>
      eb
        .selectFrom("leads as l")
        .select("l.id")
        .where((inner) => matches(inner, scope))
        // Row level security hides from the planner how rare a status is; the order leads it to the small indexes of the rare ones.
        .$if(scope.filter.statuses.length > 0, (query) => query.orderBy(ORDER.score(true)))
        .limit(LEAD_LIST_DEPTH)
        .as("found"),
    )
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

/** Ids of what matches, in no particular order; for a change to everything that is selected. */
export async function listLeadIds(db: Db, scope: Scope & { limit: number }): Promise<string[]> {
  const rows = await db
    .selectFrom("leads as l")
    .select("l.id")
    .where((eb) => matches(eb, scope))
    .limit(scope.limit)
    .execute();
  return rows.map((row) => row.id);
}

/** A page of what matches, by id, with what an export shows. */
export function listLeadsForExport(db: Db, scope: Scope & { after: string | null; limit: number }) {
  return db
    .selectFrom("leads as l")
    .leftJoin("campaigns as c", "c.id", "l.campaignId")
    .select([
      "l.id",
      "l.email",
      "l.firstName",
      "l.lastName",
      "l.title",
      "l.company",
      "l.domain",
      "l.phone",
      "l.linkedinUrl",
      "l.city",
      "l.state",
      "l.country",
      "l.status",
      "l.alsScore",
      "l.alsTier",
      "l.lastContactedAt",
      "l.lastRepliedAt",
      "l.createdAt",
      "c.name as campaign",
    ])
    .where((eb) => matches(eb, scope))
    .$if(scope.after !== null, (query) => query.where("l.id", ">", scope.after ?? ""))
    .orderBy("l.id")
    .limit(scope.limit)
    .execute();
}

/** Campaigns to choose from: name and state, running ones first. */
export function listCampaignChoices(db: Db, { clientId }: { clientId: string }) {
  return db
    .selectFrom("campaigns")
    .select(["id", "name", "status"])
    .where("clientId", "=", clientId)
    .where("deletedAt", "is", null)
    .orderBy(sql`status = 'active'`, "desc")
    .orderBy("name")
    .limit(200)
    .execute();
}

function listLeadRows(db: Db, clientId: string, ids: readonly string[]) {
  return db
    .selectFrom("leads as l")
    .leftJoin("campaigns as c", "c.id", "l.campaignId")
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("touches as t")
          .select(["t.state", "t.stepNumber", "t.channel", "t.dueAt", "t.slotAt", "t.reasonCode", "t.reason"])
          .whereRef("t.leadId", "=", "l.id")
          .where("t.state", "in", PENDING_TOUCH_STATES)
          .orderBy("t.dueAt")
          .orderBy("t.stepNumber")
          .limit(1)
          .as("next"),
      (join) => join.onTrue(),
    )
    .select([
      "l.id",
      "l.email",
      "l.firstName",
      "l.lastName",
      "l.title",
      "l.company",
      "l.domain",
      "l.state",
      "l.status",
      "l.alsScore",
      "l.alsTier",
      "l.alsReasons",
      "l.alsWeightSource",
      "l.scoredAt",
      "l.enrichmentError",
      "l.heldReason",
      "l.snoozedUntil",
      "l.lastContactedAt",
      "l.lastRepliedAt",
      "l.createdAt",
      "c.name as campaignName",
      "next.state as nextState",
      "next.stepNumber as nextStep",
      "next.channel as nextChannel",
      "next.dueAt as nextDueAt",
      "next.slotAt as nextSlotAt",
      "next.reasonCode as nextReasonCode",
      "next.reason as nextReason",
    ])
    .select((eb) => [
      eb.exists(activeConsent(eb)).as("hasConsent"),
      eb.exists(eb.selectFrom("touches as any").select("any.id").whereRef("any.leadId", "=", "l.id")).as("wasEnrolled"),
    ])
    .where("l.clientId", "=", clientId)
    .where("l.id", "in", ids.length > 0 ? ids : [NOBODY])
    .execute();
}

const NOBODY = "00000000-0000-0000-0000-000000000000";

type LeadExpression = ExpressionBuilder<DB & { l: DB["leads"] }, "l">;

/** What an index can answer comes first; the order of the table is then read from the index that has it. */
function matches(eb: LeadExpression, { clientId, filter }: Scope) {
  const all = [eb("l.clientId", "=", clientId), eb("l.deletedAt", "is", null)];
  if (filter.statuses.length > 0) all.push(eb("l.status", "in", filter.statuses));
  if (filter.tiers.length > 0) all.push(eb("l.alsTier", "in", filter.tiers), ...scoresOf(eb, filter.tiers));
  if (filter.states.length > 0) all.push(eb("l.state", "in", filter.states));
  if (filter.campaignId !== null) all.push(eb("l.campaignId", "=", filter.campaignId));
  if (filter.hasConsent === true) all.push(eb.exists(activeConsent(eb)));
  if (filter.hasConsent === false) all.push(eb.not(eb.exists(activeConsent(eb))));
  if (filter.blockedBy === "held") all.push(eb("l.heldAt", "is not", null));
  else if (filter.blockedBy === "snoozed") all.push(eb("l.snoozedUntil", ">", filter.now));
  else if (filter.blockedBy !== null) all.push(eb("l.id", "in", waitingFor(eb, clientId, filter.blockedBy)));
  const patterns = searchPatterns(filter.search);
  if (patterns.length > 0) {
    const [first, second = "%", third = "%"] = patterns;
    all.push(
      sql<SqlBool>`l.id = any (array(select private.find_lead_ids(${clientId}, ${first}, ${second}, ${third}, ${SEARCH_DEPTH})))` as never,
    );
  }
  return eb.and(all);
}

function activeConsent(eb: LeadExpression) {
  return eb
    .selectFrom("consentBases as b")
    .select("b.id")
    .whereRef("b.leadId", "=", "l.id")
    .where("b.channel", "=", "email")
    .where("b.revokedAt", "is", null);
}

function waitingFor(eb: LeadExpression, clientId: string, reasonCode: string) {
  return eb
    .selectFrom("touches as w")
    .select("w.leadId")
    .where("w.clientId", "=", clientId)
    .where("w.state", "in", ["planned", "awaiting_approval"])
    .where("w.reasonCode", "=", reasonCode);
}

/** The same as the tiers say, in numbers: those the score index can be searched by. */
function scoresOf(eb: LeadExpression, tiers: readonly AlsTier[]) {
  const positions = tiers.map((tier) => TIERS.indexOf(tier));
  const highest = Math.min(...positions);
  const lowest = TIERS[Math.max(...positions)] ?? "dead";
  const above = TIERS[highest - 1];
  return [eb("l.alsScore", ">=", TIER_FLOORS[lowest]), ...(above ? [eb("l.alsScore", "<", TIER_FLOORS[above])] : [])];
}

/** Each word as a pattern that an index of three-letter pieces can find: one too short for a piece only at the beginning of a word. */
export function searchPatterns(search: string): string[] {
  return search
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, SEARCH_WORDS)
    .map((word) => `%${word.length < 3 ? " " : ""}${word.slice(0, 100).replace(/[\\%_]/g, "\\$&")}%`);
}

const direction = (isDescending: boolean, nulls: "first" | "last", idDescending: boolean, column: string) =>
  sql`${sql.ref(column)} ${sql.raw(isDescending ? "desc" : "asc")} nulls ${sql.raw(nulls)}, l.id ${sql.raw(idDescending ? "desc" : "asc")}`;

/** Spelled so that each is an index read forwards or backwards. */
const ORDER = {
  score: (isDescending: boolean) => direction(isDescending, isDescending ? "last" : "first", !isDescending, "l.als_score"),
  created: (isDescending: boolean) => direction(isDescending, isDescending ? "first" : "last", !isDescending, "l.created_at"),
  contacted: (isDescending: boolean) => direction(isDescending, isDescending ? "last" : "first", !isDescending, "l.last_contacted_at"),
  company: (isDescending: boolean) => direction(isDescending, isDescending ? "first" : "last", isDescending, "l.company"),
} satisfies Record<LeadSort["column"], unknown>;
