import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";
import { ProviderError } from "@/lib/errors";

const NAMES: Readonly<Record<string, string>> = { apollo: "Apollo", hunter: "Hunter", clay: "Clay" };
const LEADS_PAGE = "/dashboard/leads";

/**
 * Keeps people informed of providers while leads are enriched: one notice while a provider is down, taken back once leads are enriched
 * again. A provider that only asks for patience (too many calls, a check still running) is not down.
 */
export async function tellOfProviders(
  db: Db,
  ctx: Ctx,
  { failures, isAnswered }: { failures: readonly unknown[]; isAnswered: boolean },
): Promise<void> {
  const down = new Set(failures.flatMap((error) => (error instanceof ProviderError && isOutage(error) ? error.provider : [])));
  for (const provider of down)
    await notifyOnce(db, ctx, {
      kind: "health",
      title: titleOf(provider),
      body: "New leads wait and are enriched as soon as it answers again. Nothing is lost, and no credit is taken meanwhile.",
      href: LEADS_PAGE,
    });
  if (failures.length > 0 || !isAnswered) return;
  await db
    .updateTable("notifications")
    .set({ readAt: ctx.now })
    .where("clientId", "=", ctx.clientId)
    .where("kind", "=", "health")
    .where("title", "in", Object.keys(NAMES).map(titleOf))
    .where("readAt", "is", null)
    .execute();
}

/** No answer, an answer that it failed, or a refusal that no waiting mends, such as a key that is no longer accepted. */
function isOutage({ status, retryable, retryAfterMs }: ProviderError): boolean {
  const asksForPatience = retryable && retryAfterMs !== undefined;
  return !asksForPatience && (status === undefined || status >= 500 || !retryable);
}

function titleOf(provider: string): string {
  return `${NAMES[provider] ?? provider} does not answer as it should`;
}
