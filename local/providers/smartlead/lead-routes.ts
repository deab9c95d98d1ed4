import { z } from "zod";
import { done, notFound, parsed } from "@/local/providers/smartlead/answers";
import type { CampaignRecord, LeadRecord, MemberRecord } from "@/local/providers/smartlead/book";
import { queueMember, type SmartleadDeps, sendMessage } from "@/local/providers/smartlead/sending";
import type { Call, Handled, Handler } from "@/local/providers/stand-in";

const LEADS_LIMIT = 400;
const leadInput = z.object({
  email: z.email(),
  first_name: z.string().default(""),
  last_name: z.string().default(""),
  custom_fields: z.record(z.string(), z.string()).default({}),
});
const replyInput = z.object({
  email_stats_id: z.string(),
  email_body: z.string().min(1),
  reply_message_id: z.string(),
  reply_email_time: z.string(),
  reply_email_body: z.string(),
});

/** People in campaigns, what was written to and by them, and replies in their threads. */
export function leadRoutes(deps: SmartleadDeps): Record<string, Handler> {
  const { book, now, tell } = deps;
  type Found = { campaign: CampaignRecord; lead: LeadRecord; member: MemberRecord };
  const withMember =
    (then: (found: Found, call: Call) => Promise<Handled>): Handler =>
    async (call) => {
      const [campaignId, leadId] = [Number(call.params.id), Number(call.params.leadId)];
      const [campaign, lead, member] = await Promise.all([book.campaign(campaignId), book.lead(leadId), book.member(campaignId, leadId)]);
      return campaign && lead && member ? then({ campaign, lead, member }, call) : { answer: notFound("Lead") };
    };
  const setStatus = (status: MemberRecord["status"]) =>
    withMember(async ({ member }) => {
      // A plain text answer, as some writes give.
      await book.changeMember(member.id, { status });
      return { answer: { status: 200, text: "Lead updated" } };
    });

  /** False for somebody who is in the campaign already or unsubscribed. */
  async function addOne(campaign: CampaignRecord, input: z.output<typeof leadInput>): Promise<boolean> {
    const email = input.email.toLowerCase();
    const known = await book.leadByEmail(email);
    if (known && (known.isUnsubscribed || (await book.member(campaign.id, known.id)))) return false;
    const id = known?.id ?? (await book.next("lead"));
    const customFields = { ...known?.customFields, ...input.custom_fields };
    if (known) await book.changeLead(id, { customFields });
    else {
      const lead: LeadRecord = { id, email, firstName: input.first_name, lastName: input.last_name, customFields, isUnsubscribed: false };
      await book.add("lead", id, lead, now());
    }
    const mapId = await book.next("member");
    const member: MemberRecord = { id: `${campaign.id}.${id}`, mapId, campaignId: campaign.id, leadId: id, status: "STARTED" };
    await book.add("member", member.id, member, now());
    if (campaign.status === "ACTIVE") await queueMember(deps, campaign, member);
    return true;
  }

  async function unsubscribe(lead: LeadRecord, campaigns: readonly number[]): Promise<void> {
    for (const campaignId of campaigns) {
      const campaign = await book.campaign(campaignId);
      await book.changeMember(`${campaignId}.${lead.id}`, { status: "STOPPED" });
      if (campaign) await tell({ type: "LEAD_UNSUBSCRIBED", at: now(), campaign, lead, account: undefined });
    }
  }

  return {
    "POST /campaigns/{id}/leads": async ({ params: { id }, body }) => {
      const campaign = await book.campaign(Number(id));
      if (!campaign) return { answer: notFound("Campaign") };
      const count = (body as { lead_list?: unknown[] } | undefined)?.lead_list?.length ?? 0;
      if (count > LEADS_LIMIT) {
        const error = `lead_list cannot exceed ${LEADS_LIMIT} leads per request`;
        return { answer: { status: 422, json: { error, provided_count: count, max_allowed: LEADS_LIMIT } } };
      }
      const handled = await parsed(z.object({ lead_list: z.array(leadInput).min(1) }), body, async ({ lead_list: leads }) => {
        let added = 0;
        for (const lead of leads) if (await addOne(campaign, lead)) added += 1;
        return { status: 200, json: { success: true, added_count: added, skipped_count: leads.length - added } };
      });
      return { ...handled, subject: `campaign ${campaign.id}` };
    },
    "GET /leads/": async ({ query }) => {
      const lead = await book.leadByEmail(query.get("email") ?? "");
      if (!lead) return { answer: { status: 200, json: {} } };
      const members = await book.members({ leadId: lead.id });
      const data = await Promise.all(
        members.map(async ({ campaignId, mapId }) => ({
          campaign_lead_map_id: mapId,
          campaign_id: campaignId,
          campaign_name: (await book.campaign(campaignId))?.name ?? "",
        })),
      );
      return { answer: { status: 200, json: { ...shown(lead), lead_campaign_data: data } } };
    },
    "GET /campaigns/{id}/leads/{leadId}/message-history": withMember(async ({ campaign, lead }) => {
      const history = (await book.history(campaign.id, lead.id)).map(({ type, messageId, statsId, time, subject, body }) => ({
        type,
        message_id: messageId,
        stats_id: statsId,
        time,
        subject,
        email_body: body,
      }));
      return { answer: { status: 200, json: { history } } };
    }),
    "POST /campaigns/{id}/leads/{leadId}/pause": setStatus("PAUSED"),
    "POST /campaigns/{id}/leads/{leadId}/resume": withMember(async ({ campaign, member }) => {
      await book.changeMember(member.id, { status: "STARTED" });
      if (member.status === "PAUSED" && campaign.status === "ACTIVE") await queueMember(deps, campaign, member);
      return { answer: done("Lead resumed") };
    }),
    "POST /campaigns/{id}/leads/{leadId}/unsubscribe": withMember(async ({ campaign, lead }) => {
      await unsubscribe(lead, [campaign.id]);
      return { answer: done("Lead unsubscribed from the campaign") };
    }),
    "POST /leads/{leadId}/unsubscribe": async ({ params: { leadId } }) => {
      const lead = await book.lead(Number(leadId));
      if (!lead) return { answer: notFound("Lead") };
      await book.changeLead(lead.id, { isUnsubscribed: true });
      await unsubscribe(
        lead,
        (await book.members({ leadId: lead.id })).map(({ campaignId }) => campaignId),
      );
      return { answer: done("Lead unsubscribed from all campaigns") };
    },
    "POST /campaigns/{id}/reply-email-thread": ({ params: { id }, body }) =>
      parsed(replyInput, body, async (input) => {
        const first = await book.messageByStats(input.email_stats_id);
        const campaign = await book.campaign(Number(id));
        const lead = first && (await book.lead(first.leadId));
        const account = first && (await book.account(first.accountId));
        if (!first || !lead || !account || campaign?.id !== first.campaignId) {
          return { status: 400, json: { error: "Invalid email_stats_id or campaign_id" } };
        }
        const thread = (await book.history(campaign.id, lead.id)).map(({ messageId }) => messageId);
        const answered = [...thread.filter((messageId) => messageId !== input.reply_message_id), input.reply_message_id];
        const subject = /^re:/i.test(first.subject) ? first.subject : `Re: ${first.subject}`;
        const waitMs = await sendMessage(deps, { campaign, lead, account, subject, body: input.email_body, answered });
        return waitMs === 0
          ? { status: 200, json: { ok: true, data: "success" } }
          : { status: 500, json: { error: "SMTP did not take it" } };
      }),
  };
}

function shown({ id, email, firstName, lastName, customFields, isUnsubscribed }: LeadRecord) {
  return { id, email, first_name: firstName, last_name: lastName, custom_fields: customFields, is_unsubscribed: isUnsubscribed };
}
