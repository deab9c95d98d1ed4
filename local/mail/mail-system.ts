import type { PostOffice } from "@/local/mail/post-office";
import type { SmtpFaults } from "@/local/mail/smtp";
import type { MailStore } from "@/local/mail/store";
import type { WebhookSender } from "@/local/mail/webhook-sender";

/** What the web pages and the control calls work with. */
export type MailSystem = {
  store: MailStore;
  office: PostOffice;
  sender: WebhookSender;
  faults: SmtpFaults;
  clock: { now(): Date };
  log(line: string): void;
};
