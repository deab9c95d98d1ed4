import type { Kysely } from "kysely";
import { realProviders } from "@/app/api/inngest/providers";
import type { DB } from "@/lib/db/types.gen";
import { connectSender } from "@/lib/engines/senders/connect-sender";
import { parseEnv } from "@/lib/env-schema";
import { CLICKSEND_RETURN_ADDRESS_ID } from "@/local/providers/clicksend/clicksend";
import { VAPI_PHONE_NUMBERS } from "@/local/providers/vapi/vapi";
import type { Stack } from "@/local/stack";
import { systemContext } from "./agency";

/** LinkedIn seats, numbers and the return address of the demo agency, as the stand-ins know them. */
const SEATS = [
  { externalId: "101", label: "Priya Nair", senderName: "Priya Nair" },
  { externalId: "102", label: "Tom Okafor", senderName: "Tom Okafor" },
  { externalId: "103", label: "Ava Lindqvist", senderName: "Ava Lindqvist" },
] as const;
const TEXT_NUMBERS = ["+61491570156", "+61491570157"] as const;

/** Gives the demo agency what carries the other four channels, ready at the stand-ins. Safe to repeat. */
export async function seedSenders(stack: Stack, db: Kysely<DB>, clientId: string): Promise<void> {
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

  const ctx = systemContext(db, stack, clientId);
  const providers = realProviders(parseEnv(stack.env));
  const senders = await db
    .selectFrom("resources")
    .select("id")
    .where("clientId", "=", clientId)
    .where("kind", "in", ["seat", "number", "return_address"])
    .orderBy("label")
    .execute();
  for (const { id } of senders) await connectSender(ctx, { senderId: id }, providers);
}
