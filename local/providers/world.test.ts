import { describe, expect, test } from "vitest";
import type { PersonDirectory } from "@/local/providers/directory";
import { makeWorld } from "@/local/providers/world";

const anchor = new Date("2026-11-24T00:00:00Z");
const build = (seed = "1", people?: PersonDirectory) => makeWorld({ seed, anchor, people });
const emails = Array.from({ length: 600 }, (_, index) => `first${index}.last@company${index % 150}.example`);

describe("the made-up world", () => {
  test("one seed is one world, another seed another", async () => {
    const [a, b, other] = [build(), build(), build("2")];
    expect(await a.personByEmail("mei.chen@wattle-legal.example")).toEqual(await b.personByEmail("mei.chen@wattle-legal.example"));
    expect(await a.companyByDomain("wattle-legal.example")).not.toEqual(await other.companyByDomain("wattle-legal.example"));
  });

  test("names and industries agree with the address", async () => {
    const world = build();
    expect(await world.personByEmail("mei.chen@wattle-legal12.example")).toMatchObject({ firstName: "Mei", lastName: "Chen" });
    expect(await world.companyByDomain("wattle-legal12.example")).toMatchObject({ name: "Wattle Legal", industry: "law practice" });
    expect(await world.companyByDomain("wattle.com.au")).toMatchObject({ country: "Australia" });
  });

  test("shares are near what was intended", async () => {
    const world = build();
    const people = await Promise.all(emails.map((email) => world.personByEmail(email)));
    const share = (is: (person: (typeof people)[number]) => boolean) => people.filter(is).length / people.length;
    expect(share(({ isInApollo }) => !isInApollo)).toBeCloseTo(0.12, 1);
    expect(share(({ mailbox }) => mailbox === "invalid")).toBeCloseTo(0.06, 1);
    expect(share(({ mailbox }) => mailbox === "valid")).toBeGreaterThan(0.7);
    expect(new Set(people.map(({ title }) => title)).size).toBeGreaterThan(10);
    const companies = await Promise.all(Array.from({ length: 150 }, (_, index) => world.companyByDomain(`company${index}.example`)));
    expect(new Set(companies.map(({ industry }) => industry)).size).toBeGreaterThan(15);
    expect(companies.every(({ id, isHiring }) => world.isHiringById(id) === isHiring)).toBe(true);
    expect(companies.every(({ latestFundingDate }) => latestFundingDate === null || latestFundingDate < "2026-11-24")).toBe(true);
  });

  test("a directory wins where it speaks and is completed where it does not", async () => {
    const people: PersonDirectory = {
      findPersonByEmail: (email) => ({ email, firstName: "Sam", title: "Chief Vibes Officer", isInApollo: true, mailbox: "invalid" }),
      findCompanyByDomain: async (domain) => ({ domain, name: "Sam & Co", employeeCount: 7, latestFundingDate: null, isHiring: true }),
      listPeopleByDomain: (domain) => [{ email: `sam@${domain}` }],
    };
    const world = build("1", people);
    const plain = await build().personByEmail("mei.chen@wattle-legal.example");
    const person = await world.personByEmail("mei.chen@wattle-legal.example");
    expect(person).toMatchObject({ firstName: "Sam", lastName: "Chen", title: "Chief Vibes Officer", mailbox: "invalid" });
    expect(person.employmentStart).toBe(plain.employmentStart);
    const company = await world.companyByDomain("wattle-legal.example");
    expect(company).toMatchObject({ name: "Sam & Co", employeeCount: 7, latestFundingDate: null });
    expect(world.isHiringById(company.id)).toBe(true);
    expect(await world.emailsAtDomain("x.example")).toEqual(["sam@x.example"]);
  });
});
