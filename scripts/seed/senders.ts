import type { Kysely } from "kysely";
import type { DB } from "@/lib/db/types.gen";
import { heyreach } from "@/lib/integrations/heyreach/api";
import { ensureSeatCampaign, SEAT_CAMPAIGN_KINDS } from "@/lib/integrations/heyreach/seat-campaigns";
import { ensureHeyreachWebhooks } from "@/lib/integrations/heyreach/webhook";
import { CLICKSEND_RETURN_ADDRESS_ID } from "@/local/providers/clicksend/clicksend";
import { VAPI_PHONE_NUMBERS } from "@/local/providers/vapi/vapi";
import type { Stack } from "@/local/stack";

/** LinkedIn seats, numbers and the return address of the demo agency, as the stand-ins know them. */
const SEATS = [
  { externalId: "101", label: "Priya Nair", senderName: "Priya Nair" },
  { externalId: "102", label: "Tom Okafor", senderName: "Tom Okafor" },
  { externalId: "103", label: "Ava Lindqvist", senderName: "Ava Lindqvist" },
] as const;
const TEXT_NUMBERS = ["+61491570156", "+61491570157"] as const;
const HOURS = { timeZone: "Australia/Sydney", from: "08:00:00", to: "18:00:00", days: [1, 2, 3, 4, 5, 6] } as const;

/** Gives the demo agency what carries the other four channels. Safe to repeat. */
export async function seedSenders({ env, config }: Stack, db: Kysely<DB>, clientId: string): Promise<void> {
  const seats = heyreach({ apiKey: env.HEYREACH_API_KEY ?? "", baseUrl: env.HEYREACH_BASE_URL ?? "", fetch });
  for (const { externalId } of SEATS) {
    for (const kind of SEAT_CAMPAIGN_KINDS) await ensureSeatCampaign(seats, { seat: externalId, kind, schedule: HOURS });
  }
  await ensureHeyreachWebhooks(seats, `${config.appUrl}/api/webhooks/heyreach/${env.HEYREACH_WEBHOOK_TOKEN ?? ""}`);

  const common = { clientId, isPrewarmed: true, timezone: "Australia/Sydney", minimumSpacingSeconds: 0, hourlyLimit: 1000 };
  await db
    .insertInto("resources")
    .values([
      ...SEATS.map((seat) => ({ ...common, ...seat, channel: "linkedin" as const, kind: "seat", provider: "heyreach", dailyLimit: 17 })),
      ...TEXT_NUMBERS.map((label) => ({
        ...common,
        label,
        externalId: label,
        senderName: "Priya Nair",
        channel: "sms" as const,
        kind: "number",
        provider: "twilio",
        dailyLimit: 100,
      })),
      ...VAPI_PHONE_NUMBERS.slice(0, 2).map(({ id, number }) => ({
        ...common,
        label: number,
        externalId: id,
        senderName: "Priya Nair",
        channel: "voice" as const,
        kind: "number",
        provider: "vapi",
        dailyLimit: 50,
      })),
      {
        ...common,
        label: "Level 2, 10 Example Street, Sydney",
        externalId: CLICKSEND_RETURN_ADDRESS_ID,
        senderName: "Priya Nair",
        channel: "mail" as const,
        kind: "return_address",
        provider: "clicksend",
        dailyLimit: 20,
      },
    ])
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
