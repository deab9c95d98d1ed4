import { sql } from "kysely";
import { leadSuppressionKeys } from "@/lib/engines/suppression/suppression-key";
import { type Check, type Evidence, rowsOf } from "../evidence";

type OptedOut = { email: string; how: string };

/**
 * Whoever withdrew, by the market's own record (a click, the page, the words of a reply, a complaint), is suppressed in the product and
 * got nothing afterwards; and no way out was refused.
 */
export const optOuts: Check = {
  name: "every opt-out is suppressed",
  async find(evidence) {
    const emails = new Set(await leadEmails(evidence));
    const { rows } = await evidence.local.query<OptedOut>(
      "select email, opted_out_by as how from market.people where opted_out_at is not null order by email",
    );
    const optedOut = rows.filter(({ email }) => emails.has(email));
    const suppressed = await suppressedAmong(
      evidence,
      optedOut.map(({ email }) => email),
    );
    const { rows: against } = await evidence.local.query<{ kind: string; email: string; detail: string }>(
      "select kind, email, detail from market.violations order by email, kind, at",
    );
    return [
      ...optedOut
        .filter(({ email }) => !suppressed.has(email))
        .map(({ email, how }) => `${email} opted out by ${how.replaceAll("_", " ")} and is not suppressed`),
      ...against
        .filter(({ email, kind }) => emails.has(email) && kind !== "received_twice")
        .map(({ email, kind, detail }) => `${email}: ${kind.replaceAll("_", " ")} (${detail})`),
    ];
  },
};

async function leadEmails(evidence: Evidence): Promise<string[]> {
  const rows = await rowsOf(
    evidence,
    sql<{ email: string }>`select lower(email::text) as email from leads where client_id = ${evidence.clientId}`,
  );
  return rows.map(({ email }) => email);
}

/** By the same question the product asks, for the address and for its domain. */
async function suppressedAmong(evidence: Evidence, emails: readonly string[]): Promise<Set<string>> {
  const keys = new Map(emails.map((email) => [email, leadSuppressionKeys({ pepper: evidence.pepper }, { email })]));
  const hits = new Set<string>();
  for (const kind of ["email", "domain"] as const) {
    const hashes = [...keys.values()].flatMap((own) => own[kind]);
    if (hashes.length === 0) continue;
    const rows = await rowsOf(
      evidence,
      sql<{ hash: string }>`select hash from private.suppressed_hashes(${evidence.clientId}, ${kind}, ${hashes}, 'email') as hash`,
    );
    for (const { hash } of rows) hits.add(hash);
  }
  return new Set(
    emails.filter((email) => [...(keys.get(email)?.email ?? []), ...(keys.get(email)?.domain ?? [])].some((key) => hits.has(key))),
  );
}
