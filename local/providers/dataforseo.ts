import { hasBasicCredentials } from "@/local/providers/given-key";
import { hexId, seeded } from "@/local/providers/seeded";
import type { Answer, Call, Handled, Played, StandIn, StandInContext } from "@/local/providers/stand-in";

const PER_MINUTE = 2_000;
const PRICE_USD = { overview: 0.0101, backlinks: 0.02003 };
const VERSION = "0.1.20260101";
/** What the service says for its codes, in our words. */
const MEANINGS: Readonly<Record<number, string>> = {
  20000: "Ok.",
  40006: "Only one task may be set at a time.",
  40100: "Not authorised.",
  40102: "No search results.",
  40202: "Rate limit exceeded.",
  40210: "Not enough money.",
  40501: "Invalid field.",
  50000: "Internal error.",
};

type Task = Record<string, unknown>;
type Priced = { result: unknown[] | null; usd: number };

/** The account the stand-in accepts. It opens nothing else. */
export const DATAFORSEO_ACCOUNT = { login: "local@agency.example", password: "local-dataforseo-password" };

/** DataForSEO's two live routes and the account data. */
export const dataForSeoStandIn: StandIn = {
  name: "dataforseo",
  prefix: "/dataforseo",
  credits: 10_000, // US$
  env: (baseUrl) => ({
    DATAFORSEO_BASE_URL: baseUrl,
    DATAFORSEO_LOGIN: DATAFORSEO_ACCOUNT.login,
    DATAFORSEO_PASSWORD: DATAFORSEO_ACCOUNT.password,
  }),
  play,
};

function play({ world, account }: StandInContext): Played {
  async function overview(target: string, task: Task): Promise<Priced> {
    const { webPresence: presence } = await world.companyByDomain(target);
    const at = { se_type: "google", location_code: task.location_code ?? null, language_code: task.language_code ?? null };
    const items = presence
      ? [{ ...at, metrics: { organic: metrics(target, presence.organicEtv, presence.top10Keywords), paid: metrics(target, 0, 0) } }]
      : null;
    const count = items?.length ?? 0;
    return { result: [{ ...at, target, total_count: count, items_count: count, items }], usd: presence ? PRICE_USD.overview : 0.01 };
  }

  async function backlinks(target: string, task: Task): Promise<Priced> {
    const { webPresence: presence } = await world.companyByDomain(target);
    // Without rank_scale the service answers on its 0 to 100 scale: a caller that forgets it must notice.
    const rank = task.rank_scale === "one_thousand" ? (presence?.domainRank ?? 0) : Math.round((presence?.domainRank ?? 0) / 10);
    const links = rank * 13;
    const result = {
      target,
      first_seen: presence ? "2019-11-15 12:57:46 +00:00" : null,
      lost_date: null,
      rank,
      backlinks: links,
      backlinks_spam_score: presence?.spamScore ?? 0,
      crawled_pages: 90,
      info: { server: "nginx", cms: null, platform_type: null, ip_address: null, country: "AU", is_ip: false, target_spam_score: 4 },
      referring_domains: Math.round(links / 20),
      referring_main_domains: Math.round(links / 22),
    };
    return { result: [result], usd: PRICE_USD.backlinks };
  }

  const live =
    (path: string, price: (target: string, task: Task) => Promise<Priced>) =>
    async (call: Call): Promise<Handled> => {
      const tasks = Array.isArray(call.body) ? (call.body as Task[]) : [];
      if (tasks.length !== 1) return { answer: envelope(path, { code: tasks.length > 1 ? 40006 : 40501, data: {} }) };
      const [task = {}] = tasks;
      const target = typeof task.target === "string" ? task.target.trim().toLowerCase() : "";
      if (!target || /^(https?:\/\/|www\.)/.test(target)) return { answer: envelope(path, { code: 40501, data: task }), subject: target };
      const { result, usd } = await price(target, task);
      if (!account.charge(usd)) return { answer: envelope(path, { code: 40210, data: task }), subject: target };
      return { answer: envelope(path, { code: 20000, data: task, result, usd }), subject: target, credits: usd };
    };

  const userData = (): Handled => ({
    answer: envelope("appendix/user_data", {
      code: 20000,
      data: {},
      result: [
        {
          login: DATAFORSEO_ACCOUNT.login,
          timezone: "UTC",
          rates: {},
          money: {},
          price: {},
          backlinks_subscription_expiry_date: "2099-01-01 00:00:00 +00:00",
        },
      ],
    }),
  });

  const { login, password } = DATAFORSEO_ACCOUNT;
  return {
    routes: {
      "POST /v3/dataforseo_labs/google/domain_rank_overview/live": live("dataforseo_labs/google/domain_rank_overview/live", overview),
      "POST /v3/backlinks/summary/live": live("backlinks/summary/live", backlinks),
      "GET /v3/appendix/user_data": userData,
    },
    authenticate: (call) => (hasBasicCredentials(call, login, password) ? undefined : { status: 401, json: top(40100) }),
    limits: { perMinute: () => PER_MINUTE, headers: () => ({}) },
    /** Codes of the service itself (five digits) and the limits come as HTTP 200, as they really do. */
    failure(status) {
      if (status >= 10_000) return { status: 200, json: top(status) };
      return status === 429 ? { status: 200, json: top(40202) } : { status, json: top(status === 401 ? 40100 : 50000) };
    },
  };
}

function top(code: number) {
  return {
    version: VERSION,
    status_code: code,
    status_message: MEANINGS[code] ?? "Error.",
    time: "0 sec.",
    cost: 0,
    tasks_count: 0,
    tasks_error: 0,
    tasks: null,
  };
}

type TaskOutcome = { code: number; data: Task; result?: unknown[] | null; usd?: number };

function envelope(path: string, { code, data, result = null, usd = 0 }: TaskOutcome): Answer {
  const [api] = path.split("/");
  const task = {
    id: `${hexId(path, String(data.target)).slice(0, 8)}-1535-0381-0000-${hexId(String(data.target)).slice(0, 12)}`,
    status_code: code,
    status_message: MEANINGS[code] ?? "Error.",
    time: "0.1 sec.",
    cost: usd,
    result_count: result?.length ?? 0,
    path: ["v3", ...path.split("/")],
    data: { api, function: path.split("/").at(-2), ...data },
    result,
  };
  const json = { ...top(20000), time: "0.2 sec.", cost: usd, tasks_count: 1, tasks_error: code === 20000 ? 0 : 1, tasks: [task] };
  return { status: 200, json };
}

/** Positions that add up: the top-ten keywords over three bands, the rest further down. */
function metrics(target: string, etv: number, top10: number) {
  const random = seeded("positions", target);
  const first = Math.round(top10 * 0.15);
  const second = Math.round(top10 * 0.25);
  const beyond = top10 * random.whole(1, 5);
  const empty = Object.fromEntries([21, 31, 41, 51, 61, 71, 81, 91].map((from) => [`pos_${from}_${from + 9}`, 0]));
  return {
    pos_1: first,
    pos_2_3: second,
    pos_4_10: top10 - first - second,
    pos_11_20: beyond,
    ...empty,
    etv,
    count: top10 + beyond,
    estimated_paid_traffic_cost: Math.round(etv * 3.7),
    is_new: 0,
    is_up: 0,
    is_down: 0,
    is_lost: 0,
  };
}
