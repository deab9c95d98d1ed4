import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { type MailServerInput, mailServerInput } from "@/lib/domain/mailboxes";

/** What a mail server answered to a sign-in without a message. `detail` is the server's own sentence, or why there was none. */
export type MailServerAnswer = { isReady: boolean; detail: string };

/** Connects and authenticates, and hangs up. Sends nothing. */
export interface VerifyMailServer {
  verify(server: MailServerInput): Promise<MailServerAnswer>;
}

/** Tries a mailbox's server before it is connected: nothing is stored and nobody gets a message. */
export async function testMailServer(ctx: Ctx, input: MailServerInput, port: VerifyMailServer): Promise<MailServerAnswer> {
  requireRole(ctx, "admin");
  return port.verify(mailServerInput.parse(input));
}
