import { deflateRawSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readDmarcReport } from "@/lib/engines/dmarc/read-dmarc-report";
import { dmarcMail, dmarcXml } from "@/tests/support/dmarc-mail";

const XML = dmarcXml({ records: [{ count: 40, dkim: "pass", spf: "fail" }, { count: 9, dkim: "fail", spf: "pass" }, { count: 3 }] });
const REPORT = {
  reporter: "google.com",
  reportId: "r-1",
  domain: "sends.example",
  beginsAt: new Date("2026-03-02T00:00:00Z"),
  endsAt: new Date("2026-03-03T00:00:00Z"),
  messages: 52,
  aligned: 49,
};

test.each([
  ["gzip", "google.com!sends.example!1!2.xml.gz", "application/gzip", gzipSync(XML)],
  ["a zip archive", "google.com!sends.example!1!2.zip", "application/zip", zipped(XML)],
  ["a zip archive written in one pass", "r.zip", "application/x-zip-compressed", zipped(XML, { streamed: true })],
  ["plain XML", "r.xml", "text/xml", Buffer.from(XML)],
  ["gzip that calls itself bytes", "r.xml.gz", "application/octet-stream", gzipSync(XML)],
])("a report as %s", (_what, filename, type, bytes) => {
  expect(readDmarcReport(dmarcMail({ filename, type, bytes }))).toEqual(REPORT);
});

test("elements in another order, with a prefix, unknown ones and no policy", () => {
  const xml = dmarcXml({ records: [{ count: 1, dkim: "pass" }] })
    .replace(/<p>none<\/p>/, "<np>reject</np><future>x</future>")
    .replaceAll("record>", "d:record>");
  expect(readDmarcReport(dmarcMail({ bytes: gzipSync(xml) }))).toMatchObject({ messages: 1, aligned: 1 });
});

test.each([
  ["a bomb", gzipSync(Buffer.alloc(21 * 1024 * 1024, " "))],
  ["cut gzip", gzipSync(XML).subarray(0, 60)],
  ["an empty file", Buffer.alloc(0)],
  ["a page", gzipSync("<html><body>hello</body></html>")],
  ["a report without a domain", gzipSync(XML.replace("<domain>sends.example</domain>", ""))],
  ["a count that is none", gzipSync(XML.replace("<count>40</count>", "<count>-40</count>"))],
  ["a zip archive of something else", zipped("hello")],
])("%s is no report", (_what, bytes) => {
  expect(readDmarcReport(dmarcMail({ bytes }))).toBeNull();
});

test("another attachment is not opened, whatever is in it", () => {
  expect(readDmarcReport(dmarcMail({ filename: "invoice.pdf", type: "application/pdf", bytes: gzipSync(XML) }))).toBeNull();
});

test("whatever the bytes, it answers", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom([0x1f, 0x8b, 8], [0x50, 0x4b, 3, 4], []), (bytes, head) => {
      expect(
        readDmarcReport(dmarcMail({ filename: "r.zip", type: "application/zip", bytes: Buffer.from([...head, ...bytes]) })),
      ).toBeNull();
    }),
  );
});

/** An archive of one deflated entry, with a directory; streamed: its sizes stand only there. */
function zipped(text: string, { streamed = false } = {}): Buffer {
  const packed = deflateRawSync(text);
  const name = Buffer.from("r.xml");
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(8, 8);
  if (!streamed) header.writeUInt32LE(packed.length, 18);
  header.writeUInt16LE(name.length, 26);
  const directory = Buffer.alloc(46);
  directory.writeUInt32LE(0x02014b50, 0);
  directory.writeUInt32LE(packed.length, 20);
  return Buffer.concat([header, name, packed, directory, name]);
}
