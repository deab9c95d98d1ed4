import { z } from "zod";

/** How to reach a mailbox's outgoing server. */
export const mailServerInput = z.object({
  host: z.string().trim().min(1, "Enter the mail server's name").max(200),
  port: z.number("Enter a port number").int().min(1, "Ports start at 1").max(65535, "Ports end at 65535"),
  /** TLS from the first byte (port 465); otherwise the connection is upgraded with STARTTLS where the server offers it. */
  secure: z.boolean(),
  user: z.string().trim().min(1, "Enter the user name").max(200),
  password: z.string().min(1, "Enter the mailbox's password").max(500),
});
export type MailServerInput = z.infer<typeof mailServerInput>;

/** A mailbox to connect, with the server it sends through. */
export const mailboxInput = mailServerInput.extend({
  address: z.string().trim().toLowerCase().pipe(z.email("Enter the mailbox's full address")),
  senderName: z.string().trim().min(1, "Whose name do messages carry?").max(100),
  dailyLimit: z.number("Enter a number").int().min(1, "At least 1").max(40, "A cold mailbox never sends more than 40 a day"),
  /** Evidence of warm-up elsewhere; otherwise nothing cold goes out before day 15 (OP-01). */
  isPrewarmed: z.boolean(),
});
export type MailboxInput = z.infer<typeof mailboxInput>;

export const mailboxCheckInput = z.object({ mailboxId: z.uuid() });
export type MailboxCheckInput = z.infer<typeof mailboxCheckInput>;

export const mailboxPauseInput = z.object({
  mailboxId: z.uuid(),
  /** Null lets it send again. */
  reason: z.string().trim().min(1, "Say why, in a few words").max(300).nullable(),
});
