import "server-only";
import { subDays } from "date-fns";
import type { Ctx } from "@/lib/context";
import type { DmarcReport } from "@/lib/engines/dmarc/read-dmarc-report";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";
import { registrableDomain } from "@/lib/engines/suppression/canonical-identity";

/** Below this share of aligned messages somebody looks, once there are enough of them (EM-43). */
const GOOD_SHARE = 0.98;
const SAMPLE = 50;
const COUNTED_DAYS = 30;

/**
 * Keeps a receiver's aggregate report on one of the client's sending domains, and tells when too little of its mail was aligned within
 * thirty days. A report proves nothing about who sent it, so it only ever tells. The same one twice counts once.
 * @returns whether it was about a domain of the client's and new
 */
export function recordDmarcReport(ctx: Ctx, report: DmarcReport): Promise<boolean> {
  const { clientId, now } = ctx;
  return ctx.tx(async (db) => {
    const domains = await db
      .selectFrom("resources")
      .select(["id", "label", "registrableDomain"])
      .where("clientId", "=", clientId)
      .where("kind", "=", "domain")
      .where("deletedAt", "is", null)
      .orderBy("label")
      .execute();
    // The policy may stand at the organisation's domain, for a name below it.
    const domain =
      domains.find(({ label }) => label === report.domain) ??
      domains.find((one) => (one.registrableDomain ?? one.label) === registrableDomain(report.domain));
    if (!domain) return false;
    const { domain: _named, ...values } = report;
    const kept = await db
      .insertInto("dmarcReports")
      .values({ clientId, resourceId: domain.id, ...values, receivedAt: now })
      .onConflict((conflict) => conflict.columns(["resourceId", "reporter", "reportId"]).doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!kept) return false;
    const { messages, aligned } = await db
      .selectFrom("dmarcReports")
      .select(({ fn }) => [fn.sum<number>("messages").as("messages"), fn.sum<number>("aligned").as("aligned")])
      .where("clientId", "=", clientId)
      .where("resourceId", "=", domain.id)
      .where("endsAt", ">", subDays(now, COUNTED_DAYS))
      .executeTakeFirstOrThrow();
    if (Number(messages) >= SAMPLE && Number(aligned) / Number(messages) < GOOD_SHARE) {
      await notifyOnce(db, ctx, {
        kind: "health",
        title: `${domain.label}: mail goes out that is not aligned`,
        body: `Receivers saw ${messages} messages within ${COUNTED_DAYS} days; SPF or DKIM passed in the domain's name for ${aligned}. Somebody else sends in its name, or a record is missing.`,
        href: "/dashboard/settings/mailboxes",
      });
    }
    return true;
  });
}
