import "server-only";
import type { Channel } from "@/lib/domain/outreach";
import type { SimulationReport } from "@/lib/engines/simulation/simulate-tier";

const DAY_MS = 86_400_000;

/** A simulation as a page shows it: a bar a day, and the figures a person decides by. */
export type SimulationSummary = {
  days: number;
  leads: { all: number; reached: number; finished: number };
  messages: number;
  byChannel: { channel: Channel; messages: number }[];
  /** On the client's calendar, from the first day with a message to the last. */
  byDay: { day: string; messages: number }[];
  /** The day of the campaign on which the last message leaves; null while some are still to go. */
  finishDay: number | null;
  messagesLeft: number;
  misfit: string | null;
  bottleneck: { label: string; fullness: number } | null;
  expectedAud: number;
  approvals: { all: number; mostADay: number };
  /** Why leads were not reached, by the gate's code, the most frequent first. */
  notReached: { code: string; leads: number }[];
};

/** Adds a report up by day and by channel. Pure. */
export function summariseSimulation(report: SimulationReport): SimulationSummary {
  const byDay = new Map<string, number>();
  const byChannel = new Map<Channel, number>();
  for (const { day, channel, touches } of report.schedule) {
    byDay.set(day, (byDay.get(day) ?? 0) + touches);
    byChannel.set(channel, (byChannel.get(channel) ?? 0) + touches);
  }
  return {
    days: report.days,
    leads: report.leads,
    messages: [...byDay.values()].reduce((sum, messages) => sum + messages, 0),
    byChannel: [...byChannel].map(([channel, messages]) => ({ channel, messages })).sort((a, b) => b.messages - a.messages),
    byDay: everyDay([...byDay.keys()].sort((a, b) => (a < b ? -1 : 1))).map((day) => ({ day, messages: byDay.get(day) ?? 0 })),
    finishDay: report.finish.day,
    messagesLeft: report.finish.touchesLeft,
    misfit: report.fit.misfit,
    bottleneck: report.bottleneck && { label: report.bottleneck.label, fullness: report.bottleneck.fullness },
    expectedAud: report.cost.expectedAud,
    approvals: { all: report.approvals.all, mostADay: report.approvals.mostADay },
    notReached: Object.entries(report.notReached)
      .map(([code, leads]) => ({ code, leads }))
      .sort((a, b) => b.leads - a.leads || (a.code < b.code ? -1 : 1)),
  };
}

/** Every calendar day from the first of these to the last. */
function everyDay(days: readonly string[]): string[] {
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return [];
  const start = Date.parse(first);
  const count = Math.round((Date.parse(last) - start) / DAY_MS) + 1;
  return Array.from({ length: count }, (_, n) => new Date(start + n * DAY_MS).toISOString().slice(0, 10));
}
