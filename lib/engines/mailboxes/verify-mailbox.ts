import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import type { MailboxCheckInput } from "@/lib/domain/mailboxes";
import { openCredentials } from "@/lib/engines/dispatch/mailbox-secret";
import type { MailServerAnswer, VerifyMailServer } from "@/lib/engines/settings/test-mail-server";
import { NotFoundError } from "@/lib/errors";

type VerifyOptions = {
  /** A context of the product for the same client: no member can read a password. */
  product: Ctx;
  secretsKey: string;
  server: VerifyMailServer;
};

/**
 * Signs in to the server of a connected mailbox with what is stored of it, and hangs up: nobody gets a message. Of one that Smartlead keeps,
 * whether it was found there.
 * @throws NotFoundError when the client has no such mailbox
 */
export async function verifyMailbox(ctx: Ctx, { mailboxId }: MailboxCheckInput, options: VerifyOptions): Promise<MailServerAnswer> {
  requireRole(ctx, "admin");
  const { clientId } = ctx;
  const mailbox = await options.product.tx((db) =>
    db
      .selectFrom("resources as r")
      .leftJoin("private.resourceSecrets as s", (join) => join.onRef("s.resourceId", "=", "r.id").onRef("s.clientId", "=", "r.clientId"))
      .select(["r.provider", "r.connectedAt", "s.sealed"])
      .where("r.id", "=", mailboxId)
      .where("r.clientId", "=", clientId)
      .where("r.kind", "=", "mailbox")
      .where("r.deletedAt", "is", null)
      .executeTakeFirst(),
  );
  if (!mailbox) throw new NotFoundError("There is no such mailbox in this workspace");
  if (mailbox.provider !== "smtp") {
    return mailbox.connectedAt
      ? { isReady: true, detail: "Smartlead is signed in to it" }
      : { isReady: false, detail: "It was not found at Smartlead yet" };
  }
  if (mailbox.sealed === null) return { isReady: false, detail: "It has no password yet" };
  const credentials = openCredentials(mailbox.sealed, { key: options.secretsKey, binding: { clientId, resourceId: mailboxId } });
  return options.server.verify(credentials);
}
