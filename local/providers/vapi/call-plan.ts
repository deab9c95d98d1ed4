import { AUD_PER_USD, VAPI_MINUTE_MICRO_AUD } from "@/lib/domain/provider-costs";
import type { Reaction } from "@/local/providers/recipients";

/** What a call will have been, settled when it is placed: its states follow from the clock alone, so a killed process misses none. */
export type CallPlan = {
  ringsAt: Date;
  /** Null when nobody and nothing picks up. */
  answeredAt: Date | null;
  endedAt: Date;
  endedReason: string;
  messages: SaidMessage[];
  /** What a model would find in the conversation; null where there was none. */
  findings: Record<string, unknown> | null;
  summary: string | null;
  hasRecordingConsent: boolean;
};

export type SaidMessage = { role: "bot" | "user"; message: string; time: number; endTime: number; secondsFromStart: number };

export type Script = {
  firstMessage: string;
  /** Filled into the system prompt; the fixed lines of it are what a model would say. */
  brief: string;
  voicemailMessage: string | null;
  maxDurationSeconds: number;
};

const DIALLING_MS = 1_000;
const BUSY_MS = 3_000;
const RINGING_MS = 25_000;
const PICK_UP_MS = 6_000;
const GREETING_SECONDS = 8;
const MESSAGE_SECONDS = 22;
const FLOOR_USD = 0.01;
const GREETING = "You've reached my voicemail. Leave a message after the tone.";

/** How the call goes. The line's own reaction wins; nobody reacting is nobody answering. */
export function planCall(placedAt: Date, script: Script, reactions: readonly Reaction[]): CallPlan {
  const ringsAt = later(placedAt, DIALLING_MS);
  const reaction = reactions.find(({ kind }) => kind === "conversation" || kind === "voicemail" || kind === "busy" || kind === "no_answer");
  const silent = { ringsAt, answeredAt: null, messages: [], findings: null, summary: null, hasRecordingConsent: false };
  switch (reaction?.kind) {
    case "conversation":
      return conversation(reaction, ringsAt, script);
    case "voicemail":
      return voicemail(ringsAt, script);
    case "busy":
      return { ...silent, endedAt: later(ringsAt, BUSY_MS), endedReason: "customer-busy" };
    default:
      return { ...silent, endedAt: later(ringsAt, RINGING_MS), endedReason: "customer-did-not-answer" };
  }
}

/** US$, as Vapi reports it: by the second that was talked, and a little for a call that rang in vain. */
export function costUsd({ answeredAt, endedAt }: Pick<CallPlan, "answeredAt" | "endedAt">): number {
  if (answeredAt === null) return FLOOR_USD;
  const minutes = (endedAt.getTime() - answeredAt.getTime()) / 60_000;
  return Math.max(FLOOR_USD, Math.round(((minutes * VAPI_MINUTE_MICRO_AUD) / 1_000_000 / AUD_PER_USD) * 10_000) / 10_000);
}

type Conversation = Extract<Reaction, { kind: "conversation" }>;

function conversation(reaction: Conversation, ringsAt: Date, script: Script): CallPlan {
  const answeredAt = new Date(Math.max(reaction.at.getTime(), later(ringsAt, PICK_UP_MS).getTime()));
  const isCut = reaction.seconds > script.maxDurationSeconds;
  const seconds = isCut ? script.maxDurationSeconds : reaction.seconds;
  const isOptOut = reaction.result === "dnc_request";
  const opening = script.firstMessage ? [{ who: "assistant" as const, text: script.firstMessage }] : [];
  const closing = isOptOut ? fixedLine(script.brief, "say exactly") : undefined;
  const turns = [
    ...opening,
    ...(isOptOut ? [] : recordingTurns(reaction, script.brief)),
    ...reaction.turns,
    ...(closing ? [{ who: "assistant" as const, text: closing }] : []),
  ];
  const messages = spread(turns, answeredAt, seconds);
  const { result, callbackAt, meetingAt } = reaction;
  return {
    ringsAt,
    answeredAt,
    endedAt: later(answeredAt, seconds * 1000),
    endedReason: isCut ? "exceeded-max-duration" : closing ? "assistant-said-end-call-phrase" : endedBy(reaction),
    messages,
    findings: {
      outcome: result,
      asked_not_to_be_called: isOptOut,
      ...(callbackAt ? { callback_at: callbackAt.toISOString() } : {}),
      ...(meetingAt ? { meeting_at: meetingAt.toISOString() } : {}),
    },
    summary: `The call ended as ${result.replaceAll("_", " ")}.`,
    hasRecordingConsent: !isOptOut && reaction.consentsToRecording,
  };
}

function voicemail(ringsAt: Date, { voicemailMessage }: Script): CallPlan {
  const answeredAt = later(ringsAt, RINGING_MS);
  const seconds = voicemailMessage ? GREETING_SECONDS + MESSAGE_SECONDS : GREETING_SECONDS;
  const left = voicemailMessage ? [{ who: "assistant" as const, text: voicemailMessage }] : [];
  const messages = spread([{ who: "person", text: GREETING }, ...left], answeredAt, seconds);
  const endedAt = later(answeredAt, seconds * 1000);
  const summary = voicemailMessage ? "Voicemail reached; a message was left." : "Voicemail reached.";
  return { ringsAt, answeredAt, endedAt, endedReason: "voicemail", messages, findings: null, summary, hasRecordingConsent: false };
}

/** The question as the assistant's instructions have it, answered as the person decides; without one nobody is asked. */
function recordingTurns({ consentsToRecording, turns }: Conversation, brief: string): Conversation["turns"] {
  const question = fixedLine(brief, "second turn is exactly");
  if (!question || turns.some(({ text }) => text === question)) return [];
  return [
    { who: "assistant", text: question },
    { who: "person", text: consentsToRecording ? "Yes, that's fine." : "No, I'd rather you didn't." },
  ];
}

/** The quoted line after `words` in the instructions. */
function fixedLine(brief: string, words: string): string | undefined {
  return new RegExp(`${words}: “([^”]+)”`).exec(brief)?.[1];
}

function endedBy({ turns, result }: Conversation): string {
  if (turns.at(-1)?.who === "assistant") return "assistant-ended-call";
  return result === "not_interested" || result === "wrong_number" ? "customer-ended-call" : "assistant-ended-call";
}

function spread(turns: Conversation["turns"], from: Date, seconds: number): SaidMessage[] {
  const share = (seconds * 1000) / Math.max(1, turns.length);
  return turns.map(({ who, text }, index) => {
    const time = from.getTime() + Math.round(index * share);
    const role = who === "assistant" ? "bot" : "user";
    return {
      role,
      message: text,
      time,
      endTime: time + Math.round(share * 0.9),
      secondsFromStart: Math.round((time - from.getTime()) / 100) / 10,
    };
  });
}

function later(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}
