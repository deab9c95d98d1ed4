import { isUtf8 } from "node:buffer";
import { type ParsedMail, simpleParser } from "mailparser";
import { addressTag } from "@/local/mail/address";
import type { MessageWithRaw } from "@/local/mail/message";
import { addresses, type MailAddress } from "@/local/mail/mime/original-message";
import { stripQuotedReply } from "@/local/mail/strip-quoted-reply";

type PostmarkAddress = { Email: string; Name: string; MailboxHash: string };

/** Body of Postmark's inbound webhook, raw content included. */
export type PostmarkInbound = {
  FromName: string;
  MessageStream: "inbound";
  From: string;
  FromFull: PostmarkAddress;
  To: string;
  ToFull: PostmarkAddress[];
  Cc: string;
  CcFull: PostmarkAddress[];
  Bcc: string;
  BccFull: PostmarkAddress[];
  OriginalRecipient: string;
  Subject: string;
  MessageID: string;
  ReplyTo: string;
  MailboxHash: string;
  Date: string;
  TextBody: string;
  HtmlBody: string;
  StrippedTextReply: string;
  Tag: string;
  Headers: { Name: string; Value: string }[];
  Attachments: { Name: string; Content: string; ContentType: string; ContentLength: number; ContentID: string }[];
  RawEmail: string;
};

/** Header fields that have a place of their own in the payload. */
const OWN_FIELDS = new Set(["from", "to", "cc", "bcc", "subject", "date", "reply-to"]);

/** The payload for one stored message; the same message always gives the same payload. */
export async function buildPostmarkInbound(message: MessageWithRaw): Promise<PostmarkInbound> {
  const mail = await simpleParser(message.raw, { skipImageLinks: true, skipTextToHtml: true, skipHtmlToText: true });
  const from = addresses(mail.from)[0] ?? { name: "", address: message.mailFrom };
  const text = mail.text ?? "";
  return {
    FromName: from.name,
    MessageStream: "inbound",
    From: from.address,
    FromFull: full(from),
    To: mailText(mail.to),
    ToFull: addresses(mail.to).map(full),
    Cc: mailText(mail.cc),
    CcFull: addresses(mail.cc).map(full),
    Bcc: mailText(mail.bcc),
    BccFull: addresses(mail.bcc).map(full),
    OriginalRecipient: message.mailbox,
    Subject: mail.subject ?? "",
    MessageID: message.id,
    ReplyTo: addresses(mail.replyTo)[0]?.address ?? "",
    MailboxHash: addressTag(message.mailbox),
    Date: headerValue(mail, "date"),
    TextBody: text,
    HtmlBody: mail.html || "",
    StrippedTextReply: stripQuotedReply(text),
    Tag: "",
    Headers: [
      { Name: "X-Spam-Status", Value: "No" },
      { Name: "X-Spam-Score", Value: "-0.1" },
      ...mail.headerLines.filter(({ key }) => !OWN_FIELDS.has(key)).map(({ line }) => splitLine(line)),
    ],
    Attachments: mail.attachments.map((attachment, index) => ({
      Name: attachment.filename ?? `part-${index + 1}`,
      Content: attachment.content.toString("base64"),
      ContentType: attachment.contentType,
      ContentLength: attachment.size,
      ContentID: attachment.cid ?? "",
    })),
    RawEmail: message.raw.toString(isUtf8(message.raw) ? "utf8" : "latin1"),
  };
}

function full({ name, address }: MailAddress): PostmarkAddress {
  return { Email: address, Name: name, MailboxHash: addressTag(address) };
}

function mailText(value: ParsedMail["to"]): string {
  const lists = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return lists.map((list) => list.text).join(", ");
}

function headerValue(mail: ParsedMail, key: string): string {
  const found = mail.headerLines.find((header) => header.key === key);
  return found ? splitLine(found.line).Value : "";
}

function splitLine(line: string): { Name: string; Value: string } {
  const unfolded = line.replace(/\r?\n[ \t]+/g, " ");
  const colon = unfolded.indexOf(":");
  return { Name: unfolded.slice(0, colon), Value: unfolded.slice(colon + 1).trim() };
}
