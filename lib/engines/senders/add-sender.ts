import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { parseAustralianNumber } from "@/lib/domain/phone";
import { SENDER_TYPES, type SenderInput, senderInput } from "@/lib/domain/senders";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { ConflictError, NotFoundError } from "@/lib/errors";
import { senderAdded, stopsChanged } from "@/lib/events/catalogue";

const UNIQUE_VIOLATION = "23505";

/**
 * Adds a seat, number or return address that exists at its provider; what it needs there is made as soon as this commits
 * (`connectSender`). A new seat warms up from today.
 * @throws ConflictError when it is connected already, here or by anybody else
 */
export function addSender(ctx: Ctx, input: SenderInput): Promise<{ senderId: string }> {
  requireRole(ctx, "admin");
  const { type, label, senderName, externalId, dailyLimit, isPrewarmed } = senderInput.parse(input);
  const { kind, channel, provider } = SENDER_TYPES[type];
  const { clientId, now } = ctx;
  return ctx.tx(async (db) => {
    const { timezone } = await db.selectFrom("clients").select("timezone").where("id", "=", clientId).executeTakeFirstOrThrow();
    const { id } = await db
      .insertInto("resources")
      .values({
        clientId,
        kind,
        channel,
        provider,
        externalId,
        label: kind === "number" ? (parseAustralianNumber(label)?.e164 ?? label) : label,
        senderName: senderName || null,
        dailyLimit,
        isPrewarmed,
        rampStartedAt: now,
        timezone,
        createdAt: now,
      })
      .returning("id")
      .executeTakeFirstOrThrow()
      .catch((error: { code?: string }) => {
        if (error.code === UNIQUE_VIOLATION) throw new ConflictError(`${label} is connected already`, { cause: error });
        throw error;
      });
    await enqueueEvent(db, senderAdded.create({ clientId, senderId: id }));
    return { senderId: id };
  });
}

/** Pauses a sender, or lets it send again; read at each hand-over. @throws NotFoundError when the client has no such sender */
export function setSenderPaused(ctx: Ctx, { senderId, reason }: { senderId: string; reason: string | null }): Promise<void> {
  requireRole(ctx, "admin");
  return ctx.tx(async (db) => {
    const changed = await db
      .updateTable("resources")
      .set({ pausedAt: reason === null ? null : ctx.now, pausedReason: reason })
      .where("id", "=", senderId)
      .where("clientId", "=", ctx.clientId)
      .where("kind", "in", ["seat", "number", "return_address"])
      .where("deletedAt", "is", null)
      .returning("kind")
      .executeTakeFirst();
    if (changed?.kind === "seat") await enqueueEvent(db, stopsChanged.create({ clientId: ctx.clientId }));
    if (!changed) throw new NotFoundError("There is no such sender in this workspace");
  });
}
