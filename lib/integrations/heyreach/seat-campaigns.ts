import "server-only";
import type { Heyreach, SequenceNode } from "@/lib/integrations/heyreach/api";
import type { HeyreachCampaign } from "@/lib/integrations/heyreach/wire";

/**
 * HeyReach runs campaigns of its own; ours are decided elsewhere, one act at a time. So each seat owns three campaigns at HeyReach that hold
 * a single step each, and a person is added to one of them at the moment our gate lets that one act out:
 * - `invitation`: a connection request without a note
 * - `noted_invitation`: a connection request with the note of the lead's own field
 * - `message`: the first message to a connection with whom no conversation exists yet; later ones go straight into the conversation
 * HeyReach keeps a person once a campaign, by profile, so a repeated hand-over updates and does not repeat. Somebody who was taken out
 * before their act therefore needs another campaign of the kind to be handed over again: its next round.
 */
export const SEAT_CAMPAIGN_KINDS = ["invitation", "noted_invitation", "message"] as const;
/** The two that invite. */
export const INVITING_KINDS = ["invitation", "noted_invitation"] as const satisfies readonly SeatCampaignKind[];
export type SeatCampaignKind = (typeof SEAT_CAMPAIGN_KINDS)[number];

/** When HeyReach may act for a seat. `from` and `to` are `HH:MM` in `timeZone` (IANA); days as in Date: 0 is Sunday. */
export type SeatSchedule = { timeZone: string; from: string; to: string; days: readonly number[] };

/** The lead's own fields: our touch, which webhooks bring back, and the text the single step consists of. */
export const LEAD_FIELDS = { touch: "agency_os_touch", note: "agency_os_note", body: "agency_os_body" } as const;

/** HeyReach refuses shorter delays on connection requests and END nodes: an invitation leaves at least this long after its hand-over. */
export const INVITATION_DELAY_HOURS = 3;

/** HeyReach itself takes a pending invitation back after this long, and until then the person counts as in the campaign (domain.md 4.7). */
export const WITHDRAW_AFTER_DAYS = 30;

/**
 * A step that names a lead's field needs a text for leads without it. Ours always have it, so nobody is meant to read these; they are
 * worded so that no harm is done.
 */
const UNUSED_NOTE = "I would like to add you to my network.";
const UNUSED_MESSAGE = "Thank you for connecting.";

/** Counted up when a sequence changes: HeyReach cannot change one, so a new campaign takes over. */
const GENERATION = 1;
const LABELS: Record<SeatCampaignKind, string> = { invitation: "invitations", noted_invitation: "noted invitations", message: "messages" };
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const OVER = new Set(["CANCELED", "CANCELLED", "FAILED"]);
const RUNNING = new Set(["IN_PROGRESS", "STARTING", "SCHEDULED"]);

/** How a seat's campaign is called at HeyReach (at most 50 characters), and so how it is found again. */
export function seatCampaignName(seat: string, kind: SeatCampaignKind, round = 1): string {
  const name = `Agency OS ${seat} ${LABELS[kind]} ${GENERATION}`;
  return round === 1 ? name : `${name}.${round}`;
}

/** Which campaign of a seat this is, by its name; undefined for any other. */
export function readSeatCampaign(seat: string, { name }: HeyreachCampaign): { kind: SeatCampaignKind; round: number } | undefined {
  for (const kind of SEAT_CAMPAIGN_KINDS) {
    const first = seatCampaignName(seat, kind);
    if (name === first) return { kind, round: 1 };
    const round = name.startsWith(`${first}.`) ? Number(name.slice(first.length + 1)) : Number.NaN;
    if (Number.isInteger(round) && round > 1) return { kind, round };
  }
  return undefined;
}

/** The seat's campaign of that kind and round; undefined when there is none that can still act. Of two made at once, both find the older. */
export async function findSeatCampaign(
  api: Heyreach,
  seat: string,
  { kind, round = 1 }: { kind: SeatCampaignKind; round?: number },
): Promise<HeyreachCampaign | undefined> {
  const name = seatCampaignName(seat, kind, round);
  return (await api.listCampaigns())
    .filter((one) => one.name === name && !isOver(one))
    .sort((one, other) => Number(one.id) - Number(other.id))[0];
}

/** Whether a campaign can never act again. */
export function isOver({ status }: HeyreachCampaign): boolean {
  return OVER.has(status.toUpperCase());
}

/** A campaign without people pauses itself, silently; so a pause over nobody is nobody's decision. */
export function isWaitingForNobody({ progressStats }: HeyreachCampaign): boolean {
  return (progressStats?.totalUsersPending ?? 0) + (progressStats?.totalUsersInProgress ?? 0) <= 0;
}

/**
 * Stops what was handed over for a seat and has not left yet; the gate stops the rest. Safe to repeat.
 * @throws ProviderError
 */
export async function pauseSeat(api: Heyreach, seat: string): Promise<void> {
  for (const campaign of await listSeatCampaigns(api, seat)) {
    if (RUNNING.has(campaign.status.toUpperCase())) await api.pauseCampaign(campaign.id);
  }
}

/**
 * Lets what waits in a seat's paused campaigns go on. Safe to repeat.
 * @throws ProviderError
 */
export async function resumeSeat(api: Heyreach, seat: string): Promise<void> {
  for (const campaign of await listSeatCampaigns(api, seat)) {
    if (campaign.status.toUpperCase() === "PAUSED" && !isWaitingForNobody(campaign)) await api.resumeCampaign(campaign.id);
  }
}

/** Every campaign a seat has at HeyReach, earlier rounds first, those that are over among them. @throws ProviderError */
export async function listSeatCampaigns(
  api: Pick<Heyreach, "listCampaigns">,
  seat: string,
  kinds: readonly SeatCampaignKind[] = SEAT_CAMPAIGN_KINDS,
): Promise<HeyreachCampaign[]> {
  const round = (campaign: HeyreachCampaign) => readSeatCampaign(seat, campaign)?.round ?? 1;
  return (await api.listCampaigns())
    .filter((campaign) => {
      const kind = readSeatCampaign(seat, campaign)?.kind;
      return kind !== undefined && kinds.includes(kind);
    })
    .sort((one, other) => round(one) - round(other));
}

type Wanted = { seat: string; kind: SeatCampaignKind; round?: number; schedule: SeatSchedule };

/**
 * Makes sure that the seat's campaign of that kind exists and has left DRAFT, and gives its id. Safe to repeat: it looks before it creates,
 * so a creation whose answer was lost is found. It pauses itself until somebody is added, which is as it should be.
 * @throws ProviderError
 */
export async function ensureSeatCampaign(api: Heyreach, wanted: Wanted): Promise<string> {
  const found = await findSeatCampaign(api, wanted.seat, wanted);
  if (found && found.status.toUpperCase() !== "DRAFT") return found.id;
  const id = found?.id ?? (await createSeatCampaign(api, wanted));
  await api.startCampaign(id);
  return id;
}

async function createSeatCampaign(api: Heyreach, { seat, kind, round = 1, schedule }: Wanted): Promise<string> {
  const name = seatCampaignName(seat, kind, round);
  const listId = await api.createList(name);
  return api.createCampaign({ name, listId, seats: [seat], schedule: toWireSchedule(schedule), sequence: SEQUENCES[kind] });
}

const end = (actionDelay: number, actionDelayUnit: "HOUR" | "DAY"): SequenceNode => ({ nodeType: "END", actionDelay, actionDelayUnit });

/** Accepted: over after the least delay. Not accepted: the person stays until the withdrawal, so that a late acceptance is still told. */
const invitation = (payload: { messages: readonly string[]; fallbackMessage: string }): SequenceNode => ({
  nodeType: "CONNECTION_REQUEST",
  actionDelay: INVITATION_DELAY_HOURS,
  actionDelayUnit: "HOUR",
  payload: { ...payload, toBeWithdrawnAfterDays: WITHDRAW_AFTER_DAYS },
  conditionalNode: end(INVITATION_DELAY_HOURS, "HOUR"),
  unconditionalNode: end(WITHDRAW_AFTER_DAYS, "DAY"),
});

const SEQUENCES: Record<SeatCampaignKind, SequenceNode> = {
  invitation: invitation({ messages: [""], fallbackMessage: "" }),
  noted_invitation: invitation({ messages: [`{${LEAD_FIELDS.note}}`], fallbackMessage: UNUSED_NOTE }),
  message: {
    nodeType: "MESSAGE",
    actionDelay: 0,
    actionDelayUnit: "HOUR",
    payload: { messages: [`{${LEAD_FIELDS.body}}`], fallbackMessage: UNUSED_MESSAGE },
    unconditionalNode: end(INVITATION_DELAY_HOURS, "HOUR"),
  },
};

function toWireSchedule({ timeZone, from, to, days }: SeatSchedule): Record<string, string | boolean> {
  const enabled = DAYS.map((day, index) => [`enabled${day}`, days.includes(index)] as const);
  return { dailyStartTime: `${from}:00`, dailyEndTime: `${to}:00`, timeZoneId: timeZone, ...Object.fromEntries(enabled) };
}
