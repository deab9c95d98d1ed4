import "server-only";
import { CLOSING_PHRASE } from "@/lib/domain/call-brief";
import { CALL_OUTCOMES } from "@/lib/domain/channel-events";
import type { OutgoingCall } from "@/lib/domain/hand-over";

/** domain.md 4.7: a call lasts two to five minutes at most. */
const LONGEST_CALL_SECONDS = 300;
const SHORTEST_CALL_SECONDS = 30;
const KEY_LIMIT = 40;

/**
 * Nothing is recorded, logged, captured or written down at the provider (AU-33): its own consent plan is for enterprises, and a running
 * call cannot be switched to recording. With a yes in the call we keep what the report brings us; recordings are never made.
 */
export const NOTHING_KEPT = {
  recordingEnabled: false,
  videoRecordingEnabled: false,
  pcapEnabled: false,
  loggingEnabled: false,
  transcriptPlan: { enabled: false },
} as const;

/** The state changes, live speech for opt-outs, tool calls and the report; nothing that repeats the conversation each turn. */
const SERVER_MESSAGES = ["status-update", "end-of-call-report", "tool-calls", 'transcript[transcriptType="final"]'];

/** Tried once by default, which loses a report whenever we restart. */
const BACKOFF = { type: "exponential", maxRetries: 8, baseDelaySeconds: 2 } as const;

export type AssistantConfiguration = {
  /** Where server messages go. Kept with the assistant, because Vapi signs only for addresses saved there, not for a call's own. */
  serverUrl: string;
  /** The HMAC credential made in Vapi. */
  credentialId: string;
  /** ElevenLabs voice. */
  voiceId: string;
  model: string;
};

/** What our assistant is on every call; `PATCH /assistant/{id}` with this is safe to repeat. */
export function assistantSettings({ serverUrl, credentialId, voiceId, model }: AssistantConfiguration) {
  return {
    name: "Agency OS outbound",
    firstMessageMode: "assistant-speaks-first",
    // A wish to stop must be heard at once (AU-30); the instructions have the model finish an interrupted opening.
    firstMessageInterruptionsEnabled: true,
    model: { provider: "anthropic", model, messages: [{ role: "system", content: "{{brief}}" }], tools: [{ type: "endCall" }] },
    voice: { provider: "11labs", voiceId, model: "eleven_flash_v2_5" },
    transcriber: { provider: "deepgram", model: "nova-3", language: "en-AU", mipOptOut: true },
    voicemailDetection: { provider: "vapi" },
    endCallPhrases: [CLOSING_PHRASE],
    maxDurationSeconds: LONGEST_CALL_SECONDS,
    artifactPlan: NOTHING_KEPT,
    analysisPlan: {
      summaryPlan: { enabled: true },
      structuredDataPlan: { enabled: true, schema: FINDINGS_SCHEMA },
      successEvaluationPlan: { enabled: false },
    },
    serverMessages: SERVER_MESSAGES,
    server: { url: serverUrl, credentialId, timeoutSeconds: 20, backoffPlan: BACKOFF },
  };
}

const FINDINGS_SCHEMA = {
  type: "object",
  properties: {
    outcome: {
      type: "string",
      enum: CALL_OUTCOMES.filter((outcome) => outcome !== "no_answer" && outcome !== "busy" && outcome !== "failed"),
    },
    callback_at: { type: "string", format: "date-time", description: "When the person asked to be called again, if they named a time." },
    meeting_at: { type: "string", format: "date-time", description: "The time the booking tool confirmed." },
    asked_not_to_be_called: { type: "boolean" },
  },
};

/**
 * The body of `POST /call`.
 * @param key ours, at most 40 characters: the only way to find the call again when the answer is lost
 */
export function callRequest(call: OutgoingCall, key: string, assistantId: string) {
  if (key.length > KEY_LIMIT) throw new RangeError(`A call's key has at most ${KEY_LIMIT} characters`);
  return {
    name: key,
    assistantId,
    phoneNumberId: call.from,
    customer: { number: call.to, externalId: key, numberE164CheckEnabled: true },
    assistantOverrides: {
      firstMessage: withoutTemplate(call.opening),
      variableValues: { brief: call.brief },
      ...(call.voicemail === null ? {} : { voicemailMessage: withoutTemplate(call.voicemail) }),
      maxDurationSeconds: Math.min(LONGEST_CALL_SECONDS, Math.max(SHORTEST_CALL_SECONDS, call.maximumSeconds)),
      artifactPlan: NOTHING_KEPT,
      metadata: { touch: key },
    },
  };
}

/** Vapi runs these lines through Liquid, which must not find a template in a lead's data. */
function withoutTemplate(line: string): string {
  return line.replace(/[{}]+/g, "").slice(0, 1000);
}
