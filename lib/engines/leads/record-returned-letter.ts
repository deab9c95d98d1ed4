import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { lockTouch } from "@/lib/db/queries/touches";
import { type ReturnedLetterInput, returnedLetterInput } from "@/lib/domain/leads";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { closeChannel } from "@/lib/engines/channel-events/close-channel";
import { ConflictError, NotFoundError } from "@/lib/errors";

/**
 * Writes down that a letter came back, which nobody tells but the envelope. No further letter goes to that address: what was still to come
 * is left out, and the gate refuses others until the lead has another address. The other channels go on.
 * @throws NotFoundError when the client sent no such letter
 * @throws ConflictError when it did not go out, or is known to have come back
 */
export function recordReturnedLetter(ctx: Ctx, input: ReturnedLetterInput, options: { pepper: string }): Promise<void> {
  requireRole(ctx, "member");
  const { touchId, reason: note } = returnedLetterInput.parse(input);
  const { clientId } = ctx;
  return ctx.tx(async (db) => {
    const touch = await lockTouch(db, { clientId, touchId });
    if (touch?.channel !== "mail") throw new NotFoundError("There is no such letter in this workspace");
    if (touch.state !== "sent") throw new ConflictError("This letter did not go out");
    const changed = await db
      .updateTable("touches")
      .set({ deliveryState: "returned" })
      .where("id", "=", touchId)
      .where("clientId", "=", clientId)
      .where((eb) => eb.or([eb("deliveryState", "is", null), eb("deliveryState", "not in", ["failed", "returned"])]))
      .returning("leadId")
      .executeTakeFirst();
    if (!changed) throw new ConflictError("That this letter did not arrive is written down already");
    const { leadId, campaignId, channel } = touch;
    const reason = `The letter came back: ${note}`;
    await recordActivity(db, ctx, { action: "letter_returned", reason, leadId, campaignId, touchId, channel });
    await closeChannel(db, ctx, { leadId, channels: ["mail"], reason: "A letter to this address came back", source: "manual" }, options);
  });
}
