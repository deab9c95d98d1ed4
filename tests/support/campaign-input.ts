import type { SequenceStepInput } from "@/lib/domain/campaigns";
import type { TestWorld } from "./factories";

/** What a person may enter for a campaign; each unlike what `readyClient` has. */
export const NEW_CAMPAIGN = { name: "Plumbers in Perth", permissionMode: null };
export const ANOTHER_STEP: SequenceStepInput = {
  channel: "email",
  delayDays: 0,
  purpose: "intro",
  subjectTemplate: "Another opening",
  bodyTemplate: "Hi {{first_name|there}}, a different note.",
};
export const ANOTHER_SCHEDULE = {
  timezone: "Australia/Perth",
  windowStart: "09:00",
  windowEnd: "15:00",
  workDays: [2, 3],
  dailyLimit: 20,
  sendsOverShutdown: true,
};

/** The stored row of a campaign. */
export function campaignRow(world: TestWorld, campaignId: string) {
  return world.system.selectFrom("campaigns").selectAll().where("id", "=", campaignId).executeTakeFirstOrThrow();
}
