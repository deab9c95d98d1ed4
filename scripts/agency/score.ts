import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { z } from "zod";
import { EMAIL_STATUSES } from "@/lib/domain/email-status";
import { componentNumbers } from "@/lib/domain/scoring";
import { webPresence } from "@/lib/domain/web-presence";
import { chooseWeights } from "@/lib/engines/scoring/choose-weights";
import { scoreLead } from "@/lib/engines/scoring/score-lead";
import { InvalidError } from "@/lib/errors";

const text = z.string().nullable().default(null);
const flag = z.boolean().default(false);
const day = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], { error: "must be a date such as 2026-03-31" })
  .nullable()
  .default(null);
const words = z.array(z.string()).nullable().default(null);

/** A lead line: columns of `leads`, facts beside them, the client's ICP and the moment of scoring. Other keys are allowed and ignored. */
const leadLine = z.object({
  id: z.string(),
  email: text,
  email_status: z.enum(EMAIL_STATUSES).nullable().default(null),
  email_verified: flag,
  phone: text,
  phone_verified: flag,
  linkedin_url: text,
  personal_email: text,
  title: text,
  seniority: text,
  organization_industry: text,
  organization_employee_count: z.number().int().min(0).nullable().default(null),
  organization_country: text,
  organization_is_hiring: z.boolean().nullable().default(null),
  organization_latest_funding_date: day,
  employment_start_date: day,
  dataforseo: webPresence.nullable().default(null),
  bounced: flag,
  unsubscribed: flag,
  competitor: flag,
  status: text,
  icp: z
    .object({ industries: words, sizes: words, locations: words, als_weights: componentNumbers.nullable().default(null) })
    .nullable()
    .default(null),
  now: z.iso.datetime({ offset: true }),
});

/**
 * `agency score`: a lead a line in, its score a line out (`{id, als_score, als_tier, components, weights, weight_source, channels,
 * reasons}`), in order. Needs no database: weights are the line's own confirmed ones, otherwise the platform priors.
 * @throws InvalidError naming the line and the field; lines before it have been answered
 */
export async function score(stdin: Readable, stdout: Writable): Promise<void> {
  let number = 0;
  for await (const line of createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    const json = number === 1 ? line.replace(/^\uFEFF/, "") : line;
    if (json.trim() && !stdout.write(`${JSON.stringify(scoreLine(json, number))}\n`)) await once(stdout, "drain");
  }
}

function scoreLine(json: string, number: number) {
  const { id, icp, now, status, ...lead } = parseLine(json, number);
  const { weights, source } = chooseWeights({ clientConfirmedIcp: icp?.als_weights });
  const score = scoreLead(
    { ...lead, bounced: lead.bounced || status === "bounced", unsubscribed: lead.unsubscribed || status === "unsubscribed" },
    { icp: icp ?? { industries: null, sizes: null, locations: null }, weights, weightSource: source, now: new Date(now) },
  );
  return { id, ...score };
}

function parseLine(json: string, number: number): z.infer<typeof leadLine> {
  const parsed = leadLine.safeParse(parseJson(json, number));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".") || "line";
  throw new InvalidError(`line ${number}, ${field}: ${issue?.message ?? "is not a lead"}`, field, { cause: parsed.error });
}

function parseJson(json: string, number: number): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new InvalidError(`line ${number}: is not JSON`, "line", { cause });
  }
}
