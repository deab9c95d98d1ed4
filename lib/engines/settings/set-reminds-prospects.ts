import "server-only";
import type { z } from "zod";
import { type Ctx, requireRole } from "@/lib/context";
import { updateClient } from "@/lib/db/queries/settings";
import { remindsProspectsInput } from "@/lib/domain/reply-handling";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { ForbiddenError } from "@/lib/errors";

/**
 * Says whether prospects are reminded of meetings by e-mail, a day and an hour before. Off from the start: Cal.com and Calendly remind by
 * themselves. What was written already goes out only while it is on.
 */
export function setRemindsProspects(ctx: Ctx, input: z.input<typeof remindsProspectsInput>): Promise<void> {
  requireRole(ctx, "admin");
  const { isOn } = remindsProspectsInput.parse(input);
  return ctx.tx(async (db) => {
    const isChanged = await updateClient(db, { clientId: ctx.clientId }, { remindsProspects: isOn });
    if (!isChanged) throw new ForbiddenError("Only an admin or owner of this workspace decides about its reminders");
    await recordActivity(db, ctx, {
      action: "changed",
      reason: isOn ? "Prospects are now reminded of meetings" : "Prospects are no longer reminded of meetings",
    });
  });
}
