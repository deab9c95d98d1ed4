import type { Acts, Moment } from "@/local/providers/heyreach/acts";
import { type Book, type CampaignRecord, identityOf, type LeadRecord, type PersonGiven } from "@/local/providers/heyreach/book";
import type { Schedule } from "@/local/providers/heyreach/schedule";
import { delayMs, type SequenceNode, sequenceProblem } from "@/local/providers/heyreach/sequence-rules";
import type { Answer, Call, Handled, Handler } from "@/local/providers/stand-in";
import type { Timers } from "@/local/providers/timers";

const MOST_LEADS = 100;
const MOST_NAME = 50;
const EMPTY_AFTER_MS = 60_000;

type Pair = { linkedInAccountId?: number | null; lead?: Partial<PersonGiven> };
type Deps = { book: Book; acts: Acts; timers: Timers<Moment>; now: () => Date };

/** Campaigns and the people in them. */
export function campaignRoutes({ book, acts, timers, now }: Deps): Record<string, Handler> {
  /** Runs a campaign, picks up whom it left waiting, and lets it notice that it is empty. */
  async function run(campaign: CampaignRecord): Promise<void> {
    const at = now();
    const running: CampaignRecord = { ...campaign, status: "IN_PROGRESS" };
    await book.saveCampaign(running, at);
    await acts.release(running, at);
    await timers.add(new Date(at.getTime() + EMPTY_AFTER_MS), { kind: "empty", campaignId: campaign.id });
  }

  async function create({ body }: Call): Promise<Handled> {
    const given = (body ?? {}) as Partial<CampaignRecord> & { linkedInAccountIds?: number[]; schedule?: Schedule; sequence?: SequenceNode };
    const { name = "", linkedInUserListId = 0, linkedInAccountIds: seats = [], schedule, sequence } = given;
    const known = (await book.seats()).map(({ id }) => id);
    if (name.length < 1 || name.length > MOST_NAME) return refused("The campaign name must have 1 to 50 characters.");
    if (!(await book.hasList(linkedInUserListId))) return refused("The list does not exist.");
    if (seats.length === 0 || seats.some((seat) => !known.includes(seat))) return refused("A LinkedIn account does not exist.");
    const problem = sequenceProblem(sequence);
    if (problem || !sequence) return refused(problem ?? "The campaign needs a sequence.");
    const campaign: CampaignRecord = {
      id: await book.nextId("campaign"),
      name,
      status: "DRAFT",
      creationTime: now().toISOString(),
      linkedInUserListId,
      campaignAccountIds: seats,
      sequence,
      ...(schedule && { schedule }),
    };
    await book.saveCampaign(campaign, now());
    return { answer: { status: 200, json: { campaignId: campaign.id } }, subject: name };
  }

  async function addLeads({ body }: Call): Promise<Handled> {
    const given = (body ?? {}) as { campaignId?: number; accountLeadPairs?: Pair[] } & Record<
      "resumeFinishedCampaign" | "resumePausedCampaign",
      boolean
    >;
    const pairs = given.accountLeadPairs ?? [];
    const campaign = await book.campaign(given.campaignId ?? 0);
    if (!campaign) return missing("The campaign does not exist.");
    if (campaign.status === "DRAFT") return refused("You cannot add new leads to a draft campaign.");
    if (pairs.length === 0 || pairs.length > MOST_LEADS) return refused("Add 1 to 100 leads.");
    const results: string[] = [];
    for (const pair of pairs) results.push(await addOne(campaign, pair));
    const wakes =
      campaign.status === "FINISHED" ? given.resumeFinishedCampaign : campaign.status === "PAUSED" && given.resumePausedCampaign;
    if (wakes) await run(campaign);
    const count = (result: string) => results.filter((one) => one === result).length;
    const json = { addedLeadsCount: count("added"), updatedLeadsCount: count("updated"), failedLeadsCount: count("failed") };
    return { answer: { status: 200, json }, subject: pairs.map(({ lead }) => lead?.profileUrl).join(" ") };
  }

  /** A person is in a campaign once; adding them again changes what is known of them and starts nothing. */
  async function addOne(campaign: CampaignRecord, { linkedInAccountId, lead: person }: Pair): Promise<"added" | "updated" | "failed"> {
    const identity = identityOf(person?.profileUrl);
    const seat = linkedInAccountId ?? campaign.campaignAccountIds[0] ?? 0;
    const fields = person?.customUserFields ?? [];
    if (!identity || !person?.profileUrl || !campaign.campaignAccountIds.includes(seat)) return "failed";
    if (fields.some(({ name }) => !/^[A-Za-z0-9_]+$/.test(name))) return "failed";
    const existing = await book.lead(campaign.id, identity);
    if (existing) {
      await book.saveLead({ ...existing, person: { ...existing.person, ...person } }, now());
      return "updated";
    }
    const lead: LeadRecord = {
      id: 62_000_000 + (await book.nextId("lead")),
      campaignId: campaign.id,
      identity,
      seat,
      person: { ...person, profileUrl: person.profileUrl },
      status: "Pending",
      connection: "None",
      message: "None",
      errorCode: null,
      creationTime: now().toISOString(),
      lastActionTime: null,
      isHeld: false,
    };
    await book.saveLead(lead, now());
    await acts.plan(campaign, lead, new Date(now().getTime() + delayMs(campaign.sequence)));
    return "added";
  }

  async function stopLead({ body }: Call): Promise<Handled> {
    const { campaignId = 0, leadUrl } = (body ?? {}) as { campaignId?: number; leadUrl?: string };
    const identity = identityOf(leadUrl);
    const lead = identity && (await book.lead(campaignId, identity));
    if (!lead) return missing("The lead is not in the campaign.");
    if (lead.status === "Pending" || lead.status === "InSequence") {
      await book.saveLead({ ...lead, status: "Finished" }, now());
      await acts.settleCampaign(campaignId, now());
    }
    return { answer: { status: 200 }, subject: lead.person.profileUrl };
  }

  async function listLeads({ body }: Call): Promise<Handled> {
    const { campaignId = 0, timeFrom, timeTo, timeFilter } = (body ?? {}) as Record<string, string> & { campaignId?: number };
    if (!(await book.campaign(campaignId))) return missing("The campaign does not exist.");
    const [from, to] = [Date.parse(timeFrom ?? "") || 0, Date.parse(timeTo ?? "") || Number.POSITIVE_INFINITY];
    const timeOf = (lead: LeadRecord) => Date.parse((timeFilter === "LastActionTakenTime" && lead.lastActionTime) || lead.creationTime);
    const found = (await book.leads(campaignId)).filter((lead) => timeOf(lead) >= from && timeOf(lead) <= to);
    return { answer: page(body, found.map(shownLead)), subject: String(campaignId) };
  }

  const byId = async ({ query }: Call) => book.campaign(Number(query.get("campaignId")));
  const shown = async (campaign: CampaignRecord) => shownCampaign(campaign, await book.leads(campaign.id));

  return {
    "POST /campaign/GetAll": async ({ body }) => ({ answer: page(body, await Promise.all((await book.campaigns()).map(shown))) }),
    "GET /campaign/GetById": async (call) => {
      const campaign = await byId(call);
      return campaign ? { answer: { status: 200, json: await shown(campaign) } } : missing("The campaign does not exist.");
    },
    "POST /campaign/Create": create,
    "POST /campaign/StartCampaign": async (call) => {
      const campaign = await byId(call);
      if (!campaign) return missing("The campaign does not exist.");
      if (campaign.status !== "DRAFT") return refused("Only a draft campaign can be started.");
      await run(campaign);
      return { answer: { status: 200 }, subject: campaign.name };
    },
    "POST /campaign/Pause": async (call) => {
      const campaign = await byId(call);
      if (!campaign) return missing("The campaign does not exist.");
      if (campaign.status !== "IN_PROGRESS") return refused("The campaign you are trying to pause is not active.");
      const paused: CampaignRecord = { ...campaign, status: "PAUSED" };
      await book.saveCampaign(paused, now());
      return { answer: { status: 200, json: await shown(paused) }, subject: campaign.name };
    },
    "POST /campaign/Resume": async (call) => {
      const campaign = await byId(call);
      if (!campaign) return missing("The campaign does not exist.");
      if (campaign.status !== "PAUSED" && campaign.status !== "FINISHED")
        return refused("The campaign you are trying to resume is not paused, finished or failed.");
      await run(campaign);
      return { answer: { status: 200, json: await shown({ ...campaign, status: "IN_PROGRESS" }) }, subject: campaign.name };
    },
    "POST /campaign/AddLeadsToCampaignV2": addLeads,
    "POST /campaign/StopLeadInCampaign": stopLead,
    "POST /campaign/GetLeadsFromCampaign": listLeads,
  };
}

export function refused(errorMessage: string): Handled {
  return { answer: { status: 400, json: { errorMessage } } };
}

export function missing(errorMessage: string): Handled {
  return { answer: { status: 404, json: { errorMessage } } };
}

/** A page as every list of the service is paged. */
export function page(body: unknown, items: readonly unknown[]): Answer {
  const { offset = -1, limit = 0 } = (body ?? {}) as { offset?: number; limit?: number };
  const isRight = Number.isInteger(offset) && Number.isInteger(limit) && offset >= 0 && limit >= 1 && limit <= 100;
  if (!isRight) return { status: 400, json: { errorMessage: "offset starts at 0 and limit goes from 1 to 100." } };
  return { status: 200, json: { totalCount: items.length, items: items.slice(offset, offset + limit) } };
}

function shownCampaign({ id, name, status, creationTime, linkedInUserListId, campaignAccountIds }: CampaignRecord, leads: LeadRecord[]) {
  const count = (wanted: LeadRecord["status"]) => leads.filter((lead) => lead.status === wanted).length;
  const progressStats = {
    totalUsers: leads.length,
    totalUsersInProgress: count("InSequence"),
    totalUsersPending: count("Pending"),
    totalUsersFinished: count("Finished"),
    totalUsersFailed: count("Failed"),
  };
  return { id, name, status, creationTime, linkedInUserListId, campaignAccountIds, progressStats };
}

function shownLead(lead: LeadRecord) {
  return {
    id: lead.id,
    linkedInUserProfileId: `AC${lead.id}`,
    linkedInUserProfile: {
      linkedin_id: String(lead.id),
      profileUrl: lead.person.profileUrl,
      firstName: lead.person.firstName ?? null,
      lastName: lead.person.lastName ?? null,
    },
    linkedInSenderId: lead.seat,
    lastActionTime: lead.lastActionTime,
    creationTime: lead.creationTime,
    failedTime: lead.status === "Failed" ? lead.lastActionTime : null,
    leadCampaignStatus: lead.status,
    leadConnectionStatus: lead.connection,
    leadMessageStatus: lead.message,
    errorCode: lead.errorCode,
    leadCampaignStatusMessage: null,
  };
}
