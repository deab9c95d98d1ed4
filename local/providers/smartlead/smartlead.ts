import { accountRoutes } from "@/local/providers/smartlead/account-routes";
import { smartleadBook } from "@/local/providers/smartlead/book";
import { campaignRoutes } from "@/local/providers/smartlead/campaign-routes";
import { tellSmartleadEvents } from "@/local/providers/smartlead/events";
import { readInboxes } from "@/local/providers/smartlead/inbox";
import { leadRoutes } from "@/local/providers/smartlead/lead-routes";
import { type Sending, type SmartleadDeps, sendStep } from "@/local/providers/smartlead/sending";
import type { Answer, Handler, StandIn } from "@/local/providers/stand-in";
import { inTurn, openTimers } from "@/local/providers/timers";

/** The key the stand-in accepts; it opens nothing else. */
export const SMARTLEAD_KEY = "local-smartlead-key";

const PER_MINUTE = 60;
const RATE_WAIT_SECONDS = 30;

/** Signs webhooks and stands in their bodies. */
export const SMARTLEAD_WEBHOOK_SECRET = "local-only-smartlead-webhooks";
/** The unguessable part of the address the stand-in's account is set up with. */
export const SMARTLEAD_WEBHOOK_TOKEN = "local-only-smartlead-path";

/** Plays Smartlead: campaigns of one step really write from its mailboxes, and answers are read and told. */
export const smartleadStandIn: StandIn = {
  name: "smartlead",
  prefix: "/smartlead/api/v1",
  env: (baseUrl) => ({
    SMARTLEAD_BASE_URL: baseUrl,
    SMARTLEAD_API_KEY: SMARTLEAD_KEY,
    SMARTLEAD_WEBHOOK_SECRET,
    SMARTLEAD_WEBHOOK_TOKEN,
  }),
  play({ records, callbacks, mail, now, seed, appUrl }) {
    const book = smartleadBook(records);
    const timers = openTimers<Sending>(records);
    const standing = { url: `${appUrl}/api/webhooks/smartlead/${SMARTLEAD_WEBHOOK_TOKEN}`, name: "Agency OS" };
    const tell = tellSmartleadEvents({ book, callbacks, secret: SMARTLEAD_WEBHOOK_SECRET, standing });
    const deps: SmartleadDeps = { book, timers, tell, mail, now, seed };
    const turn = inTurn();
    const inOrder =
      (run: Handler): Handler =>
      (call) =>
        turn(async () => run(call));
    const routes = { ...accountRoutes(deps), ...campaignRoutes(deps), ...leadRoutes(deps) };
    return {
      routes: Object.fromEntries(Object.entries(routes).map(([operation, run]) => [operation, inOrder(run)])),
      async tick() {
        await turn(() => timers.run(now, ({ data }) => sendStep(deps, data)));
        await turn(() => readInboxes(deps));
      },
      authenticate: ({ query }) =>
        query.get("api_key") === SMARTLEAD_KEY ? undefined : { status: 401, json: { error: "Invalid API Key" } },
      failure,
      limits: {
        perMinute: () => PER_MINUTE,
        headers: (limit, left) => ({ "x-ratelimit-limit": String(limit), "x-ratelimit-remaining": String(left) }),
      },
    };
  },
};

/** Two shapes, as it really has them. */
function failure(status: number): Answer {
  if (status !== 429) return { status, json: { error: `The stand-in was told to answer ${status}` } };
  const message = `Too many requests. Please retry after ${RATE_WAIT_SECONDS} seconds.`;
  return { status, json: { error: { code: "RATE_LIMIT_EXCEEDED", message, retry_after: RATE_WAIT_SECONDS } } };
}
