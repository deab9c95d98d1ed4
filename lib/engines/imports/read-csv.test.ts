import { expect, test } from "vitest";
import { readCsv } from "./read-csv";

/** Reads `file` in pieces of `size` bytes, so that every boundary is met. */
async function read(file: string | Uint8Array, size = 7) {
  const bytes = typeof file === "string" ? new TextEncoder().encode(file) : file;
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const seen: { header: string[]; encoding: string | null } = { header: [], encoding: null };
  const rows: { row: number; cells: string[] }[] = [];
  const events = {
    onHeader: (header: string[]) => {
      seen.header = header;
    },
    onEncoding: (encoding: string) => {
      seen.encoding = encoding;
    },
  };
  for await (const row of readCsv(pieces(), events)) rows.push(row);
  return { ...seen, rows, cells: rows.map(({ cells }) => cells) };
}

test.each([
  ["comma", "Email,Name\na@x.co,Ann\n"],
  ["semicolon", "Email;Name\r\na@x.co;Ann\r\n"],
  ["tab", "Email\tName\na@x.co\tAnn"],
  ["pipe", "Email|Name\ra@x.co|Ann\r"],
  ["named by Excel", "sep=;\nEmail;Name\na@x.co;Ann\n"],
  ["after LinkedIn's notes", 'Notes:\n"When exporting, some, addresses, are, missing."\n\nEmail,Name\na@x.co,Ann\n'],
  ["after blank lines", "\n\nEmail,Name\n\na@x.co,Ann\n"],
])("separator: %s", async (_name, file) => {
  const { header, cells } = await read(file);
  expect(header).toEqual(["Email", "Name"]);
  expect(cells).toEqual([["a@x.co", "Ann"]]);
});

test("line breaks, separators and quotes inside quotes belong to the value", async () => {
  const { cells } = await read('Email,Note\na@x.co,"one, two\nthree ""four"""\nb@x.co,12" pipe\n');
  expect(cells).toEqual([
    ["a@x.co", 'one, two\nthree "four"'],
    ["b@x.co", '12" pipe'],
  ]);
});

test("rows keep the number they have in the file; blank ones are left out, short and long ones are not", async () => {
  const { rows } = await read("Email,Name\n\na@x.co\n,,\nb@x.co,Bo,extra\r\n\n");
  expect(rows).toEqual([
    { row: 2, cells: ["a@x.co"] },
    { row: 4, cells: ["b@x.co", "Bo", "extra"] },
  ]);
});

test("column names are made unique", async () => {
  const { header } = await read("Email, Email ,,Phone\na@x.co,b@x.co,1,2\n");
  expect(header).toEqual(["Email", "Email (2)", "Column 3", "Phone"]);
});

const NAMES = "Email,Name\nzoe@x.co,Zoë Müller – Ünal\nren@x.co,René\n";
test.each([
  ["UTF-8", "utf-8", Buffer.from(NAMES)],
  ["UTF-8 with a byte order mark", "utf-8", Buffer.from(`\ufeff${NAMES}`)],
  ["UTF-16 little endian", "utf-16le", Buffer.from(`\ufeff${NAMES}`, "utf16le")],
  ["UTF-16 big endian", "utf-16be", Buffer.from(`\ufeff${NAMES}`, "utf16le").swap16()],
  ["Windows-1252", "windows-1252", Buffer.from(NAMES.replace("–", "\u0096"), "latin1")],
])("%s is read as what it is, wherever the pieces are cut", async (_name, encoding, file) => {
  for (const size of [1, 2, 3, 5, 4096, 5000]) {
    const read1 = await read(file, size);
    expect(read1.encoding).toBe(encoding);
    expect(read1.header).toEqual(["Email", "Name"]);
    expect(read1.cells).toEqual([
      ["zoe@x.co", "Zoë Müller – Ünal"],
      ["ren@x.co", "René"],
    ]);
  }
});

test("the encoding of a long file is decided at its first letter beyond ASCII", async () => {
  const plain = "a@x.co,Ann\n".repeat(2000);
  const { encoding, rows } = await read(Buffer.from(`Email,Name\n${plain}r@x.co,René\n`, "latin1"), 1000);
  expect(encoding).toBe("windows-1252");
  expect(rows.at(-1)).toEqual({ row: 2001, cells: ["r@x.co", "René"] });
  expect((await read(`Email,Name\n${plain}`, 1000)).encoding).toBeNull();
});

test.each([
  ["an empty file", "", /empty/],
  ["only blank lines", "\n\n\n", /empty/],
  ["an Excel workbook", Buffer.from("504b030414000600", "hex"), /Excel workbook.*CSV UTF-8/],
  ["an old Excel workbook", Buffer.from("d0cf11e0a1b11ae1", "hex"), /old Excel workbook/],
  ["a PDF", "%PDF-1.7\n", /PDF/],
  ["a compressed file", Buffer.from("1f8b080000000000", "hex"), /compressed/],
  ["a web page", "<!DOCTYPE html><html>", /web page/],
  ["JSON", '[{"email":"a@x.co"}]', /JSON/],
  ["binary data", Buffer.from("456d61696c0a00ff00fe", "hex"), /cannot be read|binary/],
  ["binary data further on", Buffer.concat([Buffer.from(`Email\n${"a@x.co\n".repeat(1000)}`), Buffer.from([0, 1, 2])]), /binary/],
  ["UTF-16 without a mark", Buffer.from("Email,Name\na@x.co,Ann\n", "utf16le"), /binary/],
  [
    "UTF-8 that turns into Latin-1",
    Buffer.concat([Buffer.from("Email\nzoë@x.co\n"), Buffer.from("ren\u00e9@x.co\n", "latin1")]),
    /cannot be read/,
  ],
  ["Shift JIS", Buffer.concat([Buffer.from("Email,Name\na@x.co,"), Buffer.from("8d828bb4", "hex")]), /cannot be read/],
  ["no header row", "ann@x.co,Ann\nbo@x.co,Bo\n", /must name the columns/],
  ["a quote that is never closed", 'Email,Name\na@x.co,"Ann\nb@x.co,Bo\n', /never closed/],
  [
    "a quote that swallows a long file",
    `Email,Name\na@x.co,Ann\nb@x.co,"Bo\n${"c@x.co,Cy\n".repeat(150_000)}`,
    /after row 1 and never closed/,
  ],
  ["too many columns", `${Array.from({ length: 400 }, (_, index) => `c${index}`).join(",")}\n`, /400 columns/],
])("%s is refused with what to do", async (_name, file, message) => {
  await expect(read(file, 5000)).rejects.toMatchObject({ code: "invalid", message: expect.stringMatching(message) });
});
