import "server-only";
import type { Ctx } from "@/lib/context";
import { insertTrip, listTrippedBreakers } from "@/lib/db/queries/breakers";
import { GOOD_PLACEMENT, POOR_PLACEMENT, placementInput } from "@/lib/domain/breakers";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { evaluateBreakers } from "@/lib/engines/breakers/evaluate-breakers";
import { ForbiddenError, NotFoundError } from "@/lib/errors";

const RUNS = 2;
const BREAKER = "domain_placement";

type Placement = { domain: string; seeds: number; inInbox: number };

/**
 * Writes down where a test message of a sending domain landed at the seed mailboxes (OP-55). The gate halves the cap of a domain whose
 * last test was not good; two poor ones running stop it until somebody releases it.
 * @throws NotFoundError when the client sends from no such domain; ForbiddenError for a signed-in person
 */
export function recordPlacement(ctx: Ctx, input: Placement): Promise<{ share: number; isStopped: boolean }> {
  if (ctx.actor.kind === "user") throw new ForbiddenError("Placement tests come from whoever operates the platform");
  const { domain, seeds, inInbox } = placementInput.parse(input);
  const { clientId, now } = ctx;
  return ctx.tx(async (db) => {
    const sender = await db
      .selectFrom("resources")
      .select(["id", "label"])
      .where("clientId", "=", clientId)
      .where("kind", "=", "domain")
      .where("label", "=", domain)
      .where("deletedAt", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (!sender) throw new NotFoundError(`This workspace sends nothing from ${domain}`);
    await db.insertInto("placementTests").values({ clientId, resourceId: sender.id, takenAt: now, seeds, inInbox }).execute();

    const share = inInbox / seeds;
    const tripped = await listTrippedBreakers(db, { clientId });
    const earlier = tripped.find((row) => row.breaker === BREAKER && row.resourceId === sender.id);
    const runs = await db
      .selectFrom("placementTests")
      .select(["seeds", "inInbox"])
      .where("resourceId", "=", sender.id)
      .where("takenAt", ">", earlier?.lastReleasedAt ?? new Date(0))
      .orderBy("takenAt", "desc")
      .limit(RUNS)
      .execute();
    const poor = runs.filter((run) => run.inInbox / run.seeds < POOR_PLACEMENT).length;
    const [verdict] = evaluateBreakers({ domain_placement_2: { bad: poor, of: runs.length } });
    const isNew =
      verdict &&
      (await insertTrip(db, {
        clientId,
        breaker: BREAKER,
        resourceId: sender.id,
        campaignId: null,
        detail: verdict.detail,
        trippedAt: now,
      }));
    if (verdict && isNew) {
      const reason = `${sender.label}: ${verdict.detail}`;
      await recordActivity(db, ctx, { action: "breaker_tripped", reason, metadata: { breaker: BREAKER, resource_id: sender.id } });
    }
    if (share < GOOD_PLACEMENT) {
      await db
        .insertInto("notifications")
        .values({
          clientId,
          kind: "health",
          title: isNew ? `${sender.label} is stopped by a breaker` : `${sender.label}: too little lands in the inbox`,
          body: `${inInbox} of ${seeds} seed mailboxes found the test in the inbox.${isNew ? " An admin releases it with a reason." : " Its daily cap is halved until a test goes well."}`,
          href: isNew ? "/dashboard/settings/emergency-stop" : "/dashboard/settings/mailboxes",
        })
        .execute();
    }
    return { share, isStopped: verdict !== undefined };
  });
}
