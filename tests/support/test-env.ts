import { TEST_PEPPER } from "@/tests/support/factories";

export const MAIL_PASSWORD = "right-password";
export const BOOKING_SECRET = "a booking secret";

const NOWHERE = "http://localhost:1";

/** A whole configuration for code that reads its environment; nothing in it leads anywhere but where the test says. */
export function testEnv(given: { DATABASE_URL: string; MEMBER_DATABASE_URL: string; CLOCK_URL: string }): Record<string, string> {
  return {
    APP_URL: "http://localhost:3000",
    SUPABASE_URL: NOWHERE,
    SUPABASE_PUBLISHABLE_KEY: "publishable",
    SUPABASE_SECRET_KEY: "a secret key",
    UPSTASH_REDIS_REST_URL: NOWHERE,
    UPSTASH_REDIS_REST_TOKEN: "token",
    APOLLO_BASE_URL: NOWHERE,
    APOLLO_API_KEY: "key",
    HUNTER_BASE_URL: NOWHERE,
    HUNTER_API_KEY: "key",
    DATAFORSEO_BASE_URL: NOWHERE,
    DATAFORSEO_LOGIN: "login",
    DATAFORSEO_PASSWORD: "password",
    POSTMARK_INBOUND_USER: "postmark",
    POSTMARK_INBOUND_PASSWORD: MAIL_PASSWORD,
    BOOKING_WEBHOOK_SECRET: BOOKING_SECRET,
    SECRETS_KEY: Buffer.alloc(32, 1).toString("base64"),
    SUPPRESSION_PEPPER: TEST_PEPPER,
    PRODUCT_SMTP_URL: "smtp://localhost:25",
    PRODUCT_MAIL_FROM: "notices@agency.example",
    ...given,
  };
}
