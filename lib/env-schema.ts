import { z } from "zod";
import { type ModelSettings, modelSettings } from "./domain/model-settings";

// No "server-only" here and in env.ts: next.config.ts loads both outside the bundler, where that import throws.

const url = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (value) => protocols.includes(URL.parse(value)?.protocol ?? ""),
      `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
    );
const http = url("http:", "https:").transform((value) => value.replace(/\/+$/, ""));
const postgres = url("postgres:", "postgresql:");
const secret = z.string().min(8, "must have at least 8 characters");

/** Of a provider that is not used: an address that leads nowhere, and secrets that are never anybody's. */
const unusedHttp = http.default("http://not-configured.invalid");
const unusedKey = z.string().default("");
const unusedSecret = secret.default("");

const envSchema = z.object({
  /** Where people and providers reach the app; no trailing slash, nor has any other HTTP address here. */
  APP_URL: http,

  /** System login, through the transaction pooler when hosted. */
  DATABASE_URL: postgres,
  /** Member login: no BYPASSRLS. */
  MEMBER_DATABASE_URL: postgres,
  /** Session connection for migrations; the app itself does not need it. */
  MIGRATIONS_DATABASE_URL: postgres.optional(),

  SUPABASE_URL: http,
  SUPABASE_PUBLISHABLE_KEY: z.string().min(1),
  SUPABASE_SECRET_KEY: secret,

  /** "1" or the address of a development executor; unset when hosted. */
  INNGEST_DEV: z.string().optional(),
  /** Address of a self-hosted Inngest; unset means Inngest Cloud. */
  INNGEST_BASE_URL: http.optional(),
  INNGEST_EVENT_KEY: z.string().min(1).optional(),
  INNGEST_SIGNING_KEY: z.string().min(1).optional(),

  UPSTASH_REDIS_REST_URL: http,
  UPSTASH_REDIS_REST_TOKEN: z.string().min(1),

  APOLLO_BASE_URL: http,
  APOLLO_API_KEY: z.string().min(1),
  HUNTER_BASE_URL: http,
  HUNTER_API_KEY: z.string().min(1),
  DATAFORSEO_BASE_URL: http,
  DATAFORSEO_LOGIN: z.string().min(1),
  DATAFORSEO_PASSWORD: z.string().min(1),

  // Used by those who use the provider: each block is set whole or not at all (PROVIDER_GROUPS). Their doors stay shut otherwise.
  TWILIO_BASE_URL: unusedHttp,
  TWILIO_LOOKUPS_BASE_URL: unusedHttp,
  TWILIO_ACCOUNT_SID: unusedKey,
  /** Signs its webhooks as well. */
  TWILIO_AUTH_TOKEN: unusedSecret,

  HEYREACH_BASE_URL: unusedHttp,
  HEYREACH_API_KEY: unusedKey,
  /** Last part of its webhook's address, which nobody can guess: HeyReach signs nothing. */
  HEYREACH_WEBHOOK_TOKEN: unusedSecret,

  VAPI_BASE_URL: unusedHttp,
  VAPI_API_KEY: unusedKey,
  VAPI_ASSISTANT_ID: unusedKey,
  /** The HMAC credential that signs its server messages, by Vapi's id and by its secret. */
  VAPI_CREDENTIAL_ID: unusedKey,
  VAPI_WEBHOOK_SECRET: unusedSecret,

  CLICKSEND_BASE_URL: unusedHttp,
  CLICKSEND_USERNAME: unusedKey,
  CLICKSEND_API_KEY: unusedKey,

  SMARTLEAD_BASE_URL: unusedHttp,
  SMARTLEAD_API_KEY: unusedKey,
  SMARTLEAD_WEBHOOK_SECRET: unusedSecret,
  /** Last part of its webhook's address, besides the signature. */
  SMARTLEAD_WEBHOOK_TOKEN: unusedSecret,

  RESEND_BASE_URL: unusedHttp,
  RESEND_API_KEY: unusedKey,
  RESEND_WEBHOOK_SECRET: unusedSecret,

  DNCR_BASE_URL: unusedHttp,
  DNCR_TELEMARKETER_ID: unusedKey,
  DNCR_PASSWORD: unusedKey,

  APIFY_BASE_URL: unusedHttp,
  APIFY_TOKEN: unusedKey,
  APIFY_WEBHOOK_SECRET: unusedSecret,

  CLAY_BASE_URL: unusedHttp,
  /** Last part of the webhook address of the table that looks people up, and the token shown when it was made. */
  CLAY_WEBHOOK_ID: unusedSecret,
  CLAY_WEBHOOK_TOKEN: unusedSecret,
  /** The bearer secret that the table's last column sends with its answers. */
  CLAY_CALLBACK_SECRET: unusedSecret,

  POSTMARK_BASE_URL: unusedHttp,
  POSTMARK_SERVER_TOKEN: unusedKey,

  ...modelSettings,

  CALCOM_WEBHOOK_SECRET: unusedSecret,
  CALENDLY_WEBHOOK_SECRET: unusedSecret,

  /** Basic authentication of the inbound mail webhook. */
  POSTMARK_INBOUND_USER: z.string().min(1),
  POSTMARK_INBOUND_PASSWORD: secret,

  /** Signs what the booking service posts. */
  BOOKING_WEBHOOK_SECRET: secret,

  /** Base64 of the 32 bytes that encrypt stored credentials. */
  SECRETS_KEY: z.string().refine(isKeyOf32Bytes, "must be base64 of exactly 32 bytes (make one with: openssl rand -base64 32)"),
  /** Key of the hashes in suppression lists; changing it forgets every erased person's opt-out. */
  SUPPRESSION_PEPPER: secret,

  /** Where the product's own notices go out: smtp://user:password@host:port. */
  PRODUCT_SMTP_URL: url("smtp:", "smtps:"),
  /** Sender of the product's own notices: `Agency OS <notices@example.com>`. */
  PRODUCT_MAIL_FROM: z.string().min(3),

  /** `file:` address of the movable clock of the local stack; unset means the machine's clock. */
  CLOCK_URL: url("file:").optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

/** The whole configuration, checked. */
export type Env = z.output<typeof envSchema>;
type EnvName = keyof Env;
type EnvSource = Readonly<Record<string, string | undefined>>;

/** The configuration is wrong; the message lists every variable at fault and what to do about it. */
export class EnvError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join("\n")}\n` +
        "Every variable is explained in .env.example; `npm run doctor` shows what is set.",
    );
    this.name = "EnvError";
    this.problems = problems;
  }
}

/** Checks and types a configuration. Empty values count as unset. Throws EnvError with all problems at once. */
export function parseEnv(source: EnvSource): Env {
  const given = withoutEmpty(source);
  const parsed = envSchema.safeParse(given);
  if (!parsed.success) throw new EnvError(parsed.error.issues.map((issue) => describe(issue, given)));
  const problems = [...groupProblems(given), ...deploymentProblems(parsed.data)];
  if (problems.length > 0) throw new EnvError(problems);
  return parsed.data;
}

/** Checks only what is set: for a build, which needs no configuration but must not pass with a wrong one. */
export function checkGivenEnv(source: EnvSource): void {
  const given = withoutEmpty(source);
  const parsed = envSchema.partial().safeParse(given);
  if (!parsed.success) throw new EnvError(parsed.error.issues.map((issue) => describe(issue, given)));
}

/** The part of a configuration that asks a model: for a command that needs nothing else. Throws EnvError. */
export function parseModelEnv(source: EnvSource): ModelSettings {
  const given = withoutEmpty(source);
  const parsed = z.object(modelSettings).safeParse(given);
  if (!parsed.success) throw new EnvError(parsed.error.issues.map((issue) => describe(issue, given)));
  return parsed.data;
}

/** True for an address that only this machine can reach. */
export function isLoopbackUrl(value: string): boolean {
  const host = new URL(value).hostname.toLowerCase();
  if (host === "localhost" || host.endsWith(".localhost")) return true;
  return host === "[::1]" || host === "0.0.0.0" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Marks the secrets of .env.example, which everybody can read. */
const EXAMPLE_MARK = "local-";

/** The variables of providers a deployment may do without begin with these; every one of them is one group. */
const PROVIDER_GROUPS = ["TWILIO", "HEYREACH", "VAPI", "CLICKSEND", "SMARTLEAD", "RESEND", "DNCR", "APIFY", "CLAY"] as const;

const ADDRESSES = [
  "DATABASE_URL",
  "MEMBER_DATABASE_URL",
  "MIGRATIONS_DATABASE_URL",
  "SUPABASE_URL",
  "INNGEST_BASE_URL",
  "UPSTASH_REDIS_REST_URL",
  "APOLLO_BASE_URL",
  "HUNTER_BASE_URL",
  "DATAFORSEO_BASE_URL",
  "TWILIO_BASE_URL",
  "TWILIO_LOOKUPS_BASE_URL",
  "HEYREACH_BASE_URL",
  "VAPI_BASE_URL",
  "CLICKSEND_BASE_URL",
  "SMARTLEAD_BASE_URL",
  "RESEND_BASE_URL",
  "DNCR_BASE_URL",
  "APIFY_BASE_URL",
  "CLAY_BASE_URL",
  "POSTMARK_BASE_URL",
  "ANTHROPIC_BASE_URL",
  "PRODUCT_SMTP_URL",
] as const satisfies readonly EnvName[];

const SECRETS = [
  "SUPABASE_PUBLISHABLE_KEY",
  "SUPABASE_SECRET_KEY",
  "UPSTASH_REDIS_REST_TOKEN",
  "TWILIO_AUTH_TOKEN",
  "HEYREACH_WEBHOOK_TOKEN",
  "VAPI_WEBHOOK_SECRET",
  "SMARTLEAD_WEBHOOK_SECRET",
  "SMARTLEAD_WEBHOOK_TOKEN",
  "RESEND_WEBHOOK_SECRET",
  "APIFY_WEBHOOK_SECRET",
  "CLAY_WEBHOOK_TOKEN",
  "CLAY_CALLBACK_SECRET",
  "CALCOM_WEBHOOK_SECRET",
  "CALENDLY_WEBHOOK_SECRET",
  "POSTMARK_INBOUND_PASSWORD",
  "BOOKING_WEBHOOK_SECRET",
  "SECRETS_KEY",
  "SUPPRESSION_PEPPER",
] as const satisfies readonly EnvName[];

/** What is fine on one machine and dangerous once others reach the app. */
function deploymentProblems(env: Env): string[] {
  if (isLoopbackUrl(env.APP_URL)) return [];
  const problems: string[] = [];
  if (!env.APP_URL.startsWith("https://")) problems.push("APP_URL must start with https:// unless it points to this machine");
  for (const name of ADDRESSES) {
    const value = env[name];
    if (value !== undefined && isLoopbackUrl(value)) {
      problems.push(`${name} points to this machine although APP_URL does not: set the address of the hosted service`);
    }
  }
  for (const name of SECRETS) {
    if (readable(name, env[name]).includes(EXAMPLE_MARK))
      problems.push(`${name} still has its value from .env.example: set a secret of your own`);
  }
  if (env.CLOCK_URL !== undefined) problems.push("CLOCK_URL moves the product's time and is for one machine only: unset it");
  if (env.INNGEST_DEV !== undefined) problems.push("INNGEST_DEV turns off signature checks: unset it");
  if (env.INNGEST_EVENT_KEY === undefined) problems.push("INNGEST_EVENT_KEY is missing: copy it from Inngest");
  if (env.INNGEST_SIGNING_KEY === undefined) problems.push("INNGEST_SIGNING_KEY is missing: copy it from Inngest");
  return problems;
}

/** A provider half set up fails when it is first used, long after the start. */
function groupProblems(given: Record<string, string>): string[] {
  return PROVIDER_GROUPS.flatMap((group) => {
    const names = Object.keys(envSchema.shape).filter((name) => name.startsWith(`${group}_`));
    const absent = names.filter((name) => !(name in given));
    return absent.length < names.length ? absent.map((name) => `${name} is missing: the other ${group}_ variables are set`) : [];
  });
}

function readable(name: EnvName, value: string): string {
  if (name === "SECRETS_KEY") return atob(value);
  const [, encoded] = /^whsec_([\w+/]+=*)$/.exec(value) ?? [];
  return encoded && isBase64(encoded) ? atob(encoded) : value;
}

function withoutEmpty(source: EnvSource): Record<string, string> {
  const names = Object.keys(envSchema.shape);
  return Object.fromEntries(names.flatMap((name) => (source[name] ? [[name, source[name]]] : [])));
}

/** Never repeats the value: it may be a secret. */
function describe(issue: z.core.$ZodIssue, given: Record<string, string>): string {
  const name = String(issue.path[0]);
  return name in given ? `${name} ${issue.message}` : `${name} is missing`;
}

function isKeyOf32Bytes(value: string): boolean {
  return isBase64(value) && atob(value).length === 32;
}

function isBase64(value: string): boolean {
  try {
    atob(value);
    return true;
  } catch {
    return false;
  }
}
