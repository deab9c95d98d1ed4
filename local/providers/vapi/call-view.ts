import type { CallPlan, SaidMessage } from "@/local/providers/vapi/call-plan";
import { costUsd } from "@/local/providers/vapi/call-plan";

/** A call as it is kept: what was asked for, and how it goes. Dates are ISO text. */
export type KeptCall = {
  id: string;
  orgId: string;
  createdAt: string;
  assistantId: string;
  phoneNumberId: string;
  name?: string;
  customer: Record<string, unknown>;
  assistantOverrides: Record<string, unknown>;
  /** Settled from assistant and overrides when the call was placed. */
  artifactPlan: Record<string, unknown>;
  isAnalysed: boolean;
  ringsAt: string;
  answeredAt: string | null;
  endedAt: string;
  endedReason: string;
  messages: SaidMessage[];
  findings: Record<string, unknown> | null;
  summary: string | null;
  hasRecordingConsent: boolean;
};

export type CallStatus = "queued" | "ringing" | "in-progress" | "ended";

export function keepPlan(plan: CallPlan) {
  const { ringsAt, answeredAt, endedAt, ...rest } = plan;
  return { ...rest, ringsAt: ringsAt.toISOString(), answeredAt: answeredAt?.toISOString() ?? null, endedAt: endedAt.toISOString() };
}

export function statusAt(call: KeptCall, at: Date): CallStatus {
  const time = at.toISOString();
  if (time >= call.endedAt) return "ended";
  if (call.answeredAt !== null && time >= call.answeredAt) return "in-progress";
  return time >= call.ringsAt ? "ringing" : "queued";
}

/** When the call came into a state; undefined for one it never has. */
export function enteredAt(call: KeptCall, status: CallStatus): string | undefined {
  const times = { queued: call.createdAt, ringing: call.ringsAt, "in-progress": call.answeredAt ?? undefined, ended: call.endedAt };
  return times[status];
}

/** The call as `GET /call/{id}` shows it in a state. */
export function callView(call: KeptCall, status: CallStatus) {
  const { id, orgId, createdAt, assistantId, phoneNumberId, name, customer, assistantOverrides } = call;
  const isAnswered = status === "in-progress" || status === "ended";
  return {
    id,
    orgId,
    createdAt,
    updatedAt: enteredAt(call, status) ?? createdAt,
    type: "outboundPhoneCall",
    phoneCallProvider: "twilio",
    phoneCallTransport: "pstn",
    status,
    assistantId,
    phoneNumberId,
    ...(name === undefined ? {} : { name }),
    customer,
    assistantOverrides,
    ...(isAnswered && call.answeredAt !== null ? { startedAt: call.answeredAt } : {}),
    ...(status === "ended" ? endedParts(call) : {}),
  };
}

/** What only an ended call has; the report carries the same. */
export function endedParts(call: KeptCall) {
  return {
    endedReason: call.endedReason,
    endedAt: call.endedAt,
    cost: costUsd({ answeredAt: call.answeredAt === null ? null : new Date(call.answeredAt), endedAt: new Date(call.endedAt) }),
    artifact: artifactOf(call),
    analysis: call.isAnalysed ? analysisOf(call) : {},
  };
}

/** Everything is on unless switched off, as at Vapi. The messages of the conversation are there in any case. */
function artifactOf({ id, artifactPlan, messages, hasRecordingConsent, answeredAt }: KeptCall) {
  const { recordingEnabled, transcriptPlan, loggingEnabled } = artifactPlan;
  const hasTranscript = (transcriptPlan as { enabled?: boolean } | undefined)?.enabled !== false;
  const isRecorded = recordingEnabled !== false && hasRecordingConsent && answeredAt !== null;
  const url = (name: string) => `https://storage.example.com/${id}-${name}`;
  return {
    messages,
    ...(hasTranscript
      ? { transcript: messages.map(({ role, message }) => `${role === "bot" ? "AI" : "User"}: ${message}\n`).join("") }
      : {}),
    ...(isRecorded ? { recordingUrl: url("mono.wav"), stereoRecordingUrl: url("stereo.wav") } : {}),
    ...(loggingEnabled === false ? {} : { logUrl: url("call.log") }),
  };
}

function analysisOf({ summary, findings }: KeptCall) {
  return { ...(summary === null ? {} : { summary }), ...(findings === null ? {} : { structuredData: findings }) };
}
