import { companyOf } from "@/local/market/company";
import { contactPointsOf, pointOf } from "@/local/market/contact-points";
import { personaOf } from "@/local/market/persona";
import type { PointIndex } from "@/local/market/point-index";
import type { DirectoryPerson, PersonDirectory } from "@/local/providers/directory";
import { officeStreet } from "@/local/providers/office-street";

/** What a provider of contact data may reveal besides: E.164, and the address in Australian parts. */
export type KnownPerson = DirectoryPerson & { phone: string | null; street: string; postcode: string };

export type MarketDirectory = Omit<PersonDirectory, "findPersonByEmail" | "findPersonByProfile"> & {
  findPersonByEmail(email: string): Promise<KnownPerson>;
  /** Undefined when nobody of the market has that profile. */
  findPersonByProfile(profileUrl: string): Promise<KnownPerson | undefined>;
};

const STRANGERS = "@unlisted.example";

/** What the data providers know of the market's people: whatever somebody can look up, never what they will do. */
export function peopleDirectory(seed: string | number, points: PointIndex): MarketDirectory {
  const name = String(seed);
  const findPersonByEmail = async (email: string): Promise<KnownPerson> => {
    await points.mention(email);
    const persona = personaOf(name, email);
    const { firstName, lastName, title, seniority, company, mailbox, isInApollo } = persona;
    const { city, state } = company;
    const { phone, profileUrl, street, postcode } = contactPointsOf(name, persona);
    const isTheirs = (await points.whoIsAt({ kind: "phone", value: phone })) === persona.email;
    return {
      ...{ email, firstName, lastName, title, seniority, city, state, country: "Australia", mailbox, isInApollo },
      ...{ linkedinUrl: profileUrl, phone: isTheirs ? phone : null, street, postcode },
    };
  };
  return {
    findPersonByEmail,
    async findPersonByProfile(profileUrl) {
      const email = await points.whoIsAt(pointOf({ channel: "linkedin", to: profileUrl }));
      return email.endsWith(STRANGERS) ? undefined : findPersonByEmail(email);
    },
    findCompanyByDomain(domain) {
      const company = companyOf(name, domain);
      return {
        domain,
        name: company.name,
        industry: company.industry,
        employeeCount: company.employeeCount,
        foundedYear: company.foundedYear,
        city: company.city,
        state: company.state,
        street: officeStreet(name, domain),
        postcode: company.postcode,
        country: "Australia",
      };
    },
  };
}
