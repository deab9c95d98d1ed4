import "server-only";
import type { Ctx } from "@/lib/context";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";

const AI_PAGE = "/dashboard/settings/ai";

/** Tells a client's people that most of a day's AI budget is used, and what happens then. Both amounts in micro-dollars AUD. */
export async function warnOfAiSpend(
  ctx: Ctx,
  { usedMicroAud, limitMicroAud }: { usedMicroAud: number; limitMicroAud: number },
): Promise<void> {
  await ctx.tx((db) =>
    notifyOnce(db, ctx, {
      kind: "health",
      title: "Most of today's AI budget is used",
      body: `A$${dollars(usedMicroAud)} of A$${dollars(limitMicroAud)}. When it is used up, rules do the work instead: everything goes on, plainer, and the budget is fresh at midnight UTC.`,
      href: AI_PAGE,
    }),
  );
}

function dollars(microAud: number): string {
  return (microAud / 1_000_000).toFixed(2);
}
