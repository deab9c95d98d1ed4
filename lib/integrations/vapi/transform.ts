import "server-only";
import { CALL_OUTCOMES, type CallOutcome, type ChannelEvent, type DeliveryState } from "@/lib/domain/channel-events";
import { usdToMicroAud, VAPI_MINUTE_MICRO_AUD } from "@/lib/domain/provider-costs";
import { readCallWords, turnsOf } from "@/lib/integrations/vapi/call-words";
import { type EndedGroup, groupEndedReason } from "@/lib/integrations/vapi/ended-reason";
import { resolveSpokenTime } from "@/lib/integrations/vapi/spoken-time";
import {
  type CallWords,
  callFindings,
  type EndOfCallReport,
  type ServerMessage,
  type ToolCallsMessage,
  type VapiCall,
} from "@/lib/integrations/vapi/wire";

export type CallReading = {
  /** IANA zone of the person, for “tomorrow at three”. */
  timeZone: string;
  /** When the message arrived, for messages without a time of their own. */
  receivedAt: Date;
  /** Rules for withdrawals kept elsewhere; a yes from either counts (AU-30). */
  asksToStop?: (said: string) => boolean;
};

const STATES: Readonly<Record<string, DeliveryState>> = {
  scheduled: "queued",
  queued: "queued",
  ringing: "sent",
  "in-progress": "delivered",
};

/** What a server message means to us: a call that moved on, a call that ended, or nothing. */
export function toChannelEvents(message: ServerMessage, reading: CallReading): ChannelEvent[] {
  const reference = message.call?.id;
  if (!reference) return [];
  switch (message.type) {
    case "status-update": {
      const state = "status" in message && typeof message.status === "string" ? STATES[message.status] : undefined;
      if (!state) return [];
      return [{ kind: "delivery", reference, state, code: null, isPermanent: null, costMicroAud: null, at: timeOf(message, reading) }];
    }
    case "end-of-call-report":
      return [toCallEnded(reportParts(message as EndOfCallReport, reference, reading), reading)];
    default:
      return [];
  }
}

/** The same event from a call we looked up ourselves because its report never came; undefined while it has not ended. */
export function toEndedEvent(call: VapiCall, reading: CallReading): ChannelEvent | undefined {
  if (call.status !== "ended") return undefined;
  const { id, endedReason, startedAt, endedAt, cost, artifact, analysis } = call;
  const at = endedAt ? new Date(endedAt) : reading.receivedAt;
  return toCallEnded(
    { reference: id, endedReason: endedReason ?? "", startedAt, endedAt, cost, artifact, analysis, at, words: undefined },
    reading,
  );
}

/** The key we gave the call (`customer.externalId`), by which a call is ours although the answer to placing it was lost. */
export function callKey({ call, customer }: Pick<ServerMessage, "call" | "customer">): string | null {
  return call?.customer?.externalId ?? customer?.externalId ?? null;
}

/** A final piece of speech in which the person wants no more calls, while the call still runs; null for everything else. */
export function toLiveStop(message: ServerMessage, reading: CallReading): { reference: string; at: Date } | null {
  const isSpeech = message.type === "transcript" || message.type === 'transcript[transcriptType="final"]';
  if (!isSpeech || !message.call?.id || !("transcript" in message)) return null;
  if (message.role !== "user" || message.transcriptType === "partial") return null;
  const words = message.words ?? readCallWords([{ who: "person", text: message.transcript, time: null }], reading.asksToStop);
  return words.asksToStop ? { reference: message.call.id, at: timeOf(message, reading) } : null;
}

/** One thing the model wants done. `arguments` is null when they are not an object: answer it with an error. */
export type ToolCall = { id: string; name: string; arguments: Record<string, unknown> | null };

export function toToolCalls({ toolCallList }: ToolCallsMessage): ToolCall[] {
  return toolCallList.map(({ id, function: { name, arguments: given } }) => ({ id, name, arguments: toObject(given) }));
}

/** The body we answer a tool-calls message with: results are one line of text each. */
export function toToolAnswer(results: readonly { id: string; name: string; result: unknown }[]) {
  return { results: results.map(({ id, name, result }) => ({ toolCallId: id, name, result: JSON.stringify(result) })) };
}

type ReportParts = Pick<EndOfCallReport, "endedReason" | "startedAt" | "endedAt" | "cost" | "artifact" | "analysis"> & {
  reference: string;
  at: Date;
  words: CallWords | undefined;
};

function reportParts(report: EndOfCallReport, reference: string, reading: CallReading): ReportParts {
  const startedAt = report.startedAt ?? report.call?.startedAt;
  const endedAt = report.endedAt ?? report.call?.endedAt;
  const at = endedAt ? new Date(endedAt) : timeOf(report, reading);
  const cost = report.cost ?? report.call?.cost;
  const { endedReason, artifact, analysis, words } = report;
  return { reference, endedReason, startedAt, endedAt, cost, artifact, analysis, at, words };
}

function toCallEnded(parts: ReportParts, reading: CallReading): ChannelEvent {
  const turns = turnsOf(parts.artifact ?? {});
  const words = parts.words ?? readCallWords(turns, reading.asksToStop);
  const findings = callFindings.parse(parts.analysis?.structuredData ?? {});
  const group = groupEndedReason(parts.endedReason);
  const outcome = decideOutcome({ group, words, findings, endedReason: parts.endedReason });
  const at = (spoken: CallWords["callback"], found: string | null | undefined) =>
    found ? new Date(found) : spoken ? resolveSpokenTime(spoken, parts.at, reading.timeZone) : null;
  const seconds = secondsBetween(parts.startedAt, parts.endedAt);
  const hasConsent = words.consentedAt !== null;
  return {
    kind: "call_ended",
    reference: parts.reference,
    outcome,
    seconds,
    summary: parts.analysis?.summary || null,
    transcript:
      hasConsent && turns.length > 0 ? turns.map(({ who, text }) => `${who === "person" ? "User" : "AI"}: ${text}`).join("\n") : null,
    consentedToRecordingAt: words.consentedAt === null ? null : new Date(words.consentedAt),
    callbackAt: outcome === "callback" ? at(words.callback, findings.callback_at) : null,
    meetingAt: outcome === "meeting_booked" ? at(words.meeting, findings.meeting_at) : null,
    costMicroAud: typeof parts.cost === "number" ? usdToMicroAud(parts.cost) : Math.ceil((seconds / 60) * VAPI_MINUTE_MICRO_AUD),
    at: parts.at,
  };
}

/** What a model may say about a call that somebody took; the rest is known from how the call ended. */
const FINDABLE: readonly CallOutcome[] = CALL_OUTCOMES.filter((outcome) => !["no_answer", "busy", "failed"].includes(outcome));

type Findings = ReturnType<typeof callFindings.parse>;
type Evidence = { group: EndedGroup; words: CallWords; findings: Findings; endedReason: string };

/** A wish not to be called beats everything, in whatever way the call ended; then the machinery, the model's finding, the words. */
function decideOutcome({ group, words, findings, endedReason }: Evidence): CallOutcome {
  if (words.asksToStop || findings.asked_not_to_be_called || findings.outcome === "dnc_request") return "dnc_request";
  if (group === "no_answer" || group === "busy" || group === "voicemail") return group;
  if (group === "misdialled") return "wrong_number";
  return foundOutcome(findings, words) ?? spokenOutcome(words) ?? (group === "failed" ? "failed" : unreadOutcome(words, endedReason));
}

/** A meeting counts as booked only with its time: a booking is a positive act and no guess may stand for it. */
function foundOutcome({ outcome, meeting_at, meeting_requested }: Findings, words: CallWords): CallOutcome | undefined {
  const found = FINDABLE.find((one) => one === outcome);
  if (found === "meeting_booked") return meeting_at || words.meeting ? found : "interested";
  return found ?? (meeting_requested ? "interested" : undefined);
}

function spokenOutcome(words: CallWords): CallOutcome | undefined {
  if (words.isWrongNumber) return "wrong_number";
  if (words.isBooked && words.meeting) return "meeting_booked";
  if (words.asksForCallback) return "callback";
  if (words.isNotInterested) return "not_interested";
  return words.isInterested || words.isBooked ? "interested" : undefined;
}

/** Whoever spoke unreadably, or hung up without a word, was reached and is not rung again (AU-31); a line nobody spoke on was not answered. */
function unreadOutcome({ didPersonSpeak }: CallWords, endedReason: string): CallOutcome {
  return didPersonSpeak || endedReason.startsWith("customer-ended-call") ? "not_interested" : "no_answer";
}

function secondsBetween(startedAt: string | null | undefined, endedAt: string | null | undefined): number {
  if (!startedAt || !endedAt) return 0;
  return Math.max(0, Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1000));
}

function timeOf({ timestamp }: { timestamp?: number | null | undefined }, { receivedAt }: CallReading): Date {
  return typeof timestamp === "number" ? new Date(timestamp) : receivedAt;
}

function toObject(given: string | Record<string, unknown>): Record<string, unknown> | null {
  if (typeof given !== "string") return given;
  try {
    const parsed: unknown = JSON.parse(given || "{}");
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null; // the model wrote it; the answer to the call says so
    throw error;
  }
}
