import { encodeWords, foldLines } from "nodemailer/lib/mime-funcs";
import { stableId } from "@/local/mail/mime/stable-id";

type ReportType = "delivery-status" | "feedback-report" | "disposition-notification";
export type Header = readonly [name: string, value: string];

export type Report = {
  type: ReportType;
  headers: readonly Header[];
  /** What a person reads; ASCII or UTF-8. */
  text: string;
  /** Groups of `Name: value` fields, separated by a blank line, as the report's machine-readable part. */
  fields: readonly (readonly Header[])[];
  returned: { contentType: "message/rfc822" | "text/rfc822-headers"; content: Buffer };
};

/** A `multipart/report` (RFC 6522) of three parts; equal input gives equal bytes. */
export function composeReport(report: Report): Buffer {
  const boundary = `report_${stableId(report.type, report.text, JSON.stringify(report.fields), report.returned.content)}`;
  const outer: Header[] = [
    ...report.headers,
    ["MIME-Version", "1.0"],
    ["Content-Type", `multipart/report; report-type=${report.type}; boundary="${boundary}"`],
  ];
  const machine = report.fields.map((group) => group.map(headerLine).join("")).join("\r\n");
  const sections = [
    Buffer.from(`Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${crlf(report.text)}\r\n`),
    Buffer.from(`Content-Type: message/${report.type}\r\n\r\n${machine}`),
    Buffer.concat([
      Buffer.from(`Content-Type: ${report.returned.contentType}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n`),
      report.returned.content,
    ]),
  ];
  return Buffer.concat([
    Buffer.from(`${outer.map(headerLine).join("")}\r\nThis is a MIME-encapsulated message.\r\n`),
    ...sections.flatMap((section) => [Buffer.from(`\r\n--${boundary}\r\n`), section]),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
}

/** One folded header line; what is not ASCII becomes encoded words, line breaks cannot get in. */
export function headerLine([name, value]: Header): string {
  const oneLine = value.replace(/[\r\n]+/g, " ");
  // encodeWords would also encode ASCII parameters such as boundary="…".
  const isAscii = /^[ -~]*$/.test(oneLine);
  return `${foldLines(`${name}: ${isAscii ? oneLine : encodeWords(oneLine)}`, 76)}\r\n`;
}

/** RFC 5322 date in UTC. */
export function mailDate(at: Date): string {
  return at.toUTCString().replace("GMT", "+0000");
}

function crlf(text: string): string {
  return text.replace(/\r?\n/g, "\r\n");
}
