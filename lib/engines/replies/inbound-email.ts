import "server-only";

export type MailAddress = { name: string; address: string };

/** One recipient's block of a delivery report (RFC 3464). Addresses without their `rfc822;` prefix, lower case. */
export type DsnRecipient = {
  finalRecipient: string | null;
  originalRecipient: string | null;
  /** failed, delayed, delivered, relayed or expanded; null when the field is missing. */
  action: string | null;
  status: string | null;
  diagnosticCode: string | null;
  remoteMta: string | null;
  willRetryUntil: string | null;
};

/** What a returned message tells of the one we sent; the caller checks that the id is ours before acting (compliance EM-32). */
export type OriginalMessage = { messageId: string | null; to: string | null; subject: string | null };

export type DeliveryReport = {
  kind: "dsn";
  reportingMta: string | null;
  recipients: DsnRecipient[];
  original: OriginalMessage | null;
  isStandard: boolean;
};
/** Abuse report (RFC 5965). `feedbackType` is abuse, fraud, not-spam, virus, other, opt-out… */
export type AbuseReport = {
  kind: "arf";
  feedbackType: string;
  originalRecipients: string[];
  userAgent: string | null;
  original: OriginalMessage | null;
};
/** Read receipt (RFC 8098). */
export type ReadReport = { kind: "mdn"; disposition: string | null; finalRecipient: string | null; original: OriginalMessage | null };
export type MailReport = DeliveryReport | AbuseReport | ReadReport;

/** An answer to an invitation (iTIP REPLY or COUNTER). */
export type CalendarAnswer = { method: string; answer: string | null };

export type InboundEmail = {
  messageId: string | null;
  inReplyTo: string | null;
  /** Oldest first, as sent. */
  references: string[];
  from: MailAddress | null;
  to: MailAddress[];
  cc: MailAddress[];
  subject: string;
  date: Date | null;
  /** Unfolded, decoded, by lower-case name; a repeated header's values are joined by a line break. */
  headers: Record<string, string>;
  /** Visible plain text: the text part, or the visible text of the HTML where there is none. */
  text: string;
  /** Visible text of the HTML part, hidden elements left out; null when there is no HTML. */
  htmlText: string | null;
  /** The HTML as received, for a sandboxed view only. */
  html: string | null;
  /** Value of `Auto-Submitted`, null when absent. */
  autoSubmitted: string | null;
  /** `""` for the null sender `<>`. */
  returnPath: string | null;
  report: MailReport | null;
  calendar: CalendarAnswer | null;
  /** Names and types only; attachments are never opened (compliance EM-06). */
  attachments: { filename: string | null; contentType: string; sizeBytes: number }[];
};
