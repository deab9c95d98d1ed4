import { composeReport, mailDate } from "@/local/mail/mime/compose-report";
import { domainOf } from "@/local/mail/mime/original-message";
import { stableId } from "@/local/mail/mime/stable-id";

export type ArfInput = {
  /** The person who pressed "this is spam". */
  complainant: string;
  /** Envelope sender of the original: where the report goes. */
  returnTo: string;
  originalMessage: Buffer;
  now: Date;
  arrivedAt?: Date;
};

/** A complaint in the Abuse Reporting Format (RFC 5965), as feedback loops send it. */
export function buildArf({ complainant, returnTo, originalMessage, now, arrivedAt = now }: ArfInput): Buffer {
  const domain = domainOf(complainant);
  return composeReport({
    type: "feedback-report",
    headers: [
      ["From", `Feedback loop <fbl@${domain}>`],
      ["To", `<${returnTo}>`],
      ["Subject", "Complaint about a message from your system"],
      ["Date", mailDate(now)],
      ["Message-ID", `<${stableId("arf", complainant, now.toISOString(), originalMessage)}@${domain}>`],
      ["Auto-Submitted", "auto-generated"],
    ],
    text: `This is an abuse report for a message received on ${mailDate(arrivedAt)}.\nThe recipient marked it as spam.\n`,
    fields: [
      [
        ["Feedback-Type", "abuse"],
        ["User-Agent", "AgencyOS-Local-FBL/1"],
        ["Version", "1"],
        ["Original-Mail-From", `<${returnTo}>`],
        ["Original-Rcpt-To", `<${complainant}>`],
        ["Arrival-Date", mailDate(arrivedAt)],
        ["Reported-Domain", domainOf(returnTo)],
        ["Source-IP", "127.0.0.1"],
      ],
    ],
    returned: { contentType: "message/rfc822", content: originalMessage },
  });
}
