import "server-only";
import type { ConsentRecord } from "@/lib/engines/imports/read-consent";
import type { LeadValues, ReadLead } from "@/lib/engines/imports/read-lead-row";

/** A lead that is there already, or that an earlier row of the same batch makes. */
export type KnownLead = {
  id: string | null;
  values: LeadValues;
  custom: Record<string, unknown>;
  hasConsent: boolean;
  /** When a basis of this lead was last withdrawn: evidence from before that day proves nothing any more. */
  consentRevokedAt: Date | null;
  /** Made by the import that is running. */
  isFromThisFile: boolean;
};

export type RowOutcome = "added" | "updated" | "duplicate";

type PlannedLead = KnownLead & { email: string; row: number; consent: ConsentRecord | null };

export type RowPlan = {
  inserts: PlannedLead[];
  fills: PlannedLead[];
  outcomes: { row: number; email: string; outcome: RowOutcome; reason: string }[];
};

/** Facts about an employer belong together: none is taken from a row that names another company. */
const EMPLOYER_FIELDS = [
  "title",
  "seniority",
  "company",
  "domain",
  "websiteUrl",
  "organizationIndustry",
  "organizationEmployeeCount",
  "organizationFoundedYear",
  "employmentStartDate",
] as const satisfies readonly (keyof LeadValues)[];
const EMPLOYER: ReadonlySet<string> = new Set(EMPLOYER_FIELDS);

/**
 * What a batch of rows does, row by row in file order: a new address is added; for a known one, empty fields are filled and nothing that is there
 * is changed; a row that brings nothing new is a duplicate. So the same file a second time changes nothing.
 */
export function planRows(rows: readonly { row: number; lead: ReadLead }[], known: ReadonlyMap<string, KnownLead>): RowPlan {
  const planned = new Map<string, { lead: PlannedLead; isNew: boolean; isChanged: boolean }>();
  const outcomes: RowPlan["outcomes"] = [];

  for (const { row, lead } of rows) {
    const earlier = planned.get(lead.email);
    const existing = known.get(lead.email);
    if (!earlier && !existing) {
      planned.set(lead.email, { lead: newLead(row, lead), isNew: true, isChanged: false });
      outcomes.push({ row, email: lead.email, outcome: "added", reason: "" });
      continue;
    }
    const target = earlier ?? {
      lead: { ...(existing as KnownLead), email: lead.email, row, consent: null },
      isNew: false,
      isChanged: false,
    };
    const filled = fill(target.lead, lead);
    const isChanged = filled !== target.lead;
    planned.set(lead.email, { lead: filled, isNew: target.isNew, isChanged: target.isChanged || isChanged });
    outcomes.push({
      row,
      email: lead.email,
      outcome: isChanged ? "updated" : "duplicate",
      reason: isChanged ? "" : reasonOf(target.lead, row),
    });
  }

  const all = [...planned.values()];
  return {
    inserts: all.filter(({ isNew }) => isNew).map(({ lead }) => lead),
    fills: all.filter(({ isNew, isChanged }) => !isNew && isChanged).map(({ lead }) => lead),
    outcomes,
  };
}

function newLead(row: number, { email, values, custom, consent }: ReadLead): PlannedLead {
  return { id: null, email, row, values, custom, consent, hasConsent: consent !== null, consentRevokedAt: null, isFromThisFile: true };
}

/** The lead with its gaps filled; the very same object when the row brings nothing. */
function fill(target: PlannedLead, { values, custom, consent }: ReadLead): PlannedLead {
  const isOtherEmployer = differ(target.values.company, values.company);
  const isOtherPlace = differ(target.values.state, values.state) || differ(target.values.country, values.country);
  const gaps = (Object.keys(values) as (keyof LeadValues)[]).filter(
    (field) =>
      target.values[field] === null &&
      values[field] !== null &&
      !(isOtherEmployer && EMPLOYER.has(field)) &&
      !(
        isOtherPlace &&
        (field === "state" || field === "postcode" || field === "timezone" || field === "city" || field === "addressLine1")
      ),
  );
  const newCustom = Object.entries(custom).filter(([name]) => !Object.hasOwn(target.custom, name));
  const newConsent =
    target.hasConsent || !consent || (target.consentRevokedAt && consent.capturedAt <= target.consentRevokedAt) ? null : consent;
  if (gaps.length === 0 && newCustom.length === 0 && !newConsent) return target;

  return {
    ...target,
    values: { ...target.values, ...Object.fromEntries(gaps.map((field) => [field, values[field]])) },
    custom: { ...target.custom, ...Object.fromEntries(newCustom) },
    consent: newConsent ?? target.consent,
    hasConsent: target.hasConsent || newConsent !== null,
  };
}

function reasonOf(target: PlannedLead, row: number): string {
  if (target.row !== row) return `Repeats row ${target.row} of this file`;
  return target.isFromThisFile ? "Repeats an earlier row of this file" : "Already one of your leads; the row brings nothing new";
}

function differ(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one.toLowerCase() !== other.toLowerCase();
}
