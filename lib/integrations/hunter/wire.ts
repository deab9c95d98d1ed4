import "server-only";
import { z } from "zod";

const text = z.string().nullish();

export const VERIFICATION_STATUSES = ["valid", "invalid", "accept_all", "webmail", "disposable", "unknown"] as const;
export type HunterStatus = (typeof VERIFICATION_STATUSES)[number];
const status = z.enum(VERIFICATION_STATUSES);

export const verifierAnswer = z.object({
  data: z.object({
    status,
    email: z.string(),
    score: z.number().nullish(),
    disposable: z.boolean().nullish(),
    webmail: z.boolean().nullish(),
  }),
});

export const finderAnswer = z.object({
  data: z.object({
    email: text,
    first_name: text,
    last_name: text,
    score: z.number().nullish(),
    position: text,
    company: text,
    linkedin_url: text,
    phone_number: text,
    verification: z.object({ status: status.nullish() }).nullish(),
  }),
});

export const domainSearchAnswer = z.object({
  data: z.object({
    domain: text,
    organization: text,
    pattern: text,
    disposable: z.boolean().nullish(),
    webmail: z.boolean().nullish(),
    accept_all: z.boolean().nullish(),
    emails: z
      .array(
        z.object({
          value: z.string(),
          type: z.enum(["personal", "generic"]),
          confidence: z.number(),
          first_name: text,
          last_name: text,
          position: text,
          seniority: text,
          linkedin: text,
          verification: z.object({ status: status.nullish() }).nullish(),
        }),
      )
      .nullish(),
  }),
  meta: z.object({ results: z.number().nullish() }).nullish(),
});

const usage = z.object({ used: z.number(), available: z.number() });
export const accountAnswer = z.object({
  data: z.object({
    plan_name: text,
    reset_date: text,
    requests: z.object({ credits: usage, searches: usage, verifications: usage }).partial().nullish(),
  }),
});

export const errorAnswer = z.object({ errors: z.array(z.object({ id: z.string(), code: z.number().nullish() })).min(1) });
