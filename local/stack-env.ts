import { LOCAL_PASSWORD } from "@/local/postgres/server";
import { providersEnv } from "@/local/providers/stand-ins";
import { LOCAL_KEYS, type StackConfig } from "@/local/stack-config";

/** The product's configuration when every dependency is a stand-in of this stack. */
export function stackEnv({ ports, appUrl, clockUrl }: StackConfig): Record<string, string> {
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const database = (role: string) => `postgres://${role}:${LOCAL_PASSWORD}@127.0.0.1:${ports.postgres}/postgres`;
  return {
    APP_URL: appUrl,
    DATABASE_URL: database("postgres"),
    MEMBER_DATABASE_URL: database("app_member"),
    MIGRATIONS_DATABASE_URL: database("postgres"),
    SUPABASE_URL: at(ports.supabase),
    SUPABASE_PUBLISHABLE_KEY: LOCAL_KEYS.supabasePublishable,
    SUPABASE_SECRET_KEY: LOCAL_KEYS.supabaseSecret,
    INNGEST_DEV: at(ports.inngest),
    UPSTASH_REDIS_REST_URL: at(ports.upstash),
    UPSTASH_REDIS_REST_TOKEN: LOCAL_KEYS.upstashToken,
    ...providersEnv(at(ports.providers)),
    POSTMARK_INBOUND_USER: LOCAL_KEYS.postmarkUser,
    POSTMARK_INBOUND_PASSWORD: LOCAL_KEYS.postmarkPassword,
    BOOKING_WEBHOOK_SECRET: LOCAL_KEYS.bookingSecret,
    SECRETS_KEY: LOCAL_KEYS.secretsKey,
    SUPPRESSION_PEPPER: LOCAL_KEYS.suppressionPepper,
    PRODUCT_SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
    PRODUCT_MAIL_FROM: "Agency OS <notices@agency-os.example>",
    CLOCK_URL: clockUrl,
    LOG_LEVEL: "info",
  };
}
