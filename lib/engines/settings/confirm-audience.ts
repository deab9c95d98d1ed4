import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { updateClient } from "@/lib/db/queries/settings";
import { type AudienceInput, audienceInput } from "@/lib/domain/organisation";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { ForbiddenError } from "@/lib/errors";
import { weightsChanged } from "@/lib/events/catalogue";

/** Stores whom the agency sells to as a person confirmed it, and has every lead scored against it again. */
export async function confirmAudience(ctx: Ctx, input: AudienceInput): Promise<void> {
  requireRole(ctx, "admin");
  const audience = audienceInput.parse(input);
  return ctx.tx(async (db) => {
    const isChanged = await updateClient(db, { clientId: ctx.clientId }, { ...audience, icpConfirmedAt: ctx.now });
    if (!isChanged) throw new ForbiddenError("Only an admin or owner of this workspace changes its audience");
    await enqueueEvent(db, weightsChanged.create({ clientId: ctx.clientId }));
  });
}
