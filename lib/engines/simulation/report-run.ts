import "server-only";
import {
  COST_LINES,
  type CostLine,
  CREDIT_MONTH_DAYS,
  ENRICHMENT_MICRO_AUD,
  PLANNED_CALL_MINUTES,
  PLANNED_COGS_AUD,
} from "@/lib/domain/capacity";
import type { PlanTier } from "@/lib/domain/monthly-target";
import type { Channel } from "@/lib/domain/outreach";
import {
  CLICKSEND_LETTER_MICRO_AUD,
  HEYREACH_SEAT_MONTH_MICRO_AUD,
  RESEND_EMAIL_MICRO_AUD,
  TWILIO_SMS_SEGMENT_MICRO_AUD,
  VAPI_MINUTE_MICRO_AUD,
} from "@/lib/domain/provider-costs";
import { calendarDaysBetween, localDay } from "@/lib/engines/gate/local-time";
import { type SendingCaps, sendingRoom } from "@/lib/engines/simulation/sending-room";
import type { SimulatedRun, SimulatedTouch } from "@/lib/engines/simulation/simulate";

export type RunReport = {
  leads: { all: number; reached: number; finished: number };
  /** On the client's calendar. */
  schedule: { day: string; channel: Channel; resource: string; touches: number }[];
  /** When the last touch left; null with `touchesLeft` while some still wait at the end of the run. */
  finish: { at: string | null; day: number | null; touchesLeft: number };
  /** The cap that was fullest until then, under the gate's own code; `fullness` 1 is full. */
  bottleneck: { cap: string; label: string; used: number; room: number; fullness: number } | null;
  cost: { plannedAud: number; expectedAud: number; lines: Record<CostLine, { plannedAud: number; expectedAud: number }> };
  /** Drafts put before a person (co-pilot only). */
  approvals: { all: number; mostADay: number; byDay: Record<string, number> };
  /** Leads that nothing was sent to, by the gate's code for what stood in the way. */
  notReached: Record<string, number>;
  /** Steps that were left out, by the gate's code. */
  skippedSteps: Record<string, number>;
};

/** What a simulated run comes to. Pure. */
export function reportRun(
  run: SimulatedRun,
  { tier, caps, startAt, days }: { tier: PlanTier; caps: SendingCaps; startAt: Date; days: number },
): RunReport {
  const leads = Map.groupBy(run.touches, (touch) => touch.situation.enrolmentId);
  const sent = run.touches.filter((touch) => touch.sentAt !== null);
  const left = run.touches.filter(({ state }) => state === "planned" || state === "ready" || state === "awaiting_approval").length;
  const last = sent.reduce<Date | null>((latest, { sentAt }) => (sentAt && (!latest || sentAt > latest) ? sentAt : latest), null);
  const zone = caps.client.timezone;
  const isDone = left === 0 && last !== null;
  const lastDay = isDone ? calendarDaysBetween(localDay(startAt, zone), localDay(last, zone)) + 1 : days;
  const silent = [...leads.values()].filter((touches) => touches.every(({ sentAt }) => sentAt === null));
  const drafts = Object.values(run.draftsByDay);
  return {
    leads: {
      all: leads.size,
      reached: leads.size - silent.length,
      finished: [...leads.values()].filter((touches) =>
        touches.every(({ state }) => state !== "planned" && state !== "ready" && state !== "awaiting_approval"),
      ).length,
    },
    schedule: scheduleOf(sent, zone),
    finish: { at: isDone ? last.toISOString() : null, day: isDone ? lastDay : null, touchesLeft: left },
    bottleneck: bottleneckOf(sent, caps, startAt, lastDay),
    cost: costOf(run, sent, { tier, caps, months: Math.ceil(days / CREDIT_MONTH_DAYS) }),
    approvals: { all: drafts.reduce((sum, n) => sum + n, 0), mostADay: Math.max(0, ...drafts), byDay: { ...run.draftsByDay } },
    notReached: countBy(silent, (touches) => touches.find(({ reason }) => reason !== null)?.reason ?? "not_due"),
    skippedSteps: countBy(
      run.touches.filter(({ state }) => state === "skipped"),
      ({ reason }) => reason ?? "",
    ),
  };
}

function scheduleOf(sent: readonly SimulatedTouch[], zone: string): RunReport["schedule"] {
  const rows = new Map<string, RunReport["schedule"][number]>();
  for (const { situation, sentAt, sender } of sent) {
    if (!sentAt || sender === null) continue;
    const day = localDay(sentAt, zone);
    const key = `${day} ${situation.channel} ${sender}`;
    const row = rows.get(key) ?? { day, channel: situation.channel, resource: sender, touches: 0 };
    row.touches += 1;
    rows.set(key, row);
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function bottleneckOf(sent: readonly SimulatedTouch[], caps: SendingCaps, startAt: Date, days: number): RunReport["bottleneck"] {
  const { resources } = caps;
  const everyDay = sendingRoom(startAt, days, { ...caps, resources });
  const open = everyDay.filter(({ all }) => all > 0).length;
  const used = (ids: readonly string[]) => sent.filter(({ senderId }) => senderId !== null && ids.includes(senderId)).length;
  const roomOf = (part: SendingCaps["resources"], channel: Channel) =>
    sendingRoom(startAt, days, { ...caps, resources: part }).reduce((sum, { byChannel }) => sum + byChannel[channel], 0);
  const uses = [
    { cap: "client_daily_limit", label: `${caps.client.dailyOutreach} a day`, used: sent.length, room: caps.client.dailyOutreach * open },
    { cap: "campaign_daily_limit", label: `${caps.campaign.dailyLimit} a day`, used: sent.length, room: caps.campaign.dailyLimit * open },
    ...resources.map((resource) => {
      const isDomain = resource.kind === "domain";
      const under = isDomain ? resources.filter(({ parentId }) => parentId === resource.id) : [resource];
      return {
        cap: isDomain ? "domain_cap" : "resource_cap",
        label: resource.label,
        used: used(under.map(({ id }) => id)),
        room: roomOf(isDomain ? [resource, ...under] : under, resource.channel),
      };
    }),
  ].map((use) => ({ ...use, fullness: use.room === 0 ? 0 : Math.round((use.used / use.room) * 1000) / 1000 }));
  return uses.reduce<RunReport["bottleneck"]>((fullest, use) => (use.fullness > (fullest?.fullness ?? 0) ? use : fullest), null);
}

function costOf(
  run: SimulatedRun,
  sent: readonly SimulatedTouch[],
  { tier, caps, months }: { tier: PlanTier; caps: SendingCaps; months: number },
): RunReport["cost"] {
  const count = (channel: Channel) => sent.filter(({ situation }) => situation.channel === channel).length;
  const leads = new Map(run.touches.map(({ situation }) => [situation.leadId, situation.alsTier]));
  const seats = caps.resources.filter(({ kind }) => kind === "seat").length;
  const planned = PLANNED_COGS_AUD[tier];
  const micros: Record<CostLine, number> = {
    enrichment: [...leads.values()].reduce((sum, of) => sum + (of === null || of === "dead" ? 0 : ENRICHMENT_MICRO_AUD[of]), 0),
    email: count("email") * RESEND_EMAIL_MICRO_AUD,
    linkedin: seats * months * HEYREACH_SEAT_MONTH_MICRO_AUD,
    voice: count("voice") * PLANNED_CALL_MINUTES * VAPI_MINUTE_MICRO_AUD,
    sms: count("sms") * TWILIO_SMS_SEGMENT_MICRO_AUD,
    mail: count("mail") * CLICKSEND_LETTER_MICRO_AUD,
    platform: planned.lines.platform * months * 1_000_000,
  };
  const aud = (micro: number) => Math.round(micro / 10_000) / 100;
  return {
    plannedAud: planned.total * months,
    expectedAud: aud(Object.values(micros).reduce((sum, n) => sum + n, 0)),
    lines: Object.fromEntries(
      COST_LINES.map((line) => [line, { plannedAud: planned.lines[line] * months, expectedAud: aud(micros[line]) }]),
    ) as RunReport["cost"]["lines"],
  };
}

function countBy<T>(things: readonly T[], keyOf: (thing: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const thing of things) counts[keyOf(thing)] = (counts[keyOf(thing)] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
