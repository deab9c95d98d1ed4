import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalProfileUrl, isSameLinkedinProfile, linkedinIdentity, readLinkedinProfile } from "@/lib/domain/linkedin";

const MEMBER = "ACoAAByz9kQBx-Yl0aWb_CdEfGhIjKlMnOpQrSt";

describe("one profile, many spellings", () => {
  test.each([
    ["https://www.linkedin.com/in/jane-doe", "jane-doe"],
    ["http://linkedin.com/in/jane-doe/", "jane-doe"],
    ["linkedin.com/in/Jane-Doe", "jane-doe"],
    ["www.linkedin.com/in/jane-doe?trk=public_profile", "jane-doe"],
    ["https://www.linkedin.com/in/jane-doe/?originalSubdomain=au", "jane-doe"],
    ["https://www.linkedin.com/in/jane-doe#experience", "jane-doe"],
    ["https://au.linkedin.com/in/jane-doe", "jane-doe"],
    ["https://www.linkedin.com/in/jane-doe/de-de", "jane-doe"],
    ["https://www.linkedin.com/in/jane-doe/?locale=fr_FR", "jane-doe"],
    ["https://www.linkedin.com/in/jane-doe/details/experience/", "jane-doe"],
    ["https://m.linkedin.com/in/jane-doe", "jane-doe"],
    ["https://touch.linkedin.com/in/jane-doe", "jane-doe"],
    ["https://www.linkedin.com/mwlite/in/jane-doe", "jane-doe"],
    ["https://www.linkedin.com/mwlite/profile/in/jane-doe", "jane-doe"],
    ["https://www.linkedin.com//in//jane-doe", "jane-doe"],
    ["  https://www.linkedin.com/in/jane-doe.  ", "jane-doe"],
    ["<https://www.linkedin.com/in/jane-doe>", "jane-doe"],
    ["https://www.linkedin.com/in/ren%C3%A9-x", "rené-x"],
    ["https://www.linkedin.com/in/ren%25C3%25A9-x", "rené-x"],
    ["https://www.linkedin.com/in/RENE\u0301-x", "rené-x"],
    ["https://www.linkedin.com/in/100%-jane", "100%-jane"],
    ["https://www.linkedin.com/in/%E5%BC%A0%E4%BC%9F-1234", "张伟-1234"],
  ])("%s", (written, name) => {
    expect(readLinkedinProfile(written)).toEqual({ kind: "name", id: name });
    expect(canonicalProfileUrl(written)).toBe(`https://www.linkedin.com/in/${name}`);
    expect(linkedinIdentity(written)).toBe(`in/${name}`);
  });

  test.each([
    `https://www.linkedin.com/in/${MEMBER}`,
    `https://www.linkedin.com/in/${MEMBER}/`,
    `https://www.linkedin.com/in/ACwAA${MEMBER.slice(5)}`,
    `https://www.linkedin.com/sales/lead/ACwAA${MEMBER.slice(5)},NAME_SEARCH,x1Yz`,
    `https://www.linkedin.com/sales/people/ACwAA${MEMBER.slice(5)}`,
    `https://www.linkedin.com/talent/profile/AEMAA${MEMBER.slice(5)}`,
    `urn:li:fsd_profile:${MEMBER}`,
    `urn:li:fs_salesProfile:(ACwAA${MEMBER.slice(5)},NAME_SEARCH,x1Yz)`,
  ])("a member id keeps its case: %s", (written) => {
    expect(canonicalProfileUrl(written)).toBe(`https://www.linkedin.com/in/${MEMBER}`);
    expect(linkedinIdentity(written)).toBe(`in/${MEMBER.toLowerCase()}`);
  });

  test("a list that lost the case of a member id still finds its person", () => {
    expect(isSameLinkedinProfile(`linkedin.com/in/${MEMBER}`, `https://www.linkedin.com/in/${MEMBER.toLowerCase()}`)).toBe(true);
  });

  test("a member's number can be compared and not opened", () => {
    expect(linkedinIdentity("URN:LI:MEMBER:1234")).toBe("urn:li:member:1234");
    expect(canonicalProfileUrl("urn:li:member:1234")).toBeNull();
  });
});

describe("what names no person", () => {
  test.each([
    "",
    "jane-doe",
    "ask reception",
    "https://www.linkedin.com/",
    "https://www.linkedin.com/in/",
    "https://www.linkedin.com/in/?trk=x",
    "https://www.linkedin.com/in/%20/",
    "https://www.linkedin.com/in/a%2Fb",
    "https://www.linkedin.com/in/a%3Fb",
    "https://www.linkedin.com/company/jane-doe",
    "https://www.linkedin.com/school/in/",
    "https://www.linkedin.com/search/results/people/?keywords=jane",
    "https://evil.example/linkedin.com/in/jane-doe",
    "https://linkedin.com.evil.example/in/jane-doe",
    "https://notlinkedin.com/in/jane-doe",
    "https://user@linkedin.com/in/jane-doe",
    "javascript:alert(1)//linkedin.com/in/jane-doe",
  ])("%s", (written) => {
    expect(readLinkedinProfile(written)).toBeNull();
    expect(isSameLinkedinProfile(written, written)).toBe(false);
  });
});

describe("two people stay two", () => {
  test.each([
    ["https://www.linkedin.com/in/jane-doe", "https://www.linkedin.com/in/jane-doe-1"],
    ["https://www.linkedin.com/in/jane-doe", "https://www.linkedin.com/in/janedoe"],
    ["https://www.linkedin.com/in/rene-x", "https://www.linkedin.com/in/ren%C3%A9-x"],
    ["urn:li:member:1234", "urn:li:member:12345"],
    [`https://www.linkedin.com/in/${MEMBER}`, `https://www.linkedin.com/in/${MEMBER}A`],
  ])("%s and %s", (one, other) => {
    expect(isSameLinkedinProfile(one, other)).toBe(false);
  });
});

test("the canonical form is its own canonical form, and survives a trip through an address", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }), (name) => {
      const canonical = canonicalProfileUrl(`https://www.linkedin.com/in/${encodeURIComponent(name)}`);
      fc.pre(canonical !== null && !canonical.includes("%"));
      expect(canonicalProfileUrl(canonical ?? "")).toBe(canonical);
      expect(canonicalProfileUrl(new URL(canonical ?? "").href)).toBe(canonical);
    }),
  );
});
