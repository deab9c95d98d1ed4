import { z } from "zod";
import { done, notFound, parsed } from "@/local/providers/smartlead/answers";
import type { CampaignRecord } from "@/local/providers/smartlead/book";
import { queueMember, type SmartleadDeps } from "@/local/providers/smartlead/sending";
import type { Answer, Call, Handled, Handler } from "@/local/providers/stand-in";

const sequencesInput = z.object({
  sequences: z
    .array(
      z.object({
        seq_number: z.number().int(),
        subject: z.string().default(""),
        email_body: z.string(),
        seq_delay_details: z.object({ delay_in_days: z.number().int() }),
      }),
    )
    .length(1, "the stand-in plays campaigns of one step"),
});
const scheduleInput = z.object({
  timezone: z.string(),
  days_of_the_week: z.array(z.number().int().min(0).max(6)),
  start_hour: z.string().regex(/^\d\d:\d\d$/),
  end_hour: z.string().regex(/^\d\d:\d\d$/),
  min_time_btw_emails: z.number().int().min(1),
  max_new_leads_per_day: z.number().int().min(1),
});
const webhookInput = z.object({
  name: z.string().default(""),
  webhook_url: z.url(),
  association_type: z.enum(["user", "client", "campaign"]),
  email_campaign_id: z.number().int().optional(),
  event_type_map: z.record(z.string(), z.boolean()).default({}),
});

/** Campaigns, their settings, and webhooks. Hours and days of a schedule are taken but not kept to: the product sets none. */
export function campaignRoutes(deps: SmartleadDeps): Record<string, Handler> {
  const { book, now } = deps;
  const withCampaign =
    (then: (campaign: CampaignRecord, call: Call) => Promise<Handled>): Handler =>
    async (call) => {
      const campaign = await book.campaign(Number(call.params.id));
      return campaign ? then(campaign, call) : { answer: notFound("Campaign") };
    };
  const change = <Schema extends z.ZodType>(schema: Schema, toChange: (input: z.output<Schema>) => Partial<CampaignRecord>) =>
    withCampaign((campaign, { body }) =>
      parsed(schema, body, async (input) => {
        await book.changeCampaign(campaign.id, toChange(input));
        return done("Saved");
      }),
    );

  async function start(campaign: CampaignRecord): Promise<Answer> {
    if (campaign.steps.length === 0 || campaign.accountIds.length === 0) {
      return { status: 400, json: { error: "Campaign needs sequences and email accounts before it can start" } };
    }
    if (campaign.status === "ACTIVE") return done("Campaign is running");
    await book.changeCampaign(campaign.id, { status: "ACTIVE" });
    for (const member of await book.members({ campaignId: campaign.id })) {
      if (member.status === "STARTED") await queueMember(deps, campaign, member);
    }
    return done("Campaign started");
  }

  return {
    "POST /campaigns/create": ({ body }) =>
      parsed(z.object({ name: z.string().default("Untitled") }), body, async ({ name }) => {
        const id = await book.next("campaign");
        const createdAt = now().toISOString();
        const campaign: CampaignRecord = { id, name, status: "DRAFTED", createdAt, steps: [], accountIds: [], minutesBetween: 10 };
        await book.add("campaign", id, campaign, now());
        return { status: 200, json: { ok: true, id, name, created_at: createdAt } };
      }),
    "GET /campaigns/": async () => ({ answer: { status: 200, json: (await book.campaigns()).map(shown) } }),
    "GET /campaigns/{id}": withCampaign(async (campaign) => ({ answer: { status: 200, json: shown(campaign) } })),
    "POST /campaigns/{id}/sequences": change(sequencesInput, ({ sequences }) => ({
      steps: sequences.map(({ subject, email_body: body, seq_delay_details: { delay_in_days: delayDays } }) => ({
        subject,
        body,
        delayDays,
      })),
    })),
    "POST /campaigns/{id}/schedule": change(scheduleInput, ({ min_time_btw_emails: minutesBetween }) => ({ minutesBetween })),
    // One of the writes that answer plain text.
    "POST /campaigns/{id}/settings": withCampaign(async () => ({
      answer: { status: 200, text: "Campaign settings updated successfully" },
    })),
    "POST /campaigns/{id}/email-accounts": change(
      z.object({ email_account_ids: z.array(z.number().int()).min(1) }),
      ({ email_account_ids: accountIds }) => ({ accountIds }),
    ),
    "POST /campaigns/{id}/status": withCampaign((campaign, { body }) =>
      parsed(z.object({ status: z.enum(["START", "PAUSED", "PAUSE", "STOPPED", "STOP"]) }), body, async ({ status }) => {
        if (status === "START") return start(campaign);
        await book.changeCampaign(campaign.id, { status: status.startsWith("PAUSE") ? "PAUSED" : "STOPPED" });
        return done("Status changed");
      }),
    ),
    "POST /webhook/create": ({ body }) =>
      parsed(webhookInput, body, async (input) => {
        const id = await book.next("webhook");
        const events = Object.entries(input.event_type_map).flatMap(([event, isWanted]) => (isWanted ? [event] : []));
        const { name, webhook_url: url, association_type: level } = input;
        await book.add("webhook", id, { id, name, url, events, level, campaignId: input.email_campaign_id ?? null }, now());
        return { status: 200, json: { ok: true, id, webhook_url: url } };
      }),
  };
}

function shown({ id, name, status, createdAt }: CampaignRecord) {
  return { id, name, status, client_id: null, created_at: createdAt };
}
