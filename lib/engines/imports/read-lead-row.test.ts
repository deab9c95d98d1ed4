import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formulaSafe } from "./formula-safe";
import { basisOfWords } from "./read-consent";
import { readDate } from "./read-date";
import { readEmail } from "./read-email";
import { leadRowReader } from "./read-lead-row";
import { readPersonName } from "./read-person-name";

const now = new Date("2026-03-03T23:00:00Z");

/** Reads one row whose columns are called after the fields they hold. */
function readRow(row: Record<string, string>) {
  const header = Object.keys(row);
  const mapping = Object.fromEntries(header.map((name) => [name, name]));
  return leadRowReader({ header, mapping, defaultConsent: null, now, timezone: "Australia/Sydney" })(Object.values(row));
}
const valuesOf = (row: Record<string, string>) => readRow({ email: "ann@firm.com.au", ...row }).lead?.values;
const unreadOf = (row: Record<string, string>) => readRow({ email: "ann@firm.com.au", ...row }).lead?.unread;

describe("e-mail", () => {
  test.each([
    ["Ann@Firm.COM.au ", "ann@firm.com.au"],
    ["mailto:ann@firm.com.au", "ann@firm.com.au"],
    ["Ann Lee <ann@firm.com.au>", "ann@firm.com.au"],
    ["ann.o'neill+x@sub.firm.com.au", "ann.o'neill+x@sub.firm.com.au"],
    ["ann@münchen.de", "ann@xn--mnchen-3ya.de"],
    ["\u200bann@firm.com.au\u200b", "ann@firm.com.au"],
  ])("%j is %s", (cell, email) => {
    expect(readRow({ email: cell }).lead?.email).toBe(email);
  });

  test.each([
    ["", /missing/],
    ["   ", /missing/],
    ["ann", /is not an e-mail address/],
    ["ann@", /is not/],
    ["@firm.com.au", /is not/],
    ["ann@firm", /is not/],
    ["ann@firm..au", /is not/],
    ["ann@-firm.au", /is not/],
    ["ann@firm.a", /is not/],
    ["ann@firm.123", /is not/],
    ["ann lee@firm.com.au", /is not/],
    [".ann@firm.com.au", /is not/],
    ["ann.@firm.com.au", /is not/],
    ["ann..lee@firm.com.au", /is not/],
    ["ann@firm.com.au, bo@firm.com.au", /more than one @/],
    [`${"a".repeat(65)}@firm.com.au`, /is not/],
    ["n/a", /is not/],
    ["rené@firm.fr", /is not/],
  ])("%j is refused", (cell, reason) => {
    expect(readEmail(cell).reason).toMatch(reason);
  });

  test("whatever is accepted satisfies the table's own rule", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.emailAddress(),
          fc.string(),
          fc.tuple(fc.string(), fc.string()).map(([a, b]) => `${a}@${b}.com`),
        ),
        (cell) => {
          const { email } = readEmail(cell);
          if (email !== undefined) expect(email).toMatch(/^[^@\s]+@[^@\s]+\.[^@\s]+$/);
        },
      ),
    );
  });
});

describe("place", () => {
  test.each([
    [{ state: "New South Wales" }, { state: "NSW", country: "AU", timezone: "Australia/Sydney" }],
    [{ state: "w.a." }, { state: "WA", country: "AU", timezone: "Australia/Perth" }],
    [
      { state: "Vic", country: "Australia" },
      { state: "VIC", timezone: "Australia/Melbourne" },
    ],
    [
      { country: "Australia", postcode: "4000" },
      { state: "QLD", timezone: "Australia/Brisbane" },
    ],
    [
      { country: "AU", postcode: "2600" },
      { state: "ACT", timezone: "Australia/Sydney" },
    ],
    [
      { country: "AU", postcode: "800" },
      { state: "NT", postcode: "0800" },
    ],
    [
      { state: "WA", country: "United States" },
      { state: null, country: "US", timezone: null },
    ],
    [
      { state: "California", country: "USA" },
      { state: null, country: "US" },
    ],
    [{ postcode: "4000" }, { state: null, country: null, timezone: null }],
    [{ location: "Parramatta, New South Wales, Australia" }, { city: "Parramatta", state: "NSW", country: "AU" }],
    [{ location: "Auckland, New Zealand" }, { city: "Auckland", state: null, country: "NZ" }],
    [{ country: "Atlantis" }, { country: null }],
  ])("%j", (row, values) => {
    expect(valuesOf(row as unknown as Record<string, string>)).toMatchObject(values);
  });
});

describe("company domain", () => {
  test.each([
    [{ website: "https://www.shop.firm.com.au/x?y" }, "firm.com.au"],
    [{ website: "other.com" }, "other.com"],
    [{ website: "facebook.com/firm" }, "firm.com.au"],
    [{ website: "http://localhost/" }, "firm.com.au"],
    [{ website: "javascript:alert(1)" }, "firm.com.au"],
    [{ email: "ann@gmail.com" }, null],
    [{ email: "ann@bigpond.com", website: "firm.com.au" }, "firm.com.au"],
    [{ email: "ann@gmail.com", website: "gmail.com" }, null],
  ])("%j", (row, domain) => {
    expect(valuesOf(row as unknown as Record<string, string>)?.domain).toBe(domain);
  });
});

test("figures, sizes and years", () => {
  expect(valuesOf({ employees: "1,200", foundedYear: "2004" })).toMatchObject({
    organizationEmployeeCount: 1200,
    organizationFoundedYear: 2004,
  });
  expect(valuesOf({ employees: "51-200" })?.organizationEmployeeCount).toBe(126);
  expect(valuesOf({ employees: "500+" })?.organizationEmployeeCount).toBe(500);
  expect(unreadOf({ employees: "many", foundedYear: "2099", phone: "123", startedOn: "31/02/2020", country: "Atlantis" })).toEqual([
    "country",
    "phone",
    "employees",
    "foundedYear",
    "startedOn",
  ]);
});

test("somebody else's doubt about an address is kept, their confidence is not", () => {
  expect(valuesOf({ emailStatus: "Extrapolated" })?.emailStatus).toBe("guessed");
  expect(valuesOf({ emailStatus: "Catch-all" })?.emailStatus).toBe("catch_all");
  expect(valuesOf({ emailStatus: "Verified" })?.emailStatus).toBeNull();
});

test("a row with more values than columns, or with a value that cannot be one, is refused", () => {
  const read = leadRowReader({ header: ["Email"], mapping: { email: "Email" }, defaultConsent: null, now, timezone: "Australia/Sydney" });
  expect(read(["a@x.co", "rest"]).reason).toMatch(/2 values, the file 1 columns.*quotes/);
  expect(read(["a@x.co", "", " "]).lead?.email).toBe("a@x.co");
  expect(readRow({ email: "a@x.co", company: "x".repeat(301) }).reason).toMatch(/company is longer than 300/);
});

test("a formula is kept as text, and an export that was made harmless reads back as it was", () => {
  fc.assert(
    fc.property(fc.constantFrom("=", "+", "-", "@"), fc.stringMatching(/^[A-Za-z0-9()]{1,20}$/), (sign, rest) => {
      const written = sign + rest;
      expect(formulaSafe(written)).toBe(`'${written}`);
      expect(valuesOf({ title: formulaSafe(written) })?.title).toBe(written);
    }),
  );
  expect(formulaSafe("\tx")).toBe("'\tx");
  expect(formulaSafe("O'Neill = ok")).toBe("O'Neill = ok");
});

test.each([
  ["4/3/2026", "2026-03-04"],
  ["04-03-26", "2026-03-04"],
  ["4.3.2026", "2026-03-04"],
  ["2026-03-04", "2026-03-04"],
  ["2026-03-04T10:00:00Z", "2026-03-04"],
  ["4 Mar 2026", "2026-03-04"],
  ["4th March 2026", "2026-03-04"],
  ["March 4, 2026", "2026-03-04"],
  ["Mar 2026", "2026-03-01"],
  ["29/2/2024", "2024-02-29"],
  ["29/2/2026", null],
  ["03/25/2026", null],
  ["31/04/2026", null],
  ["soon", null],
  ["45000", null],
  ["", null],
])("the date %j is %s", (text, day) => {
  expect(readDate(text)).toBe(day);
});

test.each([
  ["Opted-in", "express"],
  ["Express consent", "express"],
  ["YES", "express"],
  ["Inferred: existing customer", "inferred_relationship"],
  ["client", "inferred_relationship"],
  ["Conspicuous publication", "inferred_publication"],
  ["inferred_publication", "inferred_publication"],
  ["Opted out", null],
  ["unsubscribed", null],
  ["no", null],
  ["none", null],
  ["do not contact", null],
  ["maybe", null],
])("the basis %j is %s", (text, basis) => {
  expect(basisOfWords(text)).toBe(basis);
});

test.each([
  [
    { first: "Ann", last: "Lee", full: "" },
    { first: "Ann", last: "Lee" },
  ],
  [
    { first: "", last: "", full: "Jan van Dyk" },
    { first: "Jan", last: "van Dyk" },
  ],
  [
    { first: "", last: "", full: "Dr. Ann Lee" },
    { first: "Ann", last: "Lee" },
  ],
  [
    { first: "", last: "", full: "Lee, Ann" },
    { first: "Ann", last: "Lee" },
  ],
  [
    { first: "Ann", last: "", full: "Ann Lee" },
    { first: "Ann", last: "Lee" },
  ],
  [
    { first: "", last: "", full: "" },
    { first: null, last: null },
  ],
])("the name %j", (cells, name) => {
  expect(readPersonName(cells)).toEqual(name);
});
