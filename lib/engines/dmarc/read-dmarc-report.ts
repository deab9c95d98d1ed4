import "server-only";
import { unpackReport } from "@/lib/engines/dmarc/unpack-report";
import { headerOf, leavesOf, type MimePart, readMimeTree } from "@/lib/engines/replies/mime-tree";

/** What one receiver saw of a domain's mail over a day or so (RFC 9990, RFC 7489 before it). */
export type DmarcReport = {
  reporter: string;
  reportId: string;
  /** The domain whose policy it is about, lower case. */
  domain: string;
  beginsAt: Date;
  endsAt: Date;
  messages: number;
  /** SPF or DKIM passed in the domain's own name. */
  aligned: number;
};

const MAXIMUM_NAME = 200;
const REPORT_NAME = /\.(?:xml|xml\.gz|gz|zip)$/i;
const REPORT_TYPE = /^(?:application\/(?:(?:x-)?gzip|(?:x-)?zip(?:-compressed)?|xml|octet-stream)|text\/xml)$/;

/** Whether an attachment may be an aggregate report; nothing else of a message is ever unpacked. */
export function mayBeDmarcReport({ filename, contentType }: { filename: string | null; contentType: string }): boolean {
  return REPORT_TYPE.test(contentType) && REPORT_NAME.test(filename ?? "report.xml");
}

/**
 * The aggregate report a message carries. Unknown elements are passed over, a missing policy and any order of elements too.
 * @param raw the message as received
 * @returns null when none of its attachments is one
 */
export function readDmarcReport(raw: Buffer): DmarcReport | null {
  for (const part of leavesOf(readMimeTree(raw))) {
    if (!mayBeDmarcReport({ filename: part.parameters.name ?? null, contentType: part.contentType })) continue;
    const text = unpackReport(bytesOf(part));
    const report = text && parseReport(text);
    if (report) return report;
  }
  return null;
}

function bytesOf(part: MimePart): Buffer {
  const isBase64 = /^base64$/i.test(headerOf(part, "content-transfer-encoding") ?? "");
  return isBase64 ? Buffer.from(part.body, "base64") : Buffer.from(part.body, "latin1");
}

function parseReport(xml: string): DmarcReport | null {
  const metadata = inside(xml, "report_metadata");
  const domain = textOf(inside(xml, "policy_published"), "domain").toLowerCase();
  const [reporter, reportId] = [textOf(metadata, "org_name"), textOf(metadata, "report_id")];
  const [begin, end] = [Number(textOf(metadata, "begin")), Number(textOf(metadata, "end"))];
  if (!domain || !reporter || !reportId || !(begin > 0) || !(end >= begin)) return null;
  let [messages, aligned] = [0, 0];
  for (const [, record = ""] of xml.matchAll(element("record", "g"))) {
    const count = Number(textOf(record, "count"));
    if (!Number.isInteger(count) || count < 0) return null;
    const evaluated = inside(record, "policy_evaluated");
    messages += count;
    if (textOf(evaluated, "dkim") === "pass" || textOf(evaluated, "spf") === "pass") aligned += count;
  }
  return {
    reporter: reporter.slice(0, MAXIMUM_NAME),
    reportId: reportId.slice(0, MAXIMUM_NAME),
    domain,
    beginsAt: new Date(begin * 1000),
    endsAt: new Date(end * 1000),
    messages,
    aligned,
  };
}

/** The inside of the first element of that name, whatever its namespace prefix; empty when there is none. */
function inside(xml: string, name: string): string {
  return element(name).exec(xml)?.[1] ?? "";
}

function textOf(xml: string, name: string): string {
  return inside(xml, name).trim();
}

function element(name: string, flags = ""): RegExp {
  return new RegExp(`<(?:[\\w-]+:)?${name}(?:\\s[^>]*)?>([\\s\\S]*?)</(?:[\\w-]+:)?${name}\\s*>`, flags);
}
