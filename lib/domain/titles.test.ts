import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseTitle, TITLE_FAMILIES } from "@/lib/domain/titles";

const points = (title: string | null) => TITLE_FAMILIES[parseTitle(title).family].points;

describe("authority points of a title", () => {
  test.each([
    ["Owner", 25],
    ["Founder", 25],
    ["Co-Founder", 25],
    ["Cofounder & CTO", 25],
    ["Co-founder / Creative Director", 25],
    ["CEO", 25],
    ["C.E.O.", 25],
    ["Chief Executive Officer", 25],
    ["Chief Executive", 25],
    ["Managing Director", 25],
    ["MD", 25],
    ["Partner", 25],
    ["Managing Partner", 25],
    ["Business Owner", 25],
    ["Owner/Operator", 25],
    ["Founder & Director at Coolabah Digital", 25],
    ["CMO", 22],
    ["CTO", 22],
    ["CFO", 22],
    ["Group COO", 22],
    ["Chief Marketing Officer", 22],
    ["Chief People & Culture Officer", 22],
    ["President", 22],
    ["Vice President", 18],
    ["Vice-President, Sales", 18],
    ["Senior Vice President of Marketing", 18],
    ["VP Marketing", 18],
    ["SVP", 18],
    ["EVP, Operations", 18],
    ["Director", 15],
    ["Marketing Director", 15],
    ["Account Director", 15],
    ["Associate Director", 15],
    ["Head of Growth", 15],
    ["Marketing Head", 15],
    ["Senior Manager", 10],
    ["Senior Marketing Manager", 10],
    ["Sr. Manager, Paid Media", 10],
    ["Marketing Manager", 7],
    ["General Manager", 7],
    ["Team Lead", 7],
    ["Design Lead", 7],
    ["Product Owner", 7],
    ["Copywriter", 5],
    ["Electrician", 5],
    ["Sales Representative", 5],
    ["Chief of Staff", 5],
    ["", 0],
    [null, 0],
  ])("%s earns %i", (title, expected) => {
    expect(points(title)).toBe(expected);
  });

  test.each([
    ["Director of Customer Success", 15, "cto is inside director"],
    ["International Sales Manager", 7, "intern is inside international"],
    ["Vice President", 18, "president is inside vice president"],
    ["Product Owner and Scrum Master", 7, "owns a product, not the business"],
    ["HR Business Partner", 5, "a partner to the business, not of it"],
    ["Partnerships Manager", 7, "partner is inside partnerships"],
    ["Partner Success Manager", 7, "manages partners"],
    ["Owner Relations Manager", 7, "manages relations with owners"],
    ["Owner's Representative", 5, "acts for an owner"],
    ["Founder's Associate", 5, "works for a founder"],
    ["Lead Generation Specialist", 5, "generates leads"],
    ["Head Chef", 5, "not the head of a function"],
    ["President & CEO", 25, "several roles give the highest"],
    ["COO & Director", 22, "several roles give the highest"],
    ["Vice President and CFO", 22, "several roles give the highest"],
  ])("%s earns %i: %s", (title, expected) => {
    expect(points(title)).toBe(expected);
  });

  test.each([
    "Former CEO",
    "Ex-Founder",
    "ex CMO",
    "Retired Director",
    "CEO (retired)",
    "Managing Director - Retired",
    "Former Owner & CEO",
    "Past President",
  ])("%s is over and earns nothing", (title) => {
    expect(parseTitle(title)).toEqual({ family: "former", subordinate: false });
  });

  test("a former employer beside a current role takes nothing away", () => {
    expect(points("Founder | ex-Google")).toBe(25);
    expect(points("Marketing Director & former journalist")).toBe(15);
    expect(points("Former CEO, Consultant")).toBe(5);
  });
});

describe("subordinate titles", () => {
  test.each([
    ["Executive Assistant to the CEO", 5],
    ["EA to the CEO", 5],
    ["EA to the CEO, CFO & COO", 5],
    ["PA to Managing Director", 5],
    ["Personal Assistant", 5],
    ["CEO's Assistant", 5],
    ["CEO Assistant", 5],
    ["Marketing Coordinator", 5],
    ["Sales Co-ordinator", 5],
    ["Marketing Intern", 5],
    ["Student", 5],
    ["Receptionist", 5],
  ])("%s is subordinate and earns %i", (title, expected) => {
    expect(parseTitle(title).subordinate).toBe(true);
    expect(points(title)).toBe(expected);
  });

  test.each([
    "International Director",
    "Internal Communications Manager",
    "Managing Director, Paris",
    "Head of Pathology",
    "Former Intern",
  ])("%s is not", (title) => {
    expect(parseTitle(title).subordinate).toBe(false);
  });
});

test("no text can break the parser, and every title lands in a family", () => {
  const anything = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom("ceo", "to", "the", "former", "assistant", "&", "/", "-", "(", ")", "of", "head")).map((w) => w.join(" ")),
  );
  fc.assert(
    fc.property(anything, (title) => {
      expect(Object.keys(TITLE_FAMILIES)).toContain(parseTitle(title).family);
    }),
  );
  expect(points("!!! - (,)")).toBe(0);
});
