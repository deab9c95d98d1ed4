import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maskEmail } from "./mask-email";
import { leadSuppressionKeys, type SuppressionKind, suppressionKey } from "./suppression-key";

const secret = { pepper: "a pepper for tests" };
const key = (kind: SuppressionKind, value: string) => suppressionKey(secret, kind, value);

/** kind, one spelling, another, the same person? */
const EQUIVALENCE: readonly [SuppressionKind, string, string, boolean][] = [
  ["email", "jane@firm.com.au", "jane@firm.com.au", true],
  ["email", "jane@firm.com.au", "  Jane@Firm.COM.au ", true],
  ["email", "jane@firm.com.au", "jane+news@firm.com.au", true],
  ["email", "jane@firm.com.au", "jane+a+b@firm.com.au", true],
  ["email", "jane@firm.com.au", "jane@firm.com.au.", true],
  ["email", "janedoe@gmail.com", "jane.doe@gmail.com", true],
  ["email", "janedoe@gmail.com", "J.A.N.E.doe+x@GoogleMail.com", true],
  ["email", "info@münchen.de", "info@xn--mnchen-3ya.de", true],
  ["email", "info@münchen.de", "info@MU\u0308NCHEN.de", true],
  ["email", "rené@firm.fr", "rene\u0301@firm.fr", true],
  ["email", "+tag@firm.com.au", "+tag@firm.com.au", true],
  ["email", "info@faß.de", "info@fass.de", false],
  ["email", "jane.doe@firm.com.au", "janedoe@firm.com.au", false],
  ["email", "jane.doe@outlook.com", "janedoe@outlook.com", false],
  ["email", "jane@firm.com.au", "jane@firm.com", false],
  ["email", "jane@firm.com.au", "jane@mail.firm.com.au", false],
  ["email", "jane@firm.com.au", "june@firm.com.au", false],
  ["email", "jane-news@firm.com.au", "jane@firm.com.au", false],
  ["email", "+a@firm.com.au", "+b@firm.com.au", false],
  ["email", "rené@firm.fr", "rene@firm.fr", false],
  ["phone", "0412 345 678", "+61412345678", true],
  ["phone", "0412345678", "+61 (0)412 345 678", true],
  ["phone", "0412-345-678", "61412345678", true],
  ["phone", "(02) 9876 5432", "+61 2 9876 5432", true],
  ["phone", "0412 345 678", "0061 412 345 678", true],
  ["phone", "0011 1 415 555 2671", "+1 (415) 555-2671", true],
  ["phone", "0412 345 678", "0412 345 679", false],
  ["phone", "02 9876 5432", "03 9876 5432", false],
  ["phone", "+61 412 345 678", "+64 21 123 4567", false],
  ["linkedin", "https://www.linkedin.com/in/jane-doe", "linkedin.com/in/Jane-Doe/", true],
  ["linkedin", "https://au.linkedin.com/in/jane-doe?trk=x", "http://linkedin.com/in/jane-doe#about", true],
  ["linkedin", "https://www.linkedin.com/in/ren%C3%A9-x", "https://www.linkedin.com/in/rené-x", true],
  ["linkedin", "urn:li:member:1234", "URN:LI:MEMBER:1234", true],
  ["linkedin", "https://www.linkedin.com/in/jane-doe", "https://www.linkedin.com/in/jane-doe-1", false],
  ["linkedin", "urn:li:member:1234", "urn:li:member:12345", false],
  ["domain", "firm.com.au", "https://www.firm.com.au/contact?x=1", true],
  ["domain", "firm.com.au", "Mail.Firm.com.au", true],
  ["domain", "firm.com.au", "jane@sales.firm.com.au", true],
  ["domain", "firm.com.au", "other.com.au", false],
  ["domain", "firm.com.au", "firm.com", false],
  ["domain", "firm.com", "notfirm.com", false],
];

describe("suppression keys", () => {
  test.each(EQUIVALENCE)("%s: %s and %s: same person is %s", (kind, one, other, same) => {
    expect(key(kind, one)).toMatch(/^[0-9a-f]{64}$/);
    expect(key(kind, other)).toMatch(/^[0-9a-f]{64}$/);
    expect(key(kind, one) === key(kind, other)).toBe(same);
  });

  test.each([
    ["email", "not an address"],
    ["email", "@firm.com.au"],
    ["email", "jane@localhost"],
    ["phone", "04123"],
    ["phone", "n/a"],
    ["linkedin", "https://www.linkedin.com/company/firm"],
    ["linkedin", "https://evil.example/linkedin.com/in/jane"],
    ["domain", "com.au"],
    ["domain", ""],
  ] as const)("%s: %s has no key", (kind, value) => {
    expect(key(kind, value)).toBeNull();
  });

  test("the key depends on the pepper and on the kind", () => {
    expect(suppressionKey({ pepper: "another pepper" }, "domain", "firm.com.au")).not.toBe(key("domain", "firm.com.au"));
    expect(key("domain", "jane@firm.com.au")).not.toBe(key("email", "jane@firm.com.au"));
  });

  test("a tag and capitals never change the key of an address", () => {
    const local = fc.stringMatching(/^[a-z][a-z0-9._-]{0,20}$/);
    fc.assert(
      fc.property(local, fc.stringMatching(/^[a-z0-9+.-]{0,12}$/), fc.constantFrom("gmail.com", "firm.com.au"), (name, tag, domain) => {
        expect(key("email", `${name}+${tag}@${domain}`.toUpperCase())).toBe(key("email", `${name}@${domain}`));
      }),
    );
  });

  test("a lead is looked up by address, both domains, phone and profile", () => {
    const keys = leadSuppressionKeys(secret, {
      email: "jane+x@gmail.com",
      domain: "firm.com.au",
      phone: "0412 345 678",
      linkedinUrl: "https://www.linkedin.com/in/jane-doe",
    });
    expect(keys).toEqual({
      email: [key("email", "jane@gmail.com")],
      domain: [key("domain", "gmail.com"), key("domain", "firm.com.au")],
      phone: [key("phone", "+61412345678")],
      linkedin: [key("linkedin", "linkedin.com/in/jane-doe")],
    });
    expect(leadSuppressionKeys(secret, { email: "jane@firm.com.au", domain: "firm.com.au", phone: null })).toMatchObject({
      domain: [key("domain", "firm.com.au")],
      phone: [],
      linkedin: [],
    });
  });
});

test("a masked address shows its first letter and its domain", () => {
  expect(maskEmail("jane@example.com")).toBe("j•••@example.com");
  expect(maskEmail("example.com")).toBe("example.com");
});
