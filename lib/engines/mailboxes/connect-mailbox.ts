import "server-only";
import { sql } from "kysely";
import { type Ctx, requireRole } from "@/lib/context";
import { takeTurns } from "@/lib/db/queries/take-turns";
import { mailHostOfServer } from "@/lib/domain/mail-hosts";
import { type MailboxInput, mailboxInput } from "@/lib/domain/mailboxes";
import { sealCredentials } from "@/lib/engines/dispatch/mailbox-secret";
import type { SenderOptions } from "@/lib/engines/dispatch/sender-options";
import { NONCE_BYTES } from "@/lib/engines/secrets/sealed-text";
import { registrableDomain } from "@/lib/engines/suppression/canonical-identity";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/errors";

const UNIQUE_VIOLATION = "23505";
const MAXIMUM_PER_DOMAIN = 3; // OP-10
/** Cold messages a day from one domain, all mailboxes together (blueprint). */
const DOMAIN_DAILY_LIMIT = 50;

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
  const domainName = address.slice(address.lastIndexOf("@") + 1);

  return ctx.tx(async (db) => {
    // Together, mailboxes that are connected at once must not pass what the domain may carry.
    await takeTurns(db, `connect-mailbox:${clientId}:${domainName}`);
    const { timezone } = await db.selectFrom("clients").select("timezone").where("id", "=", clientId).executeTakeFirstOrThrow();
    const common = { clientId, channel: "email" as const, timezone, isPrewarmed, rampStartedAt: now, createdAt: now };
    const domain =
      (await db
        .selectFrom("resources")
        .select("id")
        .where("clientId", "=", clientId)
        .where("kind", "=", "domain")
        .where(sql`lower(label)`, "=", domainName)
        .where("deletedAt", "is", null)
        .executeTakeFirst()) ??
      (await db
        .insertInto("resources")
        .values({
          ...common,
          kind: "domain",
          label: domainName,
          registrableDomain: registrableDomain(domainName),
          dailyLimit: DOMAIN_DAILY_LIMIT,
        })
        .returning("id")
        .executeTakeFirstOrThrow());
    const siblings = await db
      .selectFrom("resources")
      .select("id")
      .where("parentId", "=", domain.id)
      .where("deletedAt", "is", null)
      .execute();
    if (siblings.length >= MAXIMUM_PER_DOMAIN)
      throw new InvalidError(`${domainName} carries ${MAXIMUM_PER_DOMAIN} mailboxes already; more would wear the domain out`, "address");

    const mailbox = await db
      .insertInto("resources")
      .values({
        ...common,
        kind: "mailbox",
        parentId: domain.id,
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
 * Pauses a mailbox, or lets it send again. The gate reads it at each hand-over.
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
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw new NotFoundError("There is no such mailbox in this workspace");
  });
}
