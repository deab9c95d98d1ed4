import "server-only";
import { z } from "zod";

const number = z.number().nullish();

const task = <Result extends z.ZodType>(result: Result) =>
  z.object({
    status_code: number,
    status_message: z.string().nullish(),
    cost: number,
    tasks: z
      .array(
        z
          .object({ status_code: number, status_message: z.string().nullish(), cost: number, result: z.array(result.nullable()).nullish() })
          .nullable(),
      )
      .nullish(),
  });

const organicMetrics = z.object({ pos_1: number, pos_2_3: number, pos_4_10: number, etv: number, count: number });

export const rankOverviewAnswer = task(
  z.object({ items: z.array(z.object({ metrics: z.record(z.string(), organicMetrics.nullable()).nullish() }).nullable()).nullish() }),
);

export const backlinksSummaryAnswer = task(
  z.object({
    rank: number,
    backlinks: number,
    referring_domains: number,
    backlinks_spam_score: number,
    info: z.object({ target_spam_score: number }).nullish(),
  }),
);

/** `result` is the one result of the one task, or null when the provider has none. */
export type Envelope<Result> = {
  status_code?: number | null | undefined;
  status_message?: string | null | undefined;
  cost?: number | null | undefined;
  tasks?:
    | ({
        status_code?: number | null | undefined;
        status_message?: string | null | undefined;
        cost?: number | null | undefined;
        result?: (Result | null)[] | null | undefined;
      } | null)[]
    | null
    | undefined;
};
