import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { mailHostOfServer } from "@/lib/domain/mail-hosts";
import { type MailboxInput, mailboxInput } from "@/lib/domain/mailboxes";
import { sealCredentials } from "@/lib/engines/dispatch/mailbox-secret";
import type { SenderOptions } from "@/lib/engines/dispatch/sender-options";
import { joinDomain } from "@/lib/engines/mailboxes/join-domain";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { NONCE_BYTES } from "@/lib/engines/secrets/sealed-text";
import { ConflictError, NotFoundError } from "@/lib/errors";
import { senderAdded } from "@/lib/events/catalogue";

const UNIQUE_VIOLATION = "23505";

/**
 * Adds a mailbox (and its domain, the first time) and seals its credentials; they are never read back to a browser.
 * @throws ConflictError when the mailbox is connected already, here or by anybody else
 * @throws InvalidError when its domain carries as many as it can bear
 */
export function connectMailbox(
  ctx: Ctx,
  input: MailboxInput,
  options: Pick<SenderOptions, "secretsKey" | "randomBytes">,
): Promise<{ mailboxId: string }> {
  requireRole(ctx, "admin");
  const { address, senderName, dailyLimit, isPrewarmed, ...server } = mailboxInput.parse(input);
  const { clientId, now } = ctx;

  return ctx.tx(async (db) => {
    const { timezone } = await db.selectFrom("clients").select("timezone").where("id", "=", clientId).executeTakeFirstOrThrow();
    const common = { clientId, channel: "email" as const, timezone, isPrewarmed, rampStartedAt: now, createdAt: now };
    const domainId = await joinDomain(db, ctx, { address, timezone, isPrewarmed });
    const mailbox = await db
      .insertInto("resources")
      .values({
        ...common,
        kind: "mailbox",
        parentId: domainId,
        label: address,
        senderName,
        dailyLimit,
        mailHost: mailHostOfServer(server.host),
      })
      .returning("id")
      .executeTakeFirstOrThrow()
      .catch((error: { code?: string }) => {
        if (error.code === UNIQUE_VIOLATION) throw new ConflictError(`${address} is connected already`, { cause: error });
        throw error;
      });
    const sealed = sealCredentials(server, {
      key: options.secretsKey,
      nonce: options.randomBytes(NONCE_BYTES),
      binding: { clientId, resourceId: mailbox.id },
    });
    await db.insertInto("private.resourceSecrets").values({ resourceId: mailbox.id, clientId, sealed }).execute();
    return { mailboxId: mailbox.id };
  });
}

/**
 * Pauses a mailbox, or lets it send again. The gate reads it at each hand-over. One that could not be connected at its provider is connected
 * again then.
 * @throws NotFoundError when the client has no such mailbox
 */
export function setMailboxPaused(ctx: Ctx, { mailboxId, reason }: { mailboxId: string; reason: string | null }): Promise<void> {
  requireRole(ctx, "admin");
  return ctx.tx(async (db) => {
    const changed = await db
      .updateTable("resources")
      .set({ pausedAt: reason === null ? null : ctx.now, pausedReason: reason })
      .where("id", "=", mailboxId)
      .where("clientId", "=", ctx.clientId)
      .where("kind", "=", "mailbox")
      .where("deletedAt", "is", null)
      .returning(["provider", "connectedAt"])
      .executeTakeFirst();
    if (!changed) throw new NotFoundError("There is no such mailbox in this workspace");
    const { clientId } = ctx;
    if (reason === null && changed.provider !== "smtp" && changed.connectedAt === null)
      await enqueueEvent(db, senderAdded.create({ clientId, senderId: mailboxId }));
  });
}
