import { TZDate } from "@date-fns/tz";
import fc from "fast-check";
import { expect, test } from "vitest";
import { leadRowReader } from "@/lib/engines/imports/read-lead-row";
import { suggestMapping } from "@/lib/engines/imports/suggest-mapping";
import { canonicalPhone } from "@/lib/engines/suppression/canonical-identity";
import { decideReactions } from "@/local/market/decide-reactions";
import { friendliness } from "@/local/market/hidden-truth";
import { afterOfficeMinutes } from "@/local/market/office-hours";
import { findPostForm } from "@/local/market/page-form";
import { CONTACT_POINT_COLUMNS, DEMO_COLUMNS, demoLeads, demoLeadsCsv } from "@/local/market/people";
import { peopleDirectory } from "@/local/market/people-directory";
import { personaOf } from "@/local/market/persona";
import { HUMAN_KINDS } from "@/local/market/reaction-kinds";
import { writeNotice, writeReply } from "@/local/market/write-reply";

const NOBODY_YET = { awayUntil: null, humanReactions: 0, hasOptedOut: false, hasBooked: false, otherContacts: 0 };
const TUESDAY_TEN = new Date("2026-03-02T23:00:00Z");
const address = fc
  .tuple(fc.stringMatching(/^[a-z]{2,8}$/), fc.stringMatching(/^[a-z]{2,8}$/))
  .map(([local, firm]) => `${local}@${firm}.example`);
const arrival = fc.date({ min: new Date("2026-01-05"), max: new Date("2026-12-20"), noInvalidDate: true });

test("a persona and what it does follow from seed and address alone", () => {
  fc.assert(
    fc.property(fc.string(), address, fc.integer({ min: 1, max: 6 }), arrival, (seed, email, ordinal, at) => {
      const once = personaOf(seed, email);
      expect(personaOf(seed, email.toUpperCase())).toEqual(once);
      const message = { ordinal, at, answersThem: false };
      expect(decideReactions(seed, once, message, NOBODY_YET)).toEqual(decideReactions(seed, personaOf(seed, email), message, NOBODY_YET));
    }),
  );
});

test("nobody reacts before the message is there, and people react in their office hours", () => {
  fc.assert(
    fc.property(fc.string(), address, arrival, (seed, email, at) => {
      const persona = personaOf(seed, email);
      for (const { kind, dueAt, until } of decideReactions(seed, persona, { ordinal: 1, at, answersThem: false }, NOBODY_YET)) {
        expect(dueAt.getTime()).toBeGreaterThanOrEqual(at.getTime());
        if (until) expect(until.getTime()).toBeGreaterThan(at.getTime());
        if (!(HUMAN_KINDS as readonly string[]).includes(kind)) continue;
        const local = new TZDate(dueAt, persona.company.timezone);
        const minute = local.getHours() * 60 + local.getMinutes();
        expect([0, 6]).not.toContain(local.getDay());
        expect(minute).toBeGreaterThanOrEqual(persona.office.opensMinute);
        expect(minute).toBeLessThan(persona.office.closesMinute);
      }
    }),
    { numRuns: 400 },
  );
});

test("office minutes run on across nights and weekends", () => {
  const office = { timezone: "Australia/Perth", opensMinute: 9 * 60, closesMinute: 17 * 60 };
  const fridayFour = new Date("2026-03-06T08:00:00Z"); // 16:00 in Perth
  expect(afterOfficeMinutes(fridayFour, 59, office)).toEqual(new Date("2026-03-06T08:59:00Z"));
  expect(afterOfficeMinutes(fridayFour, 60, office)).toEqual(new Date("2026-03-09T01:00:00Z"));
  expect(afterOfficeMinutes(fridayFour, 60 + 8 * 60 + 5, office)).toEqual(new Date("2026-03-10T01:05:00Z"));
});

test("whoever wrote once or has opted out does nothing more about the next message of a sequence", () => {
  fc.assert(
    fc.property(address, arrival, fc.integer({ min: 2, max: 5 }), (email, at, ordinal) => {
      const persona = { ...personaOf("s", email), delivery: "delivers" as const, reader: "person" as const, absence: null };
      const message = { ordinal, at, answersThem: false };
      expect(decideReactions("s", persona, message, { ...NOBODY_YET, humanReactions: 1 })).toEqual([]);
      expect(decideReactions("s", persona, message, { ...NOBODY_YET, hasOptedOut: true })).toEqual([]);
    }),
  );
});

test("the hidden truth shows in what a crowd does: owners in construction book more than managers in software", () => {
  const booked = (title: string, industrySlug: "construction" | "saas") => {
    let count = 0;
    for (let person = 0; person < 3000; person += 1) {
      const known = personaOf("truth", `person${person}@crowd.example`);
      const persona = {
        ...{ ...known, title, company: { ...known.company, industrySlug } },
        ...{ delivery: "delivers" as const, reader: "person" as const, absence: null },
      };
      const reactions = decideReactions("truth", persona, { ordinal: 1, at: TUESDAY_TEN, answersThem: false }, NOBODY_YET);
      if (reactions.some(({ kind }) => kind === "booking")) count += 1;
    }
    return count;
  };
  expect(booked("Owner", "construction")).toBeGreaterThan(booked("Marketing Manager", "saas") * 2);
  const persona = personaOf("truth", "a@b.example");
  const perth = { ...persona, company: { ...persona.company, timezone: "Australia/Perth" } };
  const sydney = { ...persona, company: { ...persona.company, timezone: "Australia/Sydney" } };
  // The same instant is 10:00 in Sydney and 07:00 in Perth.
  expect(friendliness(sydney, { ordinal: 1, at: TUESDAY_TEN })).toBeGreaterThan(friendliness(perth, { ordinal: 1, at: TUESDAY_TEN }) * 2);
});

test("the demo's lead file is the same twice, and the import reads of it what was meant", () => {
  const leads = demoLeads({ seed: 1, count: 200 });
  expect(demoLeads({ seed: 1, count: 200 })).toEqual(leads);
  expect(demoLeads({ seed: 2, count: 200 })).not.toEqual(leads);
  expect(demoLeadsCsv({ seed: 1, count: 200 }).trimEnd().split("\r\n")).toHaveLength(201);

  const header = [...DEMO_COLUMNS];
  const read = leadRowReader({
    header,
    mapping: suggestMapping(header),
    defaultConsent: null,
    now: TUESDAY_TEN,
    timezone: "Australia/Sydney",
  });
  const rows = leads.map((lead) => read(header.map((column) => lead[column as keyof typeof lead])));
  const readable = rows.flatMap(({ lead }) => (lead ? [lead] : []));
  expect(rows.length - readable.length).toBe(3);
  expect(new Set(readable.map(({ email }) => email)).size).toBe(194);
  expect(readable.filter(({ consent }) => consent === null)).toHaveLength(4);
  expect(readable.flatMap(({ unread }) => unread)).toEqual([]);
  expect(new Set(readable.map(({ consent }) => consent?.basis))).toEqual(
    new Set(["express", "inferred_relationship", "inferred_publication", undefined]),
  );
  expect(new Set(readable.map(({ values }) => values.timezone)).size).toBeGreaterThanOrEqual(5);
});

test("phone, street address and consent channels come as further columns where they are asked for; the import reads the number, and each is one person's", () => {
  const [plain = "", rich = ""] = [false, true].map((withContactPoints) => demoLeadsCsv({ seed: 1, count: 400, withContactPoints }));
  expect(plain).toBe(demoLeadsCsv({ seed: 1, count: 400 }));
  expect(plain.split("\r\n")[0]).toBe(DEMO_COLUMNS.join(","));
  expect(rich.split("\r\n")[0]).toBe([...DEMO_COLUMNS, ...CONTACT_POINT_COLUMNS].join(","));
  expect(rich.split("\r\n").map((line) => line.split(",").slice(0, -CONTACT_POINT_COLUMNS.length).join(","))).toEqual(
    plain.split("\r\n").map((line) => line),
  );
  const header = [...DEMO_COLUMNS, ...CONTACT_POINT_COLUMNS];
  expect(suggestMapping(header).phone).toBe("Phone");
  const leads = demoLeads({ seed: 1, count: 400 });
  const owners = new Map<string, Set<string>>();
  for (const { Phone, Email } of leads) if (Phone) owners.set(Phone, (owners.get(Phone) ?? new Set()).add(Email.toLowerCase()));
  const people = new Set(leads.map((lead) => lead["LinkedIn URL"])).size;
  expect(owners.size).toBeGreaterThan(people * 0.97);
  expect(leads.filter(({ Phone }) => Phone !== "").every(({ Phone }) => canonicalPhone(Phone) !== null)).toBe(true);
});

test("what the providers say of a person is what the file says", async () => {
  const mentioned: string[] = [];
  const lastMentioned = { mention: async (email: string) => void mentioned.push(email), whoIsAt: async () => mentioned.at(-1) ?? "" };
  const people = peopleDirectory(1, lastMentioned);
  for (const lead of demoLeads({ seed: 1, count: 20 })) {
    const person = await people.findPersonByEmail(lead.Email);
    const company = await people.findCompanyByDomain(lead.Email.split("@")[1] ?? "");
    expect([person.firstName, person.lastName, person.title]).toEqual([lead["First Name"], lead["Last Name"], lead["Job Title"]]);
    expect([person.linkedinUrl, person.street, person.postcode]).toEqual([lead["LinkedIn URL"], lead["Street Address"], lead.Postcode]);
    expect(person.phone).toBe(canonicalPhone(lead.Phone));
    expect([company?.name, String(company?.employeeCount)]).toEqual([lead["Company Name"], lead["Number of Employees"]]);
  }
});

test("texts have no gap left in them, and notices name the day as dd/mm/yyyy where the person is", () => {
  const kinds = ["meeting_request", "interested", "question", "price", "refusal", "opt_out_reply"] as const;
  const texts = kinds.map((kind) => {
    const said = new Set<string>();
    for (let person = 0; person < 150; person += 1) {
      const { text } = writeReply("w", personaOf("w", `p${person}@words.example`), { kind, ordinal: 1, senderName: "Ava Quinn" });
      expect(text).not.toMatch(/[{}]|undefined/);
      said.add(text.split("\n")[0] ?? "");
    }
    return said.size;
  });
  expect(Math.min(...texts)).toBeGreaterThanOrEqual(10);
  const persona = personaOf("w", "kim.lee@firm.example");
  const perth = { ...persona, company: { ...persona.company, timezone: "Australia/Perth" } };
  expect(writeNotice("w", perth, { kind: "away", ordinal: 1, until: new Date("2026-03-08T23:30:00Z") })).toContain("09/03/2026");
});

test("the form a person would press is found, with its hidden values", () => {
  const page = `<form action="/find"><input name="q"></form><form method='POST' enctype="multipart/form-data">
    <input type="hidden" name="$ACTION_ID_1" value=""><input type=checkbox name=all><input type=checkbox name=sure checked value=yes>
    <button name="go" value="a&amp;b" type="submit">Go</button></form>`;
  expect(findPostForm(page, "http://x.example/u/1")).toEqual({
    action: "http://x.example/u/1",
    isMultipart: true,
    fields: [
      ["$ACTION_ID_1", ""],
      ["sure", "yes"],
      ["go", "a&b"],
    ],
  });
  expect(findPostForm("<form><button>Go</button></form>", "http://x.example/")).toBeUndefined();
});
