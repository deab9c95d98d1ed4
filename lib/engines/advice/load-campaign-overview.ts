import "server-only";
import { differenceInCalendarDays, subDays } from "date-fns";
import type { Db } from "@/lib/db/client";
import {
  countHardBounces,
  countLeadsLeft,
  listOutreachNumbers,
  listRoomUsed,
  listStepOutcomes,
  listWaitingByChannel,
  type OutreachNumbers,
  type StepOutcome,
  type WaitingByChannel,
} from "@/lib/db/queries/campaign-metrics";
import { type Funnel, listBlockedReasons, listStepNumbers, loadFunnel, type StepNumbers } from "@/lib/db/queries/campaigns";
import { listCampaignSenders } from "@/lib/db/queries/gate-facts";
import { type ActiveStep, listActiveSteps } from "@/lib/db/queries/sequence-versions";
import {
  ACCEPTANCE_DAYS,
  ANSWER_DAYS,
  type CampaignMetrics,
  type ChannelMetrics,
  MENDABLE_CODES,
  MOST_LEADS_LEFT,
  ROOM_CODES,
  STOP_CODES,
  type StepMetrics,
} from "@/lib/domain/campaign-advice";
import { STEP_PURPOSES } from "@/lib/domain/campaigns";
import { CHANNELS, type Channel } from "@/lib/domain/outreach";
import { listBlockers } from "@/lib/engines/campaigns/activate-campaign";

/** Sender days looked at for how full they are. */
const ROOM_DAYS = 7;

type Standing = Pick<CampaignMetrics, "status"> & { activatedAt: Date | null };
type Scope = { clientId: string; campaignId: string };

/** A campaign's numbers as its overview shows them. */
export async function loadCampaignOverview(db: Db, scope: Scope, { status }: Pick<Standing, "status">) {
  return {
    funnel: await loadFunnel(db, scope),
    numbers: await listStepNumbers(db, scope),
    steps: await listActiveSteps(db, scope),
    reasons: await listBlockedReasons(db, scope),
    blockers: status === "active" || status === "completed" ? [] : await listBlockers(db, scope),
  };
}
export type CampaignOverview = Awaited<ReturnType<typeof loadCampaignOverview>>;

/**
 * The metrics that advice is given on: what the overview has read, and what only they need, by indexed walks over this campaign's own
 * rows, however many others there are.
 */
export async function loadCampaignMetrics(
  db: Db,
  { clientId, campaignId, now }: Scope & { now: Date },
  campaign: Standing,
  { funnel, numbers, steps, blockers }: Pick<CampaignOverview, "funnel" | "numbers" | "steps" | "blockers">,
): Promise<CampaignMetrics> {
  const scope = { clientId, campaignId };
  const senders = await listCampaignSenders(db, scope);
  const resourceIds = [...senders.values()].flat();
  const sources: Sources = {
    funnel,
    numbers,
    steps,
    senders,
    outreach: await listOutreachNumbers(db, { ...scope, answeredBy: subDays(now, ANSWER_DAYS), acceptedBy: subDays(now, ACCEPTANCE_DAYS) }),
    hardBounces: await countHardBounces(db, scope),
    outcomes: await listStepOutcomes(db, scope),
    waiting: await listWaitingByChannel(db, { ...scope, codes: [...MENDABLE_CODES, ...ROOM_CODES, ...STOP_CODES] }),
    room: await listRoomUsed(db, { clientId, resourceIds, since: subDays(now, ROOM_DAYS), now }),
    leadsLeft: await countLeadsLeft(db, { ...scope, limit: MOST_LEADS_LEFT }),
    inTheWay: blockers.length,
  };
  return toMetrics(sources, campaign, now);
}

type Sources = {
  funnel: Funnel;
  numbers: readonly StepNumbers[];
  steps: readonly ActiveStep[];
  senders: ReadonlyMap<Channel, readonly string[]>;
  outreach: readonly OutreachNumbers[];
  /** Of e-mails. */
  hardBounces: number;
  outcomes: readonly StepOutcome[];
  waiting: readonly WaitingByChannel[];
  room: Awaited<ReturnType<typeof listRoomUsed>>;
  leadsLeft: number;
  inTheWay: number;
};

function toMetrics(sources: Sources, { status, activatedAt }: Standing, now: Date): CampaignMetrics {
  const { funnel, outreach, outcomes, waiting, leadsLeft, inTheWay } = sources;
  const all = outreach.find(({ channel, stepKey }) => channel === null && stepKey === null);
  const said = (kind: StepOutcome["kind"]) => outcomes.reduce((sum, row) => (row.kind === kind ? sum + row.people : sum), 0);
  return {
    status,
    daysRunning: activatedAt && Math.max(0, differenceInCalendarDays(now, activatedAt)),
    inTheWay,
    enrolled: funnel.enrolled,
    inSequence: funnel.active,
    contacted: funnel.contacted,
    replied: funnel.replied,
    positive: funnel.interested,
    optedOut: said("unsubscribed"),
    complained: said("complained"),
    meetings: funnel.meetings,
    held: funnel.held,
    noShow: funnel.noShow,
    awaitingApproval: funnel.awaitingApproval,
    leadsLeft,
    settled: { contacted: all?.settled ?? 0, replied: all?.settledReplied ?? 0 },
    stoppedBy: firstOf(waiting, STOP_CODES),
    channels: CHANNELS.flatMap((channel) => toChannel(channel, sources) ?? []),
    steps: sources.steps.map((step) => toStep(step, sources)),
  };
}

function toChannel(channel: Channel, sources: Sources): ChannelMetrics | undefined {
  const { steps, numbers, senders, outreach, outcomes, hardBounces, waiting, room } = sources;
  const row = outreach.find((one) => one.channel === channel);
  const isPlanned = steps.some((step) => step.channel === channel);
  if (!row && !isPlanned) return undefined;
  const own = waiting.filter((one) => one.channel === channel);
  const itsSteps = numbers.filter((one) => one.channel === channel);
  const sum = (key: "replied" | "meetings") => itsSteps.reduce((total, step) => total + step[key], 0);
  const said = (kind: StepOutcome["kind"]) =>
    outcomes.reduce(
      (total, one) => (one.kind === kind && itsSteps.some(({ stepKey }) => stepKey === one.stepKey) ? total + one.people : total),
      0,
    );
  const { used = 0, cap = 0, days = 0 } = room.find((one) => one.channel === channel) ?? {};
  return {
    channel,
    isPlanned,
    senders: senders.get(channel)?.length ?? 0,
    planned: row?.planned ?? 0,
    contacted: row?.contacted ?? 0,
    handedOver: row?.handedOver ?? 0,
    bounced: channel === "email" ? hardBounces : 0,
    replied: sum("replied"),
    positive: said("positive"),
    optedOut: said("unsubscribed"),
    complained: said("complained"),
    meetings: sum("meetings"),
    blockedBy: firstOf(own, MENDABLE_CODES),
    fullBy: firstOf(own, ROOM_CODES),
    room: { used, cap, days },
    invitations: { accepted: row?.accepted ?? 0, of: row?.invited ?? 0 },
  };
}

function toStep({ stepKey, stepNumber, channel, purpose }: ActiveStep, { numbers, outreach, outcomes }: Sources): StepMetrics {
  const row = outreach.find((one) => one.stepKey === stepKey);
  const credited = numbers.find((one) => one.stepKey === stepKey);
  const said = (kind: StepOutcome["kind"]) => outcomes.find((one) => one.stepKey === stepKey && one.kind === kind)?.people ?? 0;
  return {
    number: stepNumber,
    channel,
    purpose: STEP_PURPOSES.find((known) => known === purpose) ?? "follow_up",
    contacted: row?.contacted ?? 0,
    settled: row?.settled ?? 0,
    replied: credited?.replied ?? 0,
    positive: said("positive"),
    optedOut: said("unsubscribed"),
    complained: said("complained"),
    meetings: credited?.meetings ?? 0,
  };
}

/** The reason of these that concerns most people; rows come in that order. */
function firstOf<const Code extends string>(rows: readonly WaitingByChannel[], codes: readonly Code[]) {
  for (const { code, leads, isFinal } of rows) {
    const known = codes.find((one) => one === code);
    if (known) return { code: known, leads, isFinal };
  }
  return null;
}
