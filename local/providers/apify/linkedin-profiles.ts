import { seeded } from "@/local/providers/seeded";
import type { World } from "@/local/providers/world";

export type ProfilesInput = { profileUrls: string[] };

/** Profiles that are gone or hidden. */
const MISS_RATE = 0.08;
const EMAIL_RATE = 0.4;
const PHONE_RATE = 0.15;

/** dev_fusion's profile reader: an item for each profile that can be read, from the world all providers share. */
export async function readProfiles({ profileUrls }: ProfilesInput, { world, seed }: { world: World; seed: string }) {
  const items = [];
  for (const profileUrl of profileUrls) {
    const person = await world.personByProfile(profileUrl);
    const random = seeded(seed, "apify-profile", profileUrl);
    if (!person || random.chance(MISS_RATE)) continue;
    const company = await world.companyByDomain(person.email.slice(person.email.indexOf("@") + 1));
    const [startYear = "", startMonth = "1"] = person.employmentStart.split("-");
    const startedOn = `${Number(startMonth)}-${startYear}`;
    items.push({
      linkedinUrl: profileUrl,
      firstName: person.firstName,
      lastName: person.lastName,
      fullName: `${person.firstName} ${person.lastName}`,
      headline: `${person.title} at ${company.name}`,
      connections: random.whole(80, 3000),
      followers: random.whole(80, 5000),
      email: random.chance(EMAIL_RATE) ? person.email : null,
      mobileNumber: random.chance(PHONE_RATE) ? person.phone : null,
      jobTitle: person.title,
      jobStartedOn: startedOn,
      companyName: company.name,
      companyIndustry: company.industry,
      companyWebsite: `www.${company.domain}`,
      companyLinkedin: company.linkedinUrl,
      companyFoundedIn: company.foundedYear,
      companySize: sizeOf(company.employeeCount),
      addressCountryOnly: person.country || company.country,
      addressWithoutCountry: [person.city || company.city, person.state || company.state].filter(Boolean).join(", "),
      experiences: [
        { title: person.title, companyName: company.name, jobStartedOn: startedOn, jobEndedOn: null, jobStillWorking: true },
        {
          title: person.previousTitle,
          companyName: person.previousCompany,
          jobStartedOn: null,
          jobEndedOn: startedOn,
          jobStillWorking: false,
        },
      ],
    });
  }
  return items;
}

/** LinkedIn's own steps. */
function sizeOf(employees: number): string {
  const steps = [1, 2, 11, 51, 201, 501, 1001, 5001, 10_001];
  const index = steps.findLastIndex((step) => employees >= step);
  const next = steps[index + 1];
  return next === undefined ? "10001+" : `${steps[Math.max(index, 0)]}-${next - 1}`;
}
