import { fileClock } from "@/lib/clock";
import { startInngest } from "@/local/inngest/server";
import { startMail } from "@/local/mail/server";
import { startMarket } from "@/local/market/server";
import { mailLink } from "@/local/providers/mail/mail-link";
import { startProviders } from "@/local/providers/server";
import { LOCAL_KEYS, type StackConfig, stackConfig } from "@/local/stack-config";
import { startSupabase } from "@/local/supabase/server";
import { startUpstash } from "@/local/upstash/server";

/**
 * Hosts stand-ins in this process: `serve.ts services` everything but the executor, `serve.ts executor` that one.
 * The configuration comes as JSON in AGENCY_STACK; the parent is told `{ ready: <name> }` as each one listens.
 */
type Closing = { close(): Promise<void> };

const GROUPS: Readonly<Record<string, (config: StackConfig, ready: (name: string) => void) => Promise<Closing[]>>> = {
  services: startServices,
  executor: async (config, ready) => {
    const executor = await startInngest({
      port: config.ports.inngest,
      databaseUrl: config.localDatabaseUrl,
      clock: fileClock(config.clockUrl),
      appUrls: [`${config.appUrl}/api/inngest`],
      log: say,
    });
    ready("inngest");
    return [executor];
  },
};

async function startServices(config: StackConfig, ready: (name: string) => void): Promise<Closing[]> {
  const { ports, localDatabaseUrl, appUrl } = config;
  const clock = fileClock(config.clockUrl);
  const redis = await startUpstash({ port: ports.upstash, token: LOCAL_KEYS.upstashToken, log: say });
  ready("upstash");
  const mail = await startMail({
    smtpPort: ports.smtp,
    httpPort: ports.mail,
    databaseUrl: localDatabaseUrl,
    clock,
    postmark: { webhookUrl: `${appUrl}/api/webhooks/postmark`, user: LOCAL_KEYS.postmarkUser, password: LOCAL_KEYS.postmarkPassword },
    log: say,
  });
  ready("mail");
  const supabase = await startSupabase({
    port: ports.supabase,
    databaseUrl: config.databaseUrl,
    localDatabaseUrl,
    smtpUrl: mail.smtpUrl,
    publishableKey: LOCAL_KEYS.supabasePublishable,
    secretKey: LOCAL_KEYS.supabaseSecret,
    siteUrl: appUrl,
    redirectAllowList: [`${appUrl}/**`],
    log: say,
  });
  ready("supabase");
  const market = await startMarket({
    port: ports.market,
    databaseUrl: localDatabaseUrl,
    clock,
    seed: config.seed,
    mail,
    appUrl,
    bookingSecret: LOCAL_KEYS.bookingSecret,
    log: say,
  });
  ready("market");
  const relayed = mailLink({ smtpUrl: mail.smtpUrl, mailUrl: mail.url });
  const providers = await startProviders({
    mail: relayed,
    port: ports.providers,
    databaseUrl: localDatabaseUrl,
    clock,
    seed: config.seed,
    appUrl,
    people: market.people,
    recipients: market.recipients,
    log: say,
  });
  ready("providers");
  return [providers, { close: async () => relayed.close() }, market, supabase, mail, redis];
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const group = GROUPS[process.argv[2] ?? ""];
if (!group) throw new Error(`serve.ts hosts ${Object.keys(GROUPS).join(" or ")}, not ${process.argv[2]}`);
const config = stackConfig.parse(JSON.parse(process.env.AGENCY_STACK ?? "null"));
const running = await group(config, (name) => process.send?.({ ready: name }));
process.send?.({ ready: "all" });

let closing = false;
async function stop(): Promise<void> {
  if (closing) return;
  closing = true;
  for (const service of running) await service.close();
  process.exit(0);
}
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
process.on("disconnect", () => void stop()); // the parent is gone
