import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RESEARCH_DAYS } from "@/lib/domain/research";
import { renderTemplate } from "@/lib/engines/content/render-template";
import { renderTouch } from "@/lib/engines/content/render-touch";
import { unsupportedClaims } from "@/lib/engines/grounding/unsupported-claims";
import { type LeadWithOpening, openingFor } from "@/lib/engines/research/opening-line";

const NOW = new Date("2026-11-23T01:00:00Z");
const DAY_MS = 86_400_000;
const OPENING = "I saw that Harbourline Builders is hiring at the moment.";
const LEE: LeadWithOpening = {
  firstName: "Lee",
  lastName: null,
  title: "Director",
  company: "Harbourline Builders",
  domain: null,
  city: "Brisbane",
  leadState: null,
  country: null,
  linkedinUrl: null,
  organizationIndustry: null,
  organizationEmployeeCount: 40,
  organizationFoundedYear: null,
  organizationIsHiring: true,
  organizationLatestFundingDate: null,
  organizationDescription: null,
  employmentStartDate: null,
  source: "import",
  enrichedFields: {},
  custom: {},
  openingLine: OPENING,
  openingAt: new Date(NOW.getTime() - 5 * DAY_MS),
};
type Templates = Parameters<typeof openingFor>[0];
const STEP: Templates = {
  subjectTemplate: null,
  bodyTemplate: "Hi {{first_name|there}},\n\n{{opening|}}\n\nWorth a short call this month?",
};
const AGENCY = {
  clientName: "Brightwater",
  legalName: null,
  offer: null,
  servicesOffered: [],
  valueProposition: null,
  companyDescription: null,
  yearsInBusiness: null,
  teamSize: null,
};

describe("an opening line", () => {
  test.each<[string, Partial<LeadWithOpening>, { step?: Partial<Templates>; neverSay?: string[] }, string | null]>([
    ["is used while it is fresh and borne out", {}, {}, OPENING],
    ["in a subject too", {}, { step: { subjectTemplate: "{{ opening | Hello }}", bodyTemplate: "Hi." } }, OPENING],
    ["is not looked at where no field asks for it", {}, { step: { bodyTemplate: "Hi {{opening_hours|there}}" } }, null],
    ["is nothing where nothing was found", { openingLine: null }, {}, null],
    ["is dropped when it is old", { openingAt: new Date(NOW.getTime() - RESEARCH_DAYS * DAY_MS) }, {}, null],
    ["is dropped when the fact it rests on has changed", { organizationIsHiring: false }, {}, null],
    ["is dropped when the fact is gone", { organizationIsHiring: null }, {}, null],
    ["is dropped when they work elsewhere now", { company: "Coastal Homes" }, {}, null],
    ["is dropped when the agency never says it", {}, { neverSay: ["hiring"] }, null],
  ])("%s", (_what, change, { step, neverSay = [] }, expected) => {
    expect(openingFor({ ...STEP, ...step }, { ...LEE, ...change }, { now: NOW, neverSay })).toBe(expected);
  });
});

describe("in a touch", () => {
  const rendered = (lead: LeadWithOpening, change: { bodyTemplate?: string } = {}) => {
    const step = { ...STEP, ...change, subjectTemplate: "A question" };
    const opening = openingFor(step, lead, { now: NOW, neverSay: [] });
    const context = { lead, client: { name: "Brightwater", offer: null }, sender: null, threadSubject: null, seed: "lead:1", opening };
    const touch = renderTouch({ channel: "email", purpose: "intro", stepNumber: 1, ...step }, context);
    const template = { subject: step.subjectTemplate, body: step.bodyTemplate };
    const claims = { template, text: touch, lead, agency: AGENCY, senderName: null, opening, hasWritten: false, now: NOW };
    return { body: touch.body, problems: touch.problems, unsupported: unsupportedClaims(claims) };
  };
  const fine = { problems: [], unsupported: [] };
  const rest = "Worth a short call this month?";

  test("it stands in its place, and leaves no gap where there is none", () => {
    expect(rendered(LEE)).toEqual({ body: `Hi Lee,\n\n${OPENING}\n\n${rest}`, ...fine });
    expect(rendered({ ...LEE, openingLine: null })).toEqual({ body: `Hi Lee,\n\n${rest}`, ...fine });
  });

  test("a column of an import by that name never takes its place", () => {
    const custom = { opening: "Congratulations on the award!" };
    expect(rendered({ ...LEE, openingLine: null, custom }).body).toBe(`Hi Lee,\n\n${rest}`);
  });

  test("a fallback that claims something is held, with and without a line", () => {
    const bodyTemplate = "Hi {{first_name|there}},\n{{opening|I saw your new office in Perth.}}";
    expect(rendered({ ...LEE, openingLine: null }, { bodyTemplate }).unsupported).toHaveLength(1);
    expect(rendered(LEE, { bodyTemplate })).toMatchObject(fine);
    expect(rendered(LEE, { bodyTemplate: "Hi {{first_name|there}},\n{{opening|}} And you won an award in May." }).unsupported).toHaveLength(
      1,
    );
  });

  test("a text that would not do with it goes without", () => {
    const bodyTemplate = `Hi {{first_name|there}},\n\n{{opening|}}\n\n${"word ".repeat(118)}.`;
    expect(rendered(LEE, { bodyTemplate })).toMatchObject({ body: expect.not.stringContaining("hiring"), problems: [] });
  });
});

describe("a sentence that is left out", () => {
  test.each([
    ["{{opening|}}\n\nText", "Text"],
    ["Text\n\n{{opening|}}", "Text"],
    ["Text\n\n{{opening|}}\n", "Text"],
    ["{{opening|}}", ""],
    ["Hi,\n{{opening|}}\nText", "Hi,\nText"],
    ["Hi,\n{{ opening | }}\n\nText", "Hi,\n\nText"],
    ["Hi,\n\n  {{opening|}}  \nText", "Hi,\n\nText"],
    ["Hi,\n\n{{opening|}}\n\n{{opening|}}\n\nText", "Hi,\n\nText"],
    ["{{opening|}} Text", "Text"],
    ["Text {{opening|}}", "Text"],
    ["One. {{opening|}} Two.", "One. Two."],
    ["One.{{opening|}} Two.", "One. Two."],
    ["{{opening|Well}}, yes", "Well, yes"],
  ])("%j becomes %j", (template, text) => {
    expect(renderTemplate(template, { opening: null })).toEqual({ text, problems: [] });
  });

  test("without a bar it is missed like any other", () => {
    expect(renderTemplate("{{opening}} Text", {}).problems).toHaveLength(1);
  });

  test("every other text stays as it is, whatever its lines", () => {
    const piece = fc.constantFrom("\n", "\n\n", " ", "  ", "\t", "\r\n", "Hi", "{{first_name|there}}", "{{first_name}}", ",", "{a|b}");
    const asItWas = (text: string) => text.replaceAll(/\{\{first_name(?:\|there)?\}\}/g, "Lee");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const template = pieces.join("");
        expect(renderTemplate(template, { first_name: "Lee", opening: null }).text).toBe(asItWas(template));
      }),
      { numRuns: 200 },
    );
  });

  test("between paragraphs it never leaves more room than stood between them", () => {
    const paragraph = fc.constantFrom("Hi Lee,", "{{opening|}}", "A line.\nAnother.");
    fc.assert(
      fc.property(fc.array(paragraph, { maxLength: 8 }), (paragraphs) => {
        const kept = paragraphs.filter((text) => text !== "{{opening|}}").join("\n\n");
        expect(renderTemplate(paragraphs.join("\n\n"), { opening: "" }).text).toBe(kept);
      }),
      { numRuns: 200 },
    );
  });
});
