import { z } from "zod";
import { parseCron } from "./cron";
import { parseDurationMs } from "./duration";
import { parseExpression } from "./expressions";
import { FUNCTION_CANCELLED, FUNCTION_FINISHED, type FunctionConfig } from "./model";

/** A function the executor will not run, with every reason by name. */
export type Refusal = { id: string; reasons: string[] };
export type RegistrationResult = { functions: FunctionConfig[]; refusals: Refusal[] };

/** Retries when the function does not say, and the most it may ask for (inngest-protocol section 3). */
const DEFAULT_RETRIES = 4;
const MAX_RETRIES = 20;

const checked = (parse: (text: string) => unknown, what: string) =>
  z.string().superRefine((text, context) => {
    try {
      parse(text);
    } catch (error) {
      context.addIssue({ code: "custom", message: `${what} "${text}": ${(error as Error).message.split("\n")[0]}` });
    }
  });
const expression = checked(parseExpression, "CEL expression");
const duration = checked(parseDurationMs, "duration").transform(parseDurationMs);
const limit = z.number().int().min(0);

const concurrencyLimit = z.strictObject({
  limit,
  key: expression.optional(),
  scope: z.enum(["fn", "env", "account"]).default("fn"),
});

const UNSUPPORTED_OPTIONS = ["debounce", "rateLimit", "singleton", "priority", "timeouts"] as const;
const UNSUPPORTED_EVENTS = [FUNCTION_FINISHED, FUNCTION_CANCELLED];

const functionEntry = z.strictObject({
  id: z.string().min(1),
  name: z.string().optional(),
  triggers: z.array(
    z.union([
      z.strictObject({
        event: z
          .string()
          .refine((name) => !UNSUPPORTED_EVENTS.includes(name), { error: (issue) => `trigger on ${issue.input} is not supported` }),
        expression: expression.optional(),
      }),
      z.strictObject({ cron: checked(parseCron, "cron") }),
    ]),
  ),
  steps: z.strictObject({
    step: z.object({
      runtime: z.object({ type: z.literal("http"), url: z.url() }),
      retries: z.object({ attempts: z.number().int().min(0).optional() }).optional(),
    }),
  }),
  idempotency: expression.optional(),
  batchEvents: z
    .strictObject({ maxSize: z.number().int().min(1), timeout: duration, key: expression.optional(), if: expression.optional() })
    .optional(),
  throttle: z.strictObject({ key: expression.optional(), limit: limit.min(1), period: duration, burst: limit.optional() }).optional(),
  concurrency: z.union([limit, concurrencyLimit, z.array(concurrencyLimit).min(1).max(2)]).optional(),
  cancel: z.array(z.strictObject({ event: z.string(), if: expression.optional(), timeout: duration.optional() })).optional(),
});

/**
 * Validates the `functions` array of a sync answer. A function that declares anything this executor does not do is refused by name
 * instead of running with other semantics than it asked for; the others are accepted.
 * @param appUrl the serve endpoint that reported them
 */
export function parseRegistration(entries: readonly unknown[], appUrl: string): RegistrationResult {
  const functions: FunctionConfig[] = [];
  const refusals: Refusal[] = [];
  for (const entry of entries) {
    const unsupported = findUnsupported(entry);
    const result = functionEntry.safeParse(entry);
    if (unsupported.length === 0 && result.success) functions.push(toConfig(result.data, appUrl));
    else refusals.push({ id: idOf(entry), reasons: unsupported.length > 0 ? unsupported : reasonsOf(result.error) });
  }
  return { functions, refusals };
}

function findUnsupported(entry: unknown): string[] {
  if (typeof entry !== "object" || entry === null) return ["not an object"];
  const options = UNSUPPORTED_OPTIONS.filter((name) => name in entry).map((name) => `option "${name}" is not supported`);
  const triggers = "triggers" in entry && Array.isArray(entry.triggers) ? entry.triggers : [];
  const hasJitter = triggers.some((trigger) => typeof trigger === "object" && trigger !== null && "jitter" in trigger);
  return hasJitter ? [...options, 'cron option "jitter" is not supported'] : options;
}

function reasonsOf(error: z.ZodError | undefined): string[] {
  return (error?.issues ?? []).map((issue) => {
    const path = issue.path.join(".");
    return issue.code === "unrecognized_keys"
      ? `${path ? `${path}: ` : ""}option "${issue.keys.join('", "')}" is not supported`
      : `${path}: ${leafMessage(issue)}`;
  });
}

/** A union hides what went wrong in its members; the last message of the closest member says it. */
function leafMessage(issue: z.core.$ZodIssue): string {
  if (issue.code !== "invalid_union") return issue.message;
  const closest = [...issue.errors].sort((a, b) => a.length - b.length).find((member) => member.every(({ code }) => code === "custom"));
  return closest?.map(({ message }) => message).join("; ") ?? issue.message;
}

function idOf(entry: unknown): string {
  return typeof entry === "object" && entry !== null && "id" in entry && typeof entry.id === "string" ? entry.id : "(no id)";
}

function toConfig(entry: z.output<typeof functionEntry>, appUrl: string): FunctionConfig {
  const { step } = entry.steps;
  const retries = Math.min(step.retries?.attempts ?? DEFAULT_RETRIES, MAX_RETRIES);
  const { concurrency = [], batchEvents: batch, throttle } = entry;
  return {
    id: entry.id,
    name: entry.name ?? entry.id,
    appUrl,
    url: step.runtime.url,
    maxAttempts: retries + 1,
    eventTriggers: entry.triggers.flatMap((trigger) => ("event" in trigger ? [trigger] : [])),
    crons: entry.triggers.flatMap((trigger) => ("cron" in trigger ? [trigger.cron] : [])),
    idempotency: entry.idempotency,
    batch: batch && { maxSize: batch.maxSize, timeoutMs: batch.timeout, key: batch.key, if: batch.if },
    throttle: throttle && { key: throttle.key, limit: throttle.limit, periodMs: throttle.period, burst: throttle.burst ?? 0 },
    concurrency: (typeof concurrency === "number" ? [{ limit: concurrency, scope: "fn" as const }] : [concurrency].flat()).filter(
      (entryLimit) => entryLimit.limit > 0,
    ),
    cancelOn: (entry.cancel ?? []).map(({ event, if: condition, timeout }) => ({ event, if: condition, timeoutMs: timeout ?? null })),
  };
}
