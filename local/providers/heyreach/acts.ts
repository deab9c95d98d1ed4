import { canonicalProfileUrl } from "@/lib/domain/linkedin";
import type { Book, CampaignRecord, ConversationRecord, LeadRecord, Said } from "@/local/providers/heyreach/book";
import type { tellWebhooks } from "@/local/providers/heyreach/events";
import { dayIn, nextDay, nextInSchedule } from "@/local/providers/heyreach/schedule";
import { delayMs, rendered } from "@/local/providers/heyreach/sequence-rules";
import type { Contact, Recipients } from "@/local/providers/recipients";
import { seeded } from "@/local/providers/seeded";
import type { Timer, Timers } from "@/local/providers/timers";

/** What HeyReach, LinkedIn or a person does at a moment. */
export type Moment =
  | { kind: "act"; campaignId: number; identity: string }
  | { kind: "finish"; campaignId: number; identity: string }
  | { kind: "refuse"; campaignId: number; identity: string }
  | { kind: "empty"; campaignId: number }
  | { kind: "accept"; seat: number; identity: string }
  | { kind: "withdraw"; seat: number; identity: string }
  | { kind: "reply"; seat: number; identity: string; profileUrl: string; text: string };

export type ActDeps = { book: Book; timers: Timers<Moment>; tell: ReturnType<typeof tellWebhooks>; recipients: Recipients; seed: string };
export type Acts = ReturnType<typeof heyreachActs>;

const DAY_MS = 86_400_000;
const JITTER_MINUTES = 40;

/** What happens by itself in HeyReach's campaigns: steps that fall due, people who react, invitations that are taken back. */
export function heyreachActs({ book, timers, tell, recipients, seed }: ActDeps) {
  /** Plans the step of somebody who was added: after its delay, inside the schedule, not all at the same minute. */
  async function plan(campaign: CampaignRecord, lead: LeadRecord, from: Date): Promise<void> {
    const jitterMs = seeded(seed, "pace", lead.campaignId, lead.identity).whole(0, JITTER_MINUTES) * 60_000;
    const at = nextInSchedule(new Date(from.getTime() + jitterMs), campaign.schedule);
    if (at) await timers.add(at, { kind: "act", campaignId: campaign.id, identity: lead.identity });
  }

  /** Plans anew whoever fell due while the campaign or the seat stood still. */
  async function release(campaign: CampaignRecord, at: Date): Promise<void> {
    for (const lead of await book.leads(campaign.id)) {
      if (!lead.isHeld || lead.status !== "Pending") continue;
      await book.saveLead({ ...lead, isHeld: false }, at);
      await plan(campaign, lead, at);
    }
  }

  async function act(campaign: CampaignRecord, lead: LeadRecord, at: Date): Promise<void> {
    if (lead.status !== "Pending") return;
    const seat = (await book.seats()).find(({ id }) => id === lead.seat);
    const stands = campaign.status !== "IN_PROGRESS" || !seat?.isActive || !seat.authIsValid;
    if (stands) return book.saveLead({ ...lead, isHeld: true }, at);
    return campaign.sequence.nodeType === "MESSAGE" ? sendFirst(campaign, lead, at) : invite(campaign, lead, at, seat.invitationsPerDay);
  }

  async function invite(campaign: CampaignRecord, lead: LeadRecord, at: Date, perDay: number): Promise<void> {
    const link = await book.link(lead.seat, lead.identity);
    if (link?.state === "pending") return fail(lead, "INVITATION_ALREADY_PENDING", at);
    if (link?.state === "connected") return book.saveLead({ ...lead, ...over(at), connection: "ConnectionAccepted" }, at);
    if ((await book.countAct(lead.seat, dayIn(at, campaign.schedule))) > perDay)
      return plan(campaign, lead, nextDay(at, campaign.schedule));

    const payload = campaign.sequence.payload ?? {};
    const note = rendered(payload, fieldsOf(lead));
    const sent: LeadRecord = { ...lead, status: "InSequence", connection: "ConnectionSent", lastActionTime: at.toISOString() };
    await book.saveLink({ seat: lead.seat, identity: lead.identity, state: "pending", note, since: at.toISOString() }, at);
    await book.saveLead(sent, at);
    await tell({ type: "CONNECTION_REQUEST_SENT", at, campaign, lead: sent });
    await after(campaign.sequence.unconditionalNode, sent, at);
    if (payload.toBeWithdrawnAfterDays) {
      const withdrawnAt = new Date(at.getTime() + payload.toBeWithdrawnAfterDays * DAY_MS);
      await timers.add(withdrawnAt, { kind: "withdraw", seat: lead.seat, identity: lead.identity });
    }
    await reach({ act: "invitation", lead: sent, text: note, at });
  }

  async function sendFirst(campaign: CampaignRecord, lead: LeadRecord, at: Date): Promise<void> {
    const link = await book.link(lead.seat, lead.identity);
    if (link?.state !== "connected") return fail(lead, "NOT_CONNECTED", at);
    const text = rendered(campaign.sequence.payload ?? {}, fieldsOf(lead));
    const sent: LeadRecord = { ...lead, status: "InSequence", message: "MessageSent", lastActionTime: at.toISOString() };
    await book.saveLead(sent, at);
    const conversation = await say(sent, { createdAt: at.toISOString(), body: text, sender: "ME" }, at);
    await tell({ type: "MESSAGE_SENT", at, campaign, lead: sent, ...conversation });
    await after(campaign.sequence.unconditionalNode, sent, at);
    await reach({ act: "message", lead: sent, text, at });
  }

  /** Shows it to the person, whose reactions are then due. */
  async function reach({ act: what, lead, text, at }: { act: Contact["act"]; lead: LeadRecord; text: string; at: Date }): Promise<void> {
    const profileUrl = canonicalProfileUrl(lead.person.profileUrl) ?? lead.person.profileUrl;
    const reference = `heyreach-${what}-${lead.campaignId}-${lead.id}`;
    await reactions({ channel: "linkedin", act: what, to: profileUrl, from: String(lead.seat), text, at, reference }, lead);
  }

  async function reactions(contact: Contact, { seat, identity, campaignId }: Pick<LeadRecord, "seat" | "identity" | "campaignId">) {
    for (const reaction of await recipients.react(contact)) {
      if (reaction.kind === "accepts") await timers.add(reaction.at, { kind: "accept", seat, identity });
      else if (reaction.kind === "reply")
        await timers.add(reaction.at, { kind: "reply", seat, identity, profileUrl: contact.to, text: reaction.text });
      else if (reaction.kind === "unreachable" && contact.act === "invitation")
        await timers.add(reaction.at, { kind: "refuse", campaignId, identity });
    }
  }

  async function accept(seat: number, identity: string, at: Date): Promise<void> {
    const link = await book.link(seat, identity);
    if (link?.state !== "pending") return;
    await book.saveLink({ ...link, state: "connected", since: at.toISOString() }, at);
    const lead = (await book.leadsOf(seat, identity)).find(({ connection }) => connection === "ConnectionSent");
    const campaign = lead && (await book.campaign(lead.campaignId));
    if (!lead || !campaign) return;
    const known: LeadRecord = { ...lead, connection: "ConnectionAccepted", lastActionTime: at.toISOString() };
    await book.saveLead(known, at);
    if (link.note) await say(known, { createdAt: link.since, body: link.note, sender: "ME" }, at);
    if (lead.status !== "InSequence") return; // whoever left the campaign is watched no more; the list still shows it
    await tell({ type: "CONNECTION_REQUEST_ACCEPTED", at, campaign, lead: known });
    await after(campaign.sequence.conditionalNode, known, at);
  }

  async function reply({ seat, identity, text, profileUrl }: Extract<Moment, { kind: "reply" }>, at: Date): Promise<void> {
    const lead = (await book.leadsOf(seat, identity)).at(-1);
    const campaign = lead && (await book.campaign(lead.campaignId));
    const place = lead ?? { seat, identity, person: { profileUrl } };
    const link = await book.link(seat, identity);
    const isFirst = (await book.conversation(book.conversationId(seat, identity))) === undefined;
    if (isFirst && link?.note) await say(place, { createdAt: link.since, body: link.note, sender: "ME" }, at);
    const conversation = await say(place, { createdAt: at.toISOString(), body: text, sender: "CORRESPONDENT" }, at);
    if (!lead || !campaign) return;
    const answered: LeadRecord = { ...lead, message: "MessageReply", lastActionTime: at.toISOString() };
    await book.saveLead(answered, at);
    await tell({ type: "MESSAGE_REPLY_RECEIVED", at, campaign, lead: answered, ...conversation });
  }

  async function withdraw(seat: number, identity: string, at: Date): Promise<void> {
    const link = await book.link(seat, identity);
    if (link?.state === "pending") await book.saveLink({ ...link, state: "withdrawn", since: at.toISOString() }, at);
  }

  async function fail(lead: LeadRecord, errorCode: string, at: Date): Promise<void> {
    await book.saveLead({ ...lead, status: "Failed", errorCode, lastActionTime: at.toISOString() }, at);
    await settleCampaign(lead.campaignId, at);
  }

  async function after(node: CampaignRecord["sequence"]["unconditionalNode"], lead: LeadRecord, at: Date): Promise<void> {
    const endsAt = new Date(at.getTime() + (node ? delayMs(node) : 0));
    await timers.add(endsAt, { kind: "finish", campaignId: lead.campaignId, identity: lead.identity });
  }

  async function finish(lead: LeadRecord, at: Date): Promise<void> {
    if (lead.status !== "InSequence") return;
    await book.saveLead({ ...lead, status: "Finished" }, at);
    await settleCampaign(lead.campaignId, at);
  }

  /** A campaign whose people are all through is finished; one that never had any pauses without a word. */
  async function settleCampaign(campaignId: number, at: Date): Promise<void> {
    const campaign = await book.campaign(campaignId);
    if (campaign?.status !== "IN_PROGRESS") return;
    const leads = await book.leads(campaignId);
    if (leads.length === 0) return book.saveCampaign({ ...campaign, status: "PAUSED" }, at);
    const isBusy = leads.some(({ status }) => status === "Pending" || status === "InSequence");
    if (!isBusy) await book.saveCampaign({ ...campaign, status: "FINISHED" }, at);
  }

  async function say(
    { seat, identity, person }: Pick<LeadRecord, "seat" | "identity"> & { person: { profileUrl: string } },
    said: Said,
    at: Date,
  ): Promise<{ conversationId: string; conversation: ConversationRecord }> {
    const conversationId = book.conversationId(seat, identity);
    const existing = await book.conversation(conversationId);
    const conversation = { seat, identity, profileUrl: person.profileUrl, messages: [...(existing?.messages ?? []), said] };
    await book.saveConversation(conversationId, conversation, at);
    return { conversationId, conversation };
  }

  return {
    plan,
    release,
    say,
    reactions,
    settleCampaign,
    /** Everything due up to `now`, in the order in which it happens. */
    advance: (now: () => Date) =>
      timers.run(now, async ({ at, data }: Timer<Moment>) => {
        if (data.kind === "accept") return accept(data.seat, data.identity, at);
        if (data.kind === "withdraw") return withdraw(data.seat, data.identity, at);
        if (data.kind === "reply") return reply(data, at);
        if (data.kind === "empty") return settleCampaign(data.campaignId, at);
        const [campaign, lead] = [await book.campaign(data.campaignId), await book.lead(data.campaignId, data.identity)];
        if (!campaign || !lead) return;
        if (data.kind === "refuse") return fail(lead, "PROFILE_UNAVAILABLE", at);
        return data.kind === "act" ? act(campaign, lead, at) : finish(lead, at);
      }),
  };
}

function over(at: Date): Pick<LeadRecord, "status" | "lastActionTime"> {
  return { status: "Finished", lastActionTime: at.toISOString() };
}

function fieldsOf({ person }: LeadRecord): Record<string, string> {
  return Object.fromEntries((person.customUserFields ?? []).map(({ name, value }) => [name, value]));
}
