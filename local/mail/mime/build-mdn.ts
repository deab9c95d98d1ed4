import { composeReport, mailDate } from "@/local/mail/mime/compose-report";
import { domainOf, headerBlock, type OriginalMessage } from "@/local/mail/mime/original-message";
import { stableId } from "@/local/mail/mime/stable-id";

export type MdnInput = { reader: string; returnTo: string; original: OriginalMessage; now: Date };

/** A read receipt (RFC 8098): a person displayed the message and let the receipt go out. */
export function buildMdn({ reader, returnTo, original, now }: MdnInput): Buffer {
  const domain = domainOf(reader);
  return composeReport({
    type: "disposition-notification",
    headers: [
      ["From", `<${reader}>`],
      ["To", `<${returnTo}>`],
      ["Subject", `Read: ${original.subject}`],
      ["Date", mailDate(now)],
      ["Message-ID", `<${stableId("mdn", reader, now.toISOString(), original.raw)}@${domain}>`],
      ...(original.messageId
        ? ([
            ["In-Reply-To", original.messageId],
            ["References", original.messageId],
          ] as const)
        : []),
      ["Auto-Submitted", "auto-replied"],
    ],
    text: `Your message to ${reader} was displayed on ${mailDate(now)}.\nThis says nothing about whether it was read or understood.\n`,
    fields: [
      [
        ["Reporting-UA", `${domain}; AgencyOS-Local-Mail`],
        ["Original-Recipient", `rfc822;${reader}`],
        ["Final-Recipient", `rfc822;${reader}`],
        ...(original.messageId ? ([["Original-Message-ID", original.messageId]] as const) : []),
        ["Disposition", "manual-action/MDN-sent-manually; displayed"],
      ],
    ],
    returned: { contentType: "text/rfc822-headers", content: headerBlock(original.raw) },
  });
}
