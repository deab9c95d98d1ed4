import "server-only";
import { findSeatTouch, knownMessages, listProviderSenders } from "@/lib/db/queries/recovery";
import type { ChannelEvent } from "@/lib/domain/channel-events";
import { applyChannelEvents } from "@/lib/engines/channel-events/apply-channel-events";
import { findPeople } from "@/lib/engines/channel-events/find-people";
import type { Finding, Recovery } from "@/lib/engines/recovery/recovery";
import { listSeatCampaigns, readSeatCampaign } from "@/lib/integrations/heyreach/seat-campaigns";
import { type LeadProgress, toAcceptance, toConversationEvents, toLeadProgress } from "@/lib/integrations/heyreach/transform";
import type { HeyreachCampaign } from "@/lib/integrations/heyreach/wire";

type Seat = { id: string; clientId: string; externalId: string };

/**
 * Compares HeyReach's campaigns and inbox with ours: acts that left or failed (a failure is told by no webhook), invitations that were
 * accepted, answers that were never posted. Conversations are read for our own campaigns only: the rest of a seat's inbox is private.
 */
export async function recoverLinkedin(recovery: Recovery): Promise<Finding[]> {
  const { db, providers } = recovery;
  const seats = (await listProviderSenders(db, "heyreach")).flatMap(({ externalId, ...seat }) =>
    externalId ? [{ ...seat, externalId }] : [],
  );
  if (seats.length === 0) return [];
  const all = await providers.heyreach.listCampaigns();
  const findings: Finding[] = [];
  for (const seat of seats) {
    const campaigns = await listSeatCampaigns({ listCampaigns: () => Promise.resolve(all) }, seat.externalId);
    let missed = 0;
    for (const campaign of campaigns) missed += await recoverProgress(recovery, seat, campaign);
    missed += await recoverAnswers(recovery, seat, campaigns);
    for (let n = 0; n < missed; n += 1) findings.push({ clientId: seat.clientId, provider: "heyreach", kind: "missed" });
  }
  return findings;
}

async function recoverProgress(recovery: Recovery, seat: Seat, campaign: HeyreachCampaign): Promise<number> {
  const { from, to, providers } = recovery;
  const isInvitation = readSeatCampaign(seat.externalId, campaign)?.kind !== "message";
  let missed = 0;
  for await (const lead of providers.heyreach.campaignLeads(campaign.id, { from, to })) {
    const progress = toLeadProgress(lead);
    if (progress && (await recoverOne(recovery, seat, progress, isInvitation))) missed += 1;
  }
  return missed;
}

/** @returns whether there was anything of it that nobody had told */
async function recoverOne(recovery: Recovery, seat: Seat, progress: LeadProgress, isInvitation: boolean): Promise<boolean> {
  const { db, systemCtx, pepper, to } = recovery;
  const [person] = await findPeople(db, { clientId: seat.clientId, channel: "linkedin", address: progress.profileUrl });
  if (!person) return false;
  const touch = await findSeatTouch(db, { clientId: seat.clientId, leadId: person.leadId, resourceId: seat.id, isInvitation });
  if (!touch) return false;
  const key = `${touch.id}-${touch.attempts}`;
  const at = progress.at ?? to;
  const events: ChannelEvent[] = [];
  const state = stateOf(progress);
  if (state && touch.deliveryState !== state && touch.deliveryState !== "failed") {
    const code = state === "failed" ? progress.errorCode : null;
    events.push({ kind: "delivery", reference: key, state, code, isPermanent: null, costMicroAud: null, at });
  }
  if (isInvitation && !(await isAccepted(recovery, seat, person.leadId)))
    events.push(...toAcceptance({ ...progress, seat: seat.externalId }, to));
  if (events.length === 0) return false;
  const news = { source: "heyreach", channel: "linkedin", key, reference: key, receiver: seat.externalId, events } as const;
  return (await applyChannelEvents(db, systemCtx, news, { pepper })) > 0;
}

function stateOf({ progress }: LeadProgress): "sent" | "failed" | undefined {
  if (progress === "failed") return "failed";
  return progress === "waiting" || progress === "ended" ? undefined : "sent";
}

async function isAccepted({ db }: Recovery, { clientId }: Seat, leadId: string): Promise<boolean> {
  const connection = await db
    .selectFrom("linkedinConnections")
    .select("state")
    .where("clientId", "=", clientId)
    .where("leadId", "=", leadId)
    .executeTakeFirst();
  return connection?.state === "accepted";
}

async function recoverAnswers(recovery: Recovery, seat: Seat, campaigns: readonly HeyreachCampaign[]): Promise<number> {
  const { db, systemCtx, providers, pepper, from, to } = recovery;
  if (campaigns.length === 0) return 0;
  const answers: Extract<ChannelEvent, { kind: "message" }>[] = [];
  const filter = { seats: [seat.externalId], campaignIds: campaigns.map(({ id }) => id) };
  for await (const conversation of providers.heyreach.conversations(filter)) {
    if (new Date(conversation.lastMessageAt ?? to) < from) break; // the latest come first
    for (const event of toConversationEvents(conversation)) {
      if (event.kind === "message" && event.at >= from && event.at <= to) answers.push({ ...event, to: seat.externalId });
    }
  }
  const known = await knownMessages(
    db,
    answers.map(({ externalId }) => `heyreach:${externalId}`),
  );
  let missed = 0;
  for (const event of answers) {
    if (known.has(`heyreach:${event.externalId}`)) continue;
    const people = await findPeople(db, { clientId: seat.clientId, channel: "linkedin", address: event.from });
    if (people.length === 0) continue;
    const names = { source: "heyreach", channel: "linkedin", key: null, reference: null, receiver: seat.externalId } as const;
    missed += await applyChannelEvents(db, systemCtx, { ...names, events: [event] }, { pepper });
  }
  return missed;
}
