import type { CallbackSender } from "@/local/http/callback-sender";
import type { PostOffice } from "@/local/mail/post-office";
import type { SmtpFaults } from "@/local/mail/smtp";
import type { MailStore } from "@/local/mail/store";

/** What the web pages and the control calls work with. */
export type MailSystem = {
  store: MailStore;
  office: PostOffice;
  sender: CallbackSender;
  faults: SmtpFaults;
  clock: { now(): Date };
  log(line: string): void;
};
