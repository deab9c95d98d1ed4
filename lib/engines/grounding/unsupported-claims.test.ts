import { describe, expect, test } from "vitest";
import { DEFAULT_SEQUENCE, defaultSequence } from "@/lib/domain/default-sequence";
import { CHANNELS } from "@/lib/domain/outreach";
import { renderTouch } from "@/lib/engines/content/render-touch";
import { type ClaimsInput, unsupportedClaims } from "@/lib/engines/grounding/unsupported-claims";

const NOBODY: ClaimsInput["lead"] = {
  firstName: null,
  lastName: null,
  title: null,
  company: null,
  domain: null,
  city: null,
  leadState: null,
  country: null,
  linkedinUrl: null,
  organizationIndustry: null,
  organizationEmployeeCount: null,
  organizationFoundedYear: null,
  organizationIsHiring: null,
  organizationLatestFundingDate: null,
  organizationDescription: null,
  employmentStartDate: null,
  source: "import",
  enrichedFields: {},
  custom: {},
};
const LEE = {
  ...NOBODY,
  firstName: "Lee",
  company: "Harbourline Builders Pty Ltd",
  city: "Brisbane",
  organizationIndustry: "construction",
};
const AGENCY = {
  clientName: "Brightwater",
  legalName: "Brightwater Pty Ltd",
  offer: "more of the right enquiries",
  servicesOffered: [],
  valueProposition: null,
  companyDescription: null,
  yearsInBusiness: null,
  teamSize: null,
};
const NOW = new Date("2026-11-23T01:00:00Z");

function claims(bodyTemplate: string, change: Partial<ClaimsInput> & { subjectTemplate?: string | null; seed?: string } = {}): string[] {
  const { subjectTemplate = null, seed = "lead:1", ...rest } = change;
  const lead = rest.lead ?? LEE;
  const senderName = rest.senderName ?? "Priya Nair";
  const text = renderTouch(
    { channel: "email", purpose: "intro", stepNumber: 1, subjectTemplate, bodyTemplate },
    { lead, client: { name: AGENCY.clientName, offer: AGENCY.offer }, sender: { name: senderName }, threadSubject: null, seed },
  );
  const template = { subject: subjectTemplate, body: bodyTemplate };
  return unsupportedClaims({ template, text, lead, agency: AGENCY, senderName, hasWritten: false, now: NOW, ...rest });
}

describe("our ready texts claim nothing", () => {
  const steps = [...DEFAULT_SEQUENCE, ...defaultSequence(CHANNELS)].map((step, index) => ({
    ...step,
    index,
    name: `${step.channel} ${step.purpose} ${index}`,
  }));
  test.each(steps)("$name", ({ subjectTemplate, bodyTemplate, index }) => {
    for (const lead of [NOBODY, LEE])
      expect(
        claims(bodyTemplate, {
          subjectTemplate,
          lead,
          hasWritten: index % DEFAULT_SEQUENCE.length > 0 || index >= DEFAULT_SEQUENCE.length,
        }),
      ).toEqual([]);
  });
});

describe("a template", () => {
  test("may speak of what the lead's columns say, and of nothing else", () => {
    const template = "Hi {{first_name|there}},\nyou have about 50 people in Brisbane.";
    expect(claims(template)).toHaveLength(1);
    expect(claims(template, { lead: { ...LEE, organizationEmployeeCount: 48 } })).toEqual([]);
    expect(claims(template, { lead: { ...LEE, organizationEmployeeCount: 84 } })).toHaveLength(1);
  });

  test("may say what an imported column says", () => {
    expect(claims("Hi Lee, I heard {{podcast}}.", { lead: { ...LEE, custom: { podcast: "Site Talk" } } })).toEqual([]);
  });

  test("is held in the wording the lead would get", () => {
    const template = "{A short note.|Congratulations on the Series B.}\nWould a call be worth your time?";
    const outcomes = Array.from({ length: 12 }, (_, at) => claims(template, { seed: `lead-${at}` }).length);
    expect(new Set(outcomes)).toEqual(new Set([0, 1]));
  });

  test("may speak of earlier messages once there are some", () => {
    expect(claims("I wrote to you earlier this week about enquiries.")).toHaveLength(1);
    expect(claims("I wrote to you earlier this week about enquiries.", { hasWritten: true })).toEqual([]);
  });

  test("may say of the agency what the agency answers for", () => {
    expect(claims("We have helped 40 builders since 2014, Coastal Joinery among them.")).toEqual([]);
    expect(claims("We have helped 40 builders; you have 40 people.")).toHaveLength(1);
  });
});

test("a text a person wrote is held against the lead as it is", () => {
  const text = { subject: "Hello", body: "Hi Lee,\nHarbourline is in Sydney.\nCheers,\nDave" };
  expect(claims("x", { template: null, text })).toEqual([expect.stringContaining("Harbourline is in Sydney.")]);
});
