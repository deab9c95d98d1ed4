import { fileClock } from "@/lib/clock";
import { startMail } from "@/local/mail/server";
import { startMarket } from "@/local/market/server";
import { mailLink } from "@/local/providers/mail/mail-link";
import { startProviders } from "@/local/providers/server";
import { startSites } from "@/local/sites/server";
import { LOCAL_KEYS, type StackConfig } from "@/local/stack-config";
import { startSupabase } from "@/local/supabase/server";
import { startUpstash } from "@/local/upstash/server";

/** Starts every stand-in but the executor, one after another. @returns them, in the order in which they are to be closed */
export async function startServices(
  config: StackConfig,
  { ready, say }: { ready: (name: string) => void; say: (line: string) => void },
): Promise<{ close(): Promise<void> }[]> {
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
  const sites = await startSites({ port: ports.sites });
  ready("sites");
  return [sites, providers, { close: async () => relayed.close() }, market, supabase, mail, redis];
}
