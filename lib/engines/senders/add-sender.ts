import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { parseAustralianNumber } from "@/lib/domain/phone";
import { SENDER_TYPES, type SenderInput, senderInput } from "@/lib/domain/senders";
import { joinDomain } from "@/lib/engines/mailboxes/join-domain";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { ConflictError, NotFoundError } from "@/lib/errors";
import { senderAdded, stopsChanged } from "@/lib/events/catalogue";

const UNIQUE_VIOLATION = "23505";

/**
 * Adds a seat, number, return address or managed mailbox that exists at its provider; what it needs there is made as soon as this commits
 * (`connectSender`). A new seat or mailbox warms up from today.
 * @throws ConflictError when it is connected already, here or by anybody else
 * @throws InvalidError when a mailbox's domain carries as many as it can bear
 */
export function addSender(ctx: Ctx, input: SenderInput): Promise<{ senderId: string }> {
  requireRole(ctx, "admin");
  const { type, label, senderName, externalId, dailyLimit, isPrewarmed } = senderInput.parse(input);
  const { kind, channel, provider } = SENDER_TYPES[type];
  const { clientId, now } = ctx;
  const name = spelled(kind, label);
  return ctx.tx(async (db) => {
    const { timezone } = await db.selectFrom("clients").select("timezone").where("id", "=", clientId).executeTakeFirstOrThrow();
    const domain = kind === "mailbox" ? await joinDomain(db, ctx, { address: name, timezone, isPrewarmed }) : null;
    const { id } = await db
      .insertInto("resources")
      .values({
        clientId,
        kind,
        channel,
        provider,
        parentId: domain,
        externalId: externalId || null,
        label: name,
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

/** A number as +61…, an address in small letters. */
function spelled(kind: string, label: string): string {
  if (kind === "mailbox") return label.toLowerCase();
  return kind === "number" ? (parseAustralianNumber(label)?.e164 ?? label) : label;
}

/** Pauses a sender, or lets it send again; read at each hand-over. One that could not be connected is connected again then. @throws NotFoundError when the client has no such sender */
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
      .returning(["kind", "connectedAt"])
      .executeTakeFirst();
    if (!changed) throw new NotFoundError("There is no such sender in this workspace");
    if (changed.kind === "seat") await enqueueEvent(db, stopsChanged.create({ clientId: ctx.clientId }));
    if (reason === null && changed.connectedAt === null) await enqueueEvent(db, senderAdded.create({ clientId: ctx.clientId, senderId }));
  });
}
