import { simpleParser } from "mailparser";
import { describe, expect, test } from "vitest";
import { DEFAULT_WEIGHTS } from "@/lib/domain/scoring";
import { composeEmail } from "@/lib/engines/content/compose-email";
import { renderTouch } from "@/lib/engines/content/render-touch";
import { formulaSafe } from "@/lib/engines/imports/formula-safe";
import { leadRowReader } from "@/lib/engines/imports/read-lead-row";
import { scoreLead } from "@/lib/engines/scoring/score-lead";
import { composeRawEmail } from "@/lib/integrations/smtp/compose-raw-email";
import { FILE_INJECTIONS, type HostileCell } from "@/tests/hostile/file-injections";
import { STRANGE_LINK, STRANGER } from "@/tests/hostile/injection";
import { BLANK, NO_ICP, NOW } from "@/tests/support/scorable-leads";

const ROW = {
  email: "jo@tallow.example",
  firstName: "Jo",
  lastName: "Lund",
  title: "Receptionist",
  company: "Tallow",
  city: "Perth",
  industry: "construction",
  employees: "120",
  consentNote: "met at the expo",
};

function readRow(cells: Record<string, string>) {
  const header = Object.keys(cells);
  const mapping = Object.fromEntries(header.map((name) => [name, name]));
  return leadRowReader({ header, mapping, defaultConsent: null, now: NOW, timezone: "Australia/Perth" })(Object.values(cells));
}
const hostileRow = ({ field, text }: HostileCell) => readRow({ ...ROW, [field]: text });

function scoreOf({ lead }: ReturnType<typeof readRow>): number {
  if (!lead) return 0;
  const { title, seniority, organizationIndustry, organizationEmployeeCount } = lead.values;
  const scorable = {
    ...BLANK,
    email: lead.email,
    title,
    seniority,
    organization_industry: organizationIndustry,
    organization_employee_count: organizationEmployeeCount,
  };
  return scoreLead(scorable, { icp: NO_ICP, weights: DEFAULT_WEIGHTS, weightSource: "defaults", now: NOW }).als_score;
}

describe.each(FILE_INJECTIONS.map((cell) => [cell.id, cell.trick, cell] as const))("%s (%s)", (_id, _trick, cell) => {
  const row = hostileRow(cell);

  test("is a lead of its own address, or none", () => {
    if (!row.lead) return expect(cell.field, row.reason).toBe("email");
    expect(row.lead.email).toBe(ROW.email);
    expect(row.lead.values.personalEmail).toBeNull();
  });

  test("makes nobody agree to anything", () => {
    expect(row.lead?.consent ?? null).toBeNull();
  });

  test("scores no higher than the same row without it", () => {
    const honest = readRow(cell.honest === undefined ? ROW : { ...ROW, [cell.field]: cell.honest });
    expect(scoreOf(row)).toBeLessThanOrEqual(scoreOf(honest));
  });

  test("is text to a spreadsheet", () => {
    for (const value of Object.values(row.lead?.values ?? {})) expect(formulaSafe(String(value ?? ""))).not.toMatch(/^\s*[=+\-@]/);
    expect(formulaSafe(cell.text)).not.toMatch(/^[=+\-@\t\r]/);
  });

  test("fills its place in a message and chooses no wording, and the message goes to one person", async () => {
    const { lead } = row;
    if (!lead) return;
    const { firstName, lastName, title, company, city, organizationIndustry } = lead.values;
    const values = { firstName, lastName, title, company, city, organizationIndustry, custom: { agency_secret_notes: "KEEP-THIS-IN" } };
    const touch = renderTouch(
      {
        channel: "email",
        stepNumber: 1,
        purpose: "intro",
        subjectTemplate: "An idea",
        bodyTemplate: "Hi {{first_name|there}}, a question about {{company|your company}} in {{city|town}}. Would ten minutes suit?",
      },
      { lead: values, client: { name: "Teale", offer: null }, sender: null, threadSubject: null, seed: "lead:1" },
    );
    expect(touch.body).not.toContain("KEEP-THIS-IN");
    expect(touch.body).not.toContain(STRANGER);
    expect(touch.body).not.toContain(new URL(STRANGE_LINK).host);
    expect(touch.body).toMatch(/^Hi [^\n{}]+, a question about [^\n{}]+ in [^\n{}]+\. Would ten minutes suit\?$/);

    const email = composeEmail({
      touchId: "t1",
      messageId: "<t1@teale.example>",
      mailbox: { name: "Rowan", address: "rowan@teale.example" },
      lead: { name: `${firstName} ${lastName}`, address: lead.email },
      subject: touch.subject,
      body: touch.body,
      sender: { legalName: "Teale Pty Ltd", abn: null, postalAddress: null, contact: "rowan@teale.example" },
      unsubscribeUrl: "https://teale.example/u/1",
      thread: [],
      campaignId: "c1",
      clientId: "k1",
      now: NOW,
    });
    const raw = await composeRawEmail({ ...email, to: [email.to.address], html: "", headers: Object.entries(email.headers) });
    const parsed = await simpleParser(raw);
    const to = [parsed.to, parsed.cc, parsed.bcc]
      .flatMap((field) => field ?? [])
      .flatMap(({ value }) => value.map(({ address }) => address));
    expect(to).toEqual([ROW.email]);
    expect(JSON.stringify(email.headers)).not.toContain(STRANGER);
  });
});

test("a line break in a name never reaches a header", () => {
  const compose = (name: string) =>
    composeEmail({
      touchId: "t1",
      messageId: "<t1@teale.example>",
      mailbox: { name: "Rowan", address: "rowan@teale.example" },
      lead: { name, address: ROW.email },
      subject: "An idea",
      body: "Would ten minutes suit?",
      sender: { legalName: "Teale Pty Ltd", abn: null, postalAddress: null, contact: "rowan@teale.example" },
      unsubscribeUrl: "https://teale.example/u/1",
      thread: [],
      campaignId: "c1",
      clientId: "k1",
      now: NOW,
    });
  const attack = FILE_INJECTIONS.find(({ id }) => id === "F12")?.text ?? "";
  expect(() => compose(attack)).toThrow(/line break/);
  expect(compose("Jo").to).toEqual({ name: "Jo", address: ROW.email });
});
