import "server-only";
import { z } from "zod";

const text = z.string().nullish();
const number = z.number().nullish();
const texts = z.array(z.string().nullable()).nullish();

/** Apollo's ids are signed 64-bit; `http.ts` hands large ones over as text, small ones become text here. */
const int64 = z.union([z.string(), z.number().int().transform(String)]).nullish();

/** Every value may be null: Apollo's own examples are. Unknown keys are dropped. */
export const apolloOrganization = z.object({
  id: text,
  name: text,
  primary_domain: text,
  website_url: text,
  linkedin_url: text,
  short_description: text,
  industry: text,
  estimated_num_employees: number,
  founded_year: number,
  country: text,
  city: text,
  state: text,
  street_address: text,
  postal_code: text,
  latest_funding_round_date: text,
  total_funding: number,
  annual_revenue: number,
  technology_names: texts,
  keywords: texts,
});
export type ApolloOrganization = z.infer<typeof apolloOrganization>;

export const apolloPerson = z.object({
  id: text,
  first_name: text,
  last_name: text,
  title: text,
  headline: text,
  linkedin_url: text,
  email: text,
  email_status: text,
  personal_emails: texts,
  seniority: text,
  departments: texts,
  city: text,
  state: text,
  country: text,
  employment_history: z
    .array(z.object({ current: z.boolean().nullish(), title: text, organization_name: text, start_date: text, end_date: text }).nullable())
    .nullish(),
  contact: z.object({ sanitized_phone: text }).nullish(),
  organization: apolloOrganization.nullish(),
});
export type ApolloPerson = z.infer<typeof apolloPerson>;

export const matchAnswer = z.object({ request_id: int64, person: apolloPerson.nullish() });

export const bulkMatchAnswer = z.object({
  request_id: int64,
  credits_consumed: number,
  missing_records: number,
  matches: z.array(apolloPerson.nullable()).nullish(),
});

export const organizationAnswer = z.object({ organization: apolloOrganization.nullish() });

export const jobPosting = z.object({ id: text, title: text, url: text, city: text, country: text, posted_at: text, last_seen_at: text });
export type ApolloJobPosting = z.infer<typeof jobPosting>;
export const jobPostingsAnswer = z.object({ organization_job_postings: z.array(jobPosting.nullable()).nullish() });

export const foundPerson = z.object({
  id: z.string(),
  first_name: text,
  last_name_obfuscated: text,
  title: text,
  has_email: z.boolean().nullish(),
  organization: z.object({ name: text }).nullish(),
});
export type ApolloFoundPerson = z.infer<typeof foundPerson>;
export const searchAnswer = z.object({ total_entries: number, people: z.array(foundPerson).nullish() });

/** 403 and most 422 say `error`, bulk routes `error_message`, 429 `message`; 401 is plain text. */
export const errorAnswer = z.object({ error: text, error_code: text, error_message: text, message: text });
