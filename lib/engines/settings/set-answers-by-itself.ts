import "server-only";
import type { z } from "zod";
import { type Ctx, requireRole } from "@/lib/context";
import { updateClient } from "@/lib/db/queries/settings";
import { answersByItselfInput } from "@/lib/domain/reply-handling";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { ForbiddenError } from "@/lib/errors";

/**
 * Says whether answers in conversations on autopilot go out by themselves, after some minutes. What asks about price, contract or law, is
 * unsure, or objects a second time waits for a person all the same.
 */
export function setAnswersByItself(ctx: Ctx, input: z.input<typeof answersByItselfInput>): Promise<void> {
  requireRole(ctx, "admin");
  const { isOn } = answersByItselfInput.parse(input);
  return ctx.tx(async (db) => {
    const isChanged = await updateClient(db, { clientId: ctx.clientId }, { answersByItself: isOn });
    if (!isChanged) throw new ForbiddenError("Only an admin or owner of this workspace decides about its answers");
    await recordActivity(db, ctx, {
      action: "changed",
      reason: isOn ? "Answers on autopilot now go out by themselves" : "Answers on autopilot now wait for a person",
    });
  });
}
