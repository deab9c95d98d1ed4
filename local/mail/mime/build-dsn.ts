import { composeReport, type Header, mailDate } from "@/local/mail/mime/compose-report";
import { domainOf, headerBlock } from "@/local/mail/mime/original-message";
import { stableId } from "@/local/mail/mime/stable-id";

export type DsnInput = {
  action: "failed" | "delayed";
  /** Enhanced status code, such as `5.1.1`. */
  status: string;
  /** What the remote server said, such as `550 5.1.1 user unknown`. */
  diagnostic: string;
  recipient: string;
  /** Envelope sender of the original: where the report goes. */
  returnTo: string;
  originalMessage: Buffer;
  /** `headers` returns `text/rfc822-headers` in place of the whole original. */
  returned?: "message" | "headers";
  now: Date;
  arrivedAt?: Date;
  willRetryUntil?: Date;
};

/** A delivery status notification (RFC 3464). It is sent with an empty envelope sender. */
export function buildDsn(input: DsnInput): Buffer {
  const domain = domainOf(input.recipient);
  const failed = input.action === "failed";
  const headers: Header[] = [
    ["From", `Mail Delivery Subsystem <mailer-daemon@${domain}>`],
    ["To", `<${input.returnTo}>`],
    ["Subject", failed ? "Undelivered Mail Returned to Sender" : "Delayed Mail (still being retried)"],
    ["Date", mailDate(input.now)],
    ["Message-ID", `<${stableId("dsn", input.action, input.recipient, input.now.toISOString(), input.originalMessage)}@${domain}>`],
    ["Auto-Submitted", "auto-replied"],
    ...(failed ? [["X-Failed-Recipients", input.recipient] as const] : []),
  ];
  const perMessage: Header[] = [
    ["Reporting-MTA", `dns; mx.${domain}`],
    ["Arrival-Date", mailDate(input.arrivedAt ?? input.now)],
  ];
  const perRecipient: Header[] = [
    ["Original-Recipient", `rfc822; ${input.recipient}`],
    ["Final-Recipient", `rfc822; ${input.recipient}`],
    ["Action", input.action],
    ["Status", input.status],
    ["Remote-MTA", `dns; mx.${domain}`],
    ["Diagnostic-Code", `smtp; ${input.diagnostic}`],
    ["Last-Attempt-Date", mailDate(input.now)],
    ...(input.willRetryUntil ? [["Will-Retry-Until", mailDate(input.willRetryUntil)] as const] : []),
  ];
  return composeReport({
    type: "delivery-status",
    headers,
    text: humanText(input, domain),
    fields: [perMessage, perRecipient],
    returned:
      input.returned === "headers"
        ? { contentType: "text/rfc822-headers", content: headerBlock(input.originalMessage) }
        : { contentType: "message/rfc822", content: input.originalMessage },
  });
}

function humanText({ action, recipient, diagnostic, willRetryUntil }: DsnInput, domain: string): string {
  const opening =
    action === "failed"
      ? "Your message could not be delivered to the recipient below, and no further attempt will be made."
      : "Your message has not been delivered yet. You do not need to send it again: delivery is still being tried.";
  const until = willRetryUntil ? `\n\nDelivery will be tried until ${mailDate(willRetryUntil)}.` : "";
  return `This is the mail system at mx.${domain}.\n\n${opening}\n\n<${recipient}>: ${diagnostic}${until}\n`;
}
