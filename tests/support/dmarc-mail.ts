import { gzipSync } from "node:zlib";

type Record = { count: number; dkim?: "pass" | "fail"; spf?: "pass" | "fail" };

/** For tests: an aggregate report of 2 March 2026 as receivers write it. */
export function dmarcXml({ domain = "sends.example", id = "r-1", records }: { domain?: string; id?: string; records: Record[] }): string {
  const rows = records.map(
    ({ count, dkim = "fail", spf = "fail" }) => `<record><row><source_ip>192.0.2.1</source_ip><count>${count}</count>
      <policy_evaluated><disposition>none</disposition><dkim>${dkim}</dkim><spf>${spf}</spf></policy_evaluated></row>
      <identifiers><header_from>${domain}</header_from></identifiers>
      <auth_results><spf><domain>${domain}</domain><result>${spf}</result></spf></auth_results></record>`,
  );
  return `<?xml version="1.0"?><feedback><report_metadata><org_name>google.com</org_name><report_id>${id}</report_id>
    <date_range><begin>1772409600</begin><end>1772496000</end></date_range></report_metadata>
    <policy_published><domain>${domain}</domain><p>none</p></policy_published>${rows.join("")}</feedback>`;
}

/** For tests: the message that brings a report. */
export function dmarcMail({
  to = "priya@sends.example",
  filename = "report.xml.gz",
  type = "application/gzip",
  bytes,
}: {
  to?: string;
  filename?: string;
  type?: string;
  bytes: Buffer;
}): Buffer {
  const lines = [
    "From: noreply-dmarc-support@google.com",
    `To: ${to}`,
    "Subject: Report domain: sends.example",
    `Message-ID: <${filename}.${bytes.length}@google.com>`,
    `Content-Type: ${type}; name="${filename}"`,
    `Content-Disposition: attachment; filename="${filename}"`,
    "Content-Transfer-Encoding: base64",
    "",
    bytes.toString("base64").replace(/.{76}/g, "$&\r\n"),
  ];
  return Buffer.from(lines.join("\r\n"));
}

/** For tests: the same, packed. */
export const packedDmarcMail = (to: string, report: Parameters<typeof dmarcXml>[0]): Buffer =>
  dmarcMail({ to, bytes: gzipSync(dmarcXml(report)) });
