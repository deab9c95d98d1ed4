import { parseArgs } from "node:util";

/** One outside dependency, the variables that decide it, and where its real self lives. */
type Dependency = {
  name: string;
  variables: readonly string[] /** The variable whose address tells live from stand-in. */;
  address: string | null;
};

const PROVIDERS: readonly Dependency[] = [
  provider("Apify", "APIFY_BASE_URL", "APIFY_TOKEN", "APIFY_WEBHOOK_SECRET"),
  provider("Clay", "CLAY_BASE_URL", "CLAY_WEBHOOK_ID", "CLAY_WEBHOOK_TOKEN", "CLAY_CALLBACK_SECRET"),
  provider("Do Not Call Register", "DNCR_BASE_URL", "DNCR_TELEMARKETER_ID", "DNCR_PASSWORD"),
  provider("Twilio", "TWILIO_BASE_URL", "TWILIO_LOOKUPS_BASE_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"),
  provider("HeyReach", "HEYREACH_BASE_URL", "HEYREACH_API_KEY", "HEYREACH_WEBHOOK_TOKEN"),
  provider("Vapi", "VAPI_BASE_URL", "VAPI_API_KEY", "VAPI_WEBHOOK_SECRET", "VAPI_CREDENTIAL_ID", "VAPI_ASSISTANT_ID"),
  provider("ClickSend", "CLICKSEND_BASE_URL", "CLICKSEND_USERNAME", "CLICKSEND_API_KEY"),
  provider("Smartlead", "SMARTLEAD_BASE_URL", "SMARTLEAD_API_KEY", "SMARTLEAD_WEBHOOK_SECRET", "SMARTLEAD_WEBHOOK_TOKEN"),
  provider("Resend", "RESEND_BASE_URL", "RESEND_API_KEY", "RESEND_WEBHOOK_SECRET"),
];

const MODEL = "Anthropic (AI model)";

const DEPENDENCIES: readonly Dependency[] = [
  { name: "Postgres (system login)", variables: ["DATABASE_URL"], address: "DATABASE_URL" },
  { name: "Postgres (member login)", variables: ["MEMBER_DATABASE_URL"], address: "MEMBER_DATABASE_URL" },
  {
    name: "Supabase Auth and Realtime",
    variables: ["SUPABASE_URL", "SUPABASE_PUBLISHABLE_KEY", "SUPABASE_SECRET_KEY"],
    address: "SUPABASE_URL",
  },
  { name: "Inngest", variables: ["INNGEST_DEV", "INNGEST_SIGNING_KEY", "INNGEST_EVENT_KEY"], address: "INNGEST_DEV" },
  { name: "Upstash Redis", variables: ["UPSTASH_REDIS_REST_URL", "UPSTASH_REDIS_REST_TOKEN"], address: "UPSTASH_REDIS_REST_URL" },
  { name: "Apollo", variables: ["APOLLO_BASE_URL", "APOLLO_API_KEY"], address: "APOLLO_BASE_URL" },
  { name: "Hunter", variables: ["HUNTER_BASE_URL", "HUNTER_API_KEY"], address: "HUNTER_BASE_URL" },
  { name: "DataForSEO", variables: ["DATAFORSEO_BASE_URL", "DATAFORSEO_LOGIN", "DATAFORSEO_PASSWORD"], address: "DATAFORSEO_BASE_URL" },
  ...PROVIDERS,
  { name: MODEL, variables: ["ANTHROPIC_API_KEY"], address: "ANTHROPIC_BASE_URL" },
  { name: "Inbound mail (Postmark)", variables: ["POSTMARK_INBOUND_USER", "POSTMARK_INBOUND_PASSWORD"], address: null },
  { name: "Product mail (SMTP)", variables: ["PRODUCT_SMTP_URL", "PRODUCT_MAIL_FROM"], address: "PRODUCT_SMTP_URL" },
  { name: "Bookings", variables: ["BOOKING_WEBHOOK_SECRET"], address: null },
  { name: "Clock", variables: ["CLOCK_URL"], address: "CLOCK_URL" },
];

function provider(name: string, address: string, ...others: string[]): Dependency {
  return { name, variables: [address, ...others], address };
}

type State = "live" | "stand-in" | "missing";
type Diagnosis = { dependency: string; state: State; decided_by: string; detail: string };

/**
 * Says of each hosted dependency whether the environment points to the real service, to a stand-in of the local stack (which
 * `npm start` supplies for whatever is not set), or to nothing.
 */
export function diagnose(environment: Readonly<Record<string, string | undefined>>): Diagnosis[] {
  return DEPENDENCIES.map(({ name, variables, address }) => {
    if (name === "Inngest") return diagnoseInngest(environment);
    if (name === MODEL) return diagnoseModel(environment);
    if (name === "Clock") {
      const moved = environment.CLOCK_URL;
      return {
        dependency: name,
        state: moved ? "stand-in" : "live",
        decided_by: "CLOCK_URL",
        detail: moved ? "a movable clock" : "the machine's own time",
      };
    }
    const set = variables.filter((variable) => environment[variable]);
    const decidedBy = address ?? variables[0] ?? "";
    if (set.length === 0)
      return { dependency: name, state: "stand-in", decided_by: decidedBy, detail: "not set: npm start supplies a stand-in" };
    const absent = variables.filter((variable) => !environment[variable]);
    if (absent.length > 0)
      return { dependency: name, state: "missing", decided_by: absent[0] ?? "", detail: `set ${absent.join(" and ")} as well` };
    const isLocal = address === null ? isExample(environment[variables[variables.length - 1] ?? ""]) : isLoopback(environment[address]);
    return {
      dependency: name,
      state: isLocal ? "stand-in" : "live",
      decided_by: decidedBy,
      detail: isLocal ? "points to this machine" : hostOf(environment[decidedBy]),
    };
  });
}

/** @param args `--table` prints for people instead of JSON */
export async function doctor(args: string[], out: NodeJS.WritableStream): Promise<void> {
  const { values } = parseArgs({ args, options: { table: { type: "boolean", default: false } } });
  const rows = diagnose(process.env);
  if (!values.table) {
    out.write(`${JSON.stringify(rows)}\n`);
    return;
  }
  const line = (cells: readonly [string, string, string, string]) =>
    `${cells[0].padEnd(28)}${cells[1].padEnd(10)}${cells[2].padEnd(26)}${cells[3]}`;
  const body = rows.map((row) => line([row.dependency, row.state, row.decided_by, row.detail]));
  out.write(`${[line(["dependency", "state", "decided by", "detail"]), ...body].join("\n")}\n`);
}

function diagnoseInngest(environment: Readonly<Record<string, string | undefined>>): Diagnosis {
  const base = { dependency: "Inngest" };
  if (environment.INNGEST_DEV) return { ...base, state: "stand-in", decided_by: "INNGEST_DEV", detail: "a development executor" };
  const keys = ["INNGEST_SIGNING_KEY", "INNGEST_EVENT_KEY"].filter((name) => environment[name]);
  if (keys.length === 2) return { ...base, state: "live", decided_by: "INNGEST_SIGNING_KEY", detail: "Inngest Cloud or self-hosted" };
  if (keys.length === 0) return { ...base, state: "stand-in", decided_by: "INNGEST_DEV", detail: "not set: npm start supplies a stand-in" };
  return {
    ...base,
    state: "missing",
    decided_by: keys[0] === "INNGEST_EVENT_KEY" ? "INNGEST_SIGNING_KEY" : "INNGEST_EVENT_KEY",
    detail: "set both keys",
  };
}

/** The one dependency that nothing stands in for unless it is asked to: without it rules do the work. */
function diagnoseModel({ ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: url }: Readonly<Record<string, string | undefined>>): Diagnosis {
  const row = { dependency: MODEL, decided_by: "ANTHROPIC_API_KEY" };
  if (!key) return { ...row, state: "missing", detail: "not set: rules answer instead of a model" };
  const isLocal = isLoopback(url);
  return {
    ...row,
    state: isLocal ? "stand-in" : "live",
    detail: isLocal ? "points to this machine" : url ? hostOf(url) : "api.anthropic.com",
  };
}

function isLoopback(value: string | undefined): boolean {
  const host = hostOf(value);
  return host === "localhost" || host === "[::1]" || host.startsWith("127.");
}

function isExample(value: string | undefined): boolean {
  return (value ?? "").includes("local-only");
}

function hostOf(value: string | undefined): string {
  return URL.canParse(value ?? "") ? new URL(value ?? "").hostname : "";
}
