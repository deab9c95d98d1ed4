import { hexId, seeded } from "@/local/providers/seeded";
import type { WorldCompany, WorldPerson } from "@/local/providers/world";

/** How many of the companies Apollo knows the office of. */
const ADDRESS_RATE = 0.7;

/** A person as Apollo writes one. */
export function personRecord(person: WorldPerson, company: WorldCompany) {
  return {
    id: person.id,
    first_name: person.firstName,
    last_name: person.lastName,
    name: `${person.firstName} ${person.lastName}`,
    title: person.title,
    headline: `${person.title} at ${company.name}`,
    linkedin_url: person.linkedinUrl,
    email: person.email,
    email_status: person.apolloEmailStatus,
    extrapolated_email_confidence: person.apolloEmailStatus === "extrapolated" ? 0.72 : null,
    seniority: person.seniority || null,
    departments: [person.department],
    functions: [],
    city: person.city || company.city || null,
    state: person.state || company.state || null,
    country: person.country || company.country,
    organization_id: company.id,
    employment_history: [
      job(person, { title: person.title, company: company.name, organizationId: company.id, start: person.employmentStart, end: null }),
      job(person, {
        title: person.previousTitle,
        company: person.previousCompany,
        organizationId: null,
        start: yearsBefore(person.employmentStart, 3),
        end: person.employmentStart,
      }),
    ],
    organization: organizationRecord(company),
  };
}

/** A company as Apollo writes one, inside a person and by itself. */
export function organizationRecord(company: WorldCompany) {
  const funded = company.latestFundingDate;
  const hasAddress = seeded("apollo-address", company.domain).chance(ADDRESS_RATE);
  const parts = [company.street, company.city, company.state, company.country, company.postcode];
  return {
    id: company.id,
    name: company.name,
    primary_domain: company.domain,
    website_url: company.website,
    linkedin_url: company.linkedinUrl,
    industry: company.industry,
    keywords: company.keywords,
    estimated_num_employees: company.employeeCount,
    founded_year: company.foundedYear,
    city: company.city || null,
    state: company.state || null,
    raw_address: hasAddress ? parts.filter(Boolean).join(", ") : null,
    street_address: hasAddress ? company.street : null,
    postal_code: company.postcode,
    country: company.country,
    short_description: `${company.name} is a ${company.industry} company.`,
    annual_revenue: company.employeeCount * 180_000,
    total_funding: funded ? 2_500_000 : null,
    latest_funding_round_date: funded,
    latest_funding_stage: funded ? "Seed" : null,
    funding_events: funded
      ? [{ id: hexId("funding", company.domain), date: funded, type: "Seed", investors: null, amount: "2.5M", currency: "A$" }]
      : [],
    technology_names: company.technologies,
  };
}

/** What only the organisation route adds. */
export function departmentRecord(company: WorldCompany) {
  const share = (part: number) => Math.round(company.employeeCount * part);
  return {
    departmental_head_count: {
      marketing: share(0.15),
      sales: share(0.2),
      operations: share(0.3),
      engineering: share(0.1),
      finance: share(0.05),
    },
    organization_headcount_six_month_growth: 0.05,
  };
}

/** One to four open positions, the same each time an id is asked for. */
export function jobPostings(organizationId: string, now: Date) {
  const random = seeded("postings", organizationId);
  return Array.from({ length: random.whole(1, 4) }, (_, index) => ({
    id: hexId("posting", organizationId, index),
    title: random.pick(["Account Manager", "SEO Specialist", "Estimator", "Office Manager", "Sales Executive", "Project Manager"]),
    url: `https://jobs.example.com/${hexId("posting", organizationId, index)}`,
    city: random.pick(["Sydney", "Melbourne", "Brisbane"]),
    state: null,
    country: "Australia",
    last_seen_at: now.toISOString(),
    posted_at: new Date(now.getTime() - random.whole(1, 30) * 86_400_000).toISOString(),
  }));
}

/** What the free search shows: enough to choose, nothing to contact with. */
export function foundRecord(person: WorldPerson, company: WorldCompany, now: Date) {
  return {
    id: person.id,
    first_name: person.firstName,
    last_name_obfuscated: `${person.lastName.slice(0, 2)}***${person.lastName.slice(-1)}`,
    title: person.title,
    last_refreshed_at: now.toISOString(),
    has_email: true,
    has_city: true,
    has_state: true,
    has_country: true,
    has_direct_phone: "Maybe",
    organization: {
      name: company.name,
      has_industry: true,
      has_phone: false,
      has_city: true,
      has_state: true,
      has_country: true,
      has_zip_code: company.postcode !== null,
      has_revenue: true,
      has_employee_count: true,
    },
  };
}

type Job = { title: string; company: string; organizationId: string | null; start: string; end: string | null };

function job(person: WorldPerson, { title, company, organizationId, start, end }: Job) {
  return {
    id: hexId("job", person.email, start),
    current: end === null,
    title,
    organization_id: organizationId,
    organization_name: company,
    start_date: start,
    end_date: end,
  };
}

function yearsBefore(date: string, years: number): string {
  return `${Number(date.slice(0, 4)) - years}${date.slice(4, 8)}01`;
}
