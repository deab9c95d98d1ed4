import "server-only";
import { type AddressObject, type HeaderValue, type ParsedMail, simpleParser } from "mailparser";
import { cleanText } from "@/lib/engines/replies/clean-text";
import type { CalendarAnswer, InboundEmail, MailAddress } from "@/lib/engines/replies/inbound-email";
import { headerOf, leavesOf, type MimePart, readFields, readMimeTree } from "@/lib/engines/replies/mime-tree";
import { readReport } from "@/lib/engines/replies/read-report";
import { visibleHtmlText } from "@/lib/engines/replies/visible-html-text";

const MAX_REFERENCES = 200;
const MAX_TEXT_BYTES = 2 * 1024 * 1024;
const PARSER_OPTIONS = { skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true };

/**
 * A raw message as the reply rules want it. Structure is read here, headers and charsets by mailparser; attachments stay shut.
 * @param raw the message as received, at most 10 MB
 * @throws InvalidError for an empty, oversized or absurdly nested message; never anything else, whatever the bytes
 */
export async function parseInboundEmail(raw: Buffer | string): Promise<InboundEmail> {
  const root = readMimeTree(raw);
  const head = await decodeHead(root);
  const { textParts, htmlParts, calendarParts, attachments } = sortLeaves(root);

  const texts = await Promise.all(textParts.map(decodeText));
  const html = (await Promise.all(htmlParts.map(decodeText))).join("\n");
  const htmlText = html.trim() ? safeHtmlText(html) : null;
  const plain = cleanText(texts.join("\n")).trim();
  const visible = plain || htmlText || "";
  const decoded = new Map(
    await Promise.all(leavesOf(root).map(async (leaf) => [leaf, isReportPart(leaf) ? await decodeText(leaf) : leaf.body] as const)),
  );

  return {
    ...head,
    text: visible,
    htmlText,
    html: html.trim() ? html : null,
    report: readReport(root, visible, (part) => decoded.get(part) ?? part.body),
    calendar: readCalendar((await Promise.all(calendarParts.map(decodeText))).join("\n")),
    attachments,
  };
}

type Head = Pick<
  InboundEmail,
  "messageId" | "inReplyTo" | "references" | "from" | "to" | "cc" | "subject" | "date" | "headers" | "autoSubmitted" | "returnPath"
>;

async function decodeHead(root: MimePart): Promise<Head> {
  const parsed = await parseQuietly(`${root.rawHeaders.replace(/^content-[^\n]*(?:\r?\n[ \t][^\n]*)*\r?\n?/gim, "")}\r\n\r\n`);
  const headers: Record<string, string> = {};
  for (const [name, values] of root.headers)
    if (name !== "__proto__") headers[name] = values.map((value) => latin1ToText(value)).join("\n");
  for (const name of ["subject", "from", "to", "x-failed-recipients"]) {
    const decoded = headerText(parsed?.headers.get(name));
    if (decoded && headers[name] !== undefined) headers[name] = decoded;
  }

  const ids = (name: string) => [...(headers[name] ?? "").matchAll(/<[^<>\s]{1,500}>/g)].map((match) => match[0]);
  const returnPath = headers["return-path"]?.trim();
  return {
    messageId: ids("message-id")[0] ?? (headers["message-id"]?.trim() || null),
    inReplyTo: ids("in-reply-to")[0] ?? (headers["in-reply-to"]?.trim() || null),
    references: ids("references").slice(-MAX_REFERENCES),
    from: addressesOf(parsed?.from)[0] ?? addressFromText(headers.from),
    to: addressesOf(parsed?.to),
    cc: addressesOf(parsed?.cc),
    subject: cleanText(headers.subject ?? "")
      .replace(/\s+/g, " ")
      .trim(),
    date: dateOf(headers.date),
    headers,
    autoSubmitted: headers["auto-submitted"]?.trim() ?? null,
    returnPath: returnPath === undefined ? null : returnPath.replace(/^<\s*|\s*>$/g, ""),
  };
}

type Leaves = Pick<InboundEmail, "attachments"> & { textParts: MimePart[]; htmlParts: MimePart[]; calendarParts: MimePart[] };

/** Body parts by role; of an alternative each kind is taken once, by its type. */
function sortLeaves(root: MimePart): Leaves {
  const sorted: Leaves = { textParts: [], htmlParts: [], calendarParts: [], attachments: [] };
  for (const leaf of leavesOf(root)) {
    const isAttached = leaf.disposition === "attachment" || (leaf.parameters.name !== undefined && leaf.disposition !== "inline");
    if (leaf.contentType === "text/calendar") sorted.calendarParts.push(leaf);
    else if (!isAttached && leaf.contentType === "text/html") sorted.htmlParts.push(leaf);
    else if (!isAttached && (leaf.contentType === "text/plain" || leaf.contentType === "text/enriched")) sorted.textParts.push(leaf);
    else if (!isReportPart(leaf))
      sorted.attachments.push({ filename: leaf.parameters.name ?? null, contentType: leaf.contentType, sizeBytes: leaf.body.length });
  }
  return sorted;
}

const isReportPart = (part: MimePart) => part.contentType.startsWith("message/") || part.contentType === "text/rfc822-headers";

/** A text part's own words: transfer encoding, charset and format=flowed undone by mailparser, with a plain fallback. */
async function decodeText(part: MimePart): Promise<string> {
  const encoding = headerOf(part, "content-transfer-encoding") ?? "7bit";
  const type = part.contentType === "text/html" ? "text/html" : "text/plain";
  const charset = (part.parameters.charset ?? "").replace(/[^\w.:+-]/g, "");
  const flowed = /^flowed$/i.test(part.parameters.format ?? "") ? "; format=flowed" : "";
  const isUndeclared = charset === "" || /^(?:us-)?ascii$/i.test(charset);
  const header = `Content-Type: ${type}; charset=${isUndeclared ? "utf-8" : charset}${flowed}\r\nContent-Transfer-Encoding: ${encoding.replace(/[^\w-]/g, "")}\r\n\r\n`;
  const body = part.body.slice(0, MAX_TEXT_BYTES);
  const parsed = await parseQuietly(
    header + (isUndeclared && /^(?:7bit|8bit|binary)$/i.test(encoding) ? Buffer.from(latin1ToText(body), "utf8").toString("latin1") : body),
  );
  const text = type === "text/html" ? parsed?.html : parsed?.text;
  return typeof text === "string" ? text : latin1ToText(body);
}

async function parseQuietly(latin1: string): Promise<ParsedMail | undefined> {
  try {
    return await simpleParser(Buffer.from(latin1, "latin1"), PARSER_OPTIONS);
  } catch {
    // A part the library cannot read is read without it; nothing of a hostile message may stop the pipeline.
    return undefined;
  }
}

function safeHtmlText(html: string): string {
  try {
    return visibleHtmlText(html);
  } catch {
    // Nesting beyond what the converter walks: no text is safer than hidden text.
    return "";
  }
}

/** UTF-8 where the bytes are UTF-8, Windows-1252 where they are not. */
function latin1ToText(latin1: string): string {
  const bytes = Buffer.from(latin1, "latin1");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

function headerText(value: HeaderValue | undefined): string | undefined {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map((item) => (typeof item === "string" ? item : "text" in item ? item.text : "")).join(", ");
  return value && "text" in value && typeof value.text === "string" ? value.text : undefined;
}

function addressesOf(value: AddressObject | AddressObject[] | undefined): MailAddress[] {
  return [value ?? []]
    .flat()
    .flatMap((object) => object.value)
    .flatMap((entry) => entry.group ?? [entry])
    .filter((entry) => entry.address)
    .map((entry) => ({ name: cleanText(entry.name).trim(), address: (entry.address ?? "").toLowerCase() }));
}

function addressFromText(text: string | undefined): MailAddress | null {
  const address = /[^\s<>"]+@[^\s<>"]+/.exec(text ?? "")?.[0];
  return address ? { name: "", address: address.toLowerCase() } : null;
}

function dateOf(text: string | undefined): Date | null {
  const date = new Date((text ?? "").slice(0, 100));
  return Number.isNaN(date.getTime()) ? null : date;
}

function readCalendar(text: string): CalendarAnswer | null {
  if (!/BEGIN:VCALENDAR/i.test(text)) return null;
  const unfolded = text.replace(/\r?\n[ \t]/g, "");
  const method = readFields(unfolded).get("method")?.[0]?.toUpperCase() ?? "";
  const answer = /PARTSTAT=([A-Z-]+)/i.exec(unfolded)?.[1]?.toUpperCase() ?? null;
  return { method, answer };
}
