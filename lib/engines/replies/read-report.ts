import "server-only";
import { cleanText } from "@/lib/engines/replies/clean-text";
import type { DeliveryReport, DsnRecipient, MailReport, OriginalMessage } from "@/lib/engines/replies/inbound-email";
import { headerOf, leavesOf, type MimePart, readFields } from "@/lib/engines/replies/mime-tree";

/** Bytes of a part as text once its transfer encoding is undone. */
export type DecodePart = (part: MimePart) => string;

/**
 * The report a message carries: delivery (RFC 3464), abuse (RFC 5965) or read (RFC 8098). Software that returns mail in its own
 * words is recognised by sender and wording, with `isStandard: false`.
 */
export function readReport(root: MimePart, visibleText: string, decode: DecodePart): MailReport | null {
  const leaves = leavesOf(root);
  const find = (...types: string[]) => leaves.find((leaf) => types.includes(leaf.contentType));
  const original = readOriginal(leaves, decode);

  const feedback = find("message/feedback-report");
  if (feedback) {
    const fields = readFields(decode(feedback));
    return {
      kind: "arf",
      feedbackType: first(fields, "feedback-type")?.toLowerCase() ?? "abuse",
      originalRecipients: [...(fields.get("original-rcpt-to") ?? []), ...(fields.get("removal-recipient") ?? [])].map(bareAddress),
      userAgent: first(fields, "user-agent") ?? null,
      original,
    };
  }
  const receipt = find("message/disposition-notification", "message/global-disposition-notification");
  if (receipt) {
    const fields = readFields(decode(receipt));
    return {
      kind: "mdn",
      disposition: first(fields, "disposition") ?? null,
      finalRecipient: addressOrNull(first(fields, "final-recipient")),
      original: {
        messageId: first(fields, "original-message-id") ?? original?.messageId ?? null,
        to: original?.to ?? null,
        subject: original?.subject ?? null,
      },
    };
  }
  const status = find("message/delivery-status", "message/global-delivery-status");
  if (status) return { ...readDeliveryStatus(decode(status)), original };
  return readPlainBounce(root, visibleText, original);
}

function readDeliveryStatus(text: string): Omit<DeliveryReport, "original"> {
  const blocks = text
    .split(/\r?\n[ \t]*\r?\n/)
    .map(readFields)
    .filter((fields) => fields.size > 0);
  const perMessage = blocks.find((fields) => fields.has("reporting-mta"));
  const recipients = blocks
    .filter((fields) => ["final-recipient", "original-recipient", "action", "status"].some((name) => fields.has(name)))
    .map(readRecipient);
  return {
    kind: "dsn",
    reportingMta: perMessage ? (first(perMessage, "reporting-mta")?.replace(/^[\w-]+\s*;\s*/, "") ?? null) : null,
    recipients,
    isStandard: recipients.length > 0,
  };
}

function readRecipient(fields: Map<string, string[]>): DsnRecipient {
  return {
    finalRecipient: addressOrNull(first(fields, "final-recipient")),
    originalRecipient: addressOrNull(first(fields, "original-recipient")),
    action:
      first(fields, "action")
        ?.split(/[\s(;]/)[0]
        ?.toLowerCase() ?? null,
    status: /[245]\.\d{1,3}(?:\.\d{1,3})?/.exec(first(fields, "status") ?? "")?.[0] ?? null,
    diagnosticCode: first(fields, "diagnostic-code")?.replace(/^[\w-]+\s*;\s*/, "") ?? null,
    remoteMta: first(fields, "remote-mta")?.replace(/^[\w-]+\s*;\s*/, "") ?? null,
    willRetryUntil: first(fields, "will-retry-until") ?? null,
  };
}

/** The returned message: `message/rfc822` with its headers, or `text/rfc822-headers` alone. */
function readOriginal(leaves: readonly MimePart[], decode: DecodePart): OriginalMessage | null {
  const part = leaves.find((leaf) =>
    ["message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global", "message/global-headers"].includes(
      leaf.contentType,
    ),
  );
  if (!part) return null;
  const nested = part.children[0];
  const fields = nested ? nested.headers : readFields(decode(part).split(/\r?\n\r?\n/)[0] ?? "");
  return {
    messageId: first(fields, "message-id") ?? null,
    to: addressOrNull(first(fields, "to")),
    subject: first(fields, "subject") ?? null,
  };
}

const BOUNCE_SENDER = /(?:mailer-daemon|postmaster|mail-daemon|mdaemon|bounces?|mail delivery (?:sub)?system)/i;
const BOUNCE_WORDING =
  /undeliver|delivery (?:status|fail|has failed|to the following)|could ?n[o']t be delivered|could not be delivered|failure notice|returned mail|not delivered|permanent(?: fatal)? error|delivery incomplete|message blocked/i;

function readPlainBounce(root: MimePart, visibleText: string, original: OriginalMessage | null): DeliveryReport | null {
  const from = headerOf(root, "from") ?? "";
  const returnPath = headerOf(root, "return-path");
  const subject = headerOf(root, "subject") ?? "";
  const failed = headerOf(root, "x-failed-recipients");
  const isFromMachine = BOUNCE_SENDER.test(from) || /^<\s*>$/.test(returnPath ?? "") || failed !== undefined;
  if (!isFromMachine || !(BOUNCE_WORDING.test(subject) || BOUNCE_WORDING.test(visibleText))) return null;

  const text = cleanText(visibleText);
  const isDelayed =
    /delay|warning|still (?:being )?(?:retr|undeliver)|not yet been delivered|will (?:be retried|keep trying|continue to)/i.test(
      `${subject}\n${text.slice(0, 600)}`,
    ) && !/permanent|giving up|gave up/i.test(text);
  const addresses = failed?.split(",") ?? [/(?:^|[\s<"'])([\w.+'-]+@[\w-]+(?:\.[\w-]+)+)/.exec(text)?.[1] ?? ""];
  const messageId = original?.messageId ?? /^message-id:\s*(<[^>\s]+>)/im.exec(text)?.[1] ?? null;
  return {
    kind: "dsn",
    reportingMta: null,
    recipients: addresses.map((address) => ({
      finalRecipient: addressOrNull(address),
      originalRecipient: null,
      action: isDelayed ? "delayed" : "failed",
      status: /(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?!\d)/.exec(text)?.[1] ?? null,
      diagnosticCode: text.slice(0, 2000),
      remoteMta: null,
      willRetryUntil: null,
    })),
    original: original ?? (messageId ? { messageId, to: null, subject: null } : null),
    isStandard: false,
  };
}

const first = (fields: Map<string, string[]>, name: string): string | undefined => fields.get(name)?.[0]?.trim() || undefined;

const bareAddress = (value: string) =>
  value
    .replace(/^[\w-]+\s*;\s*/, "")
    .replace(/^.*<([^>]*)>.*$/, "$1")
    .trim()
    .toLowerCase();

function addressOrNull(value: string | undefined): string | null {
  const address = value ? bareAddress(value) : "";
  return address.includes("@") ? address : null;
}
