import "server-only";
import { readCallWords, turnsOf } from "@/lib/integrations/vapi/call-words";
import { serverMessage } from "@/lib/integrations/vapi/wire";

type Json = Record<string, unknown>;

/** Where a message carries what was said, at its top. Its artifact, its call's artifact and the assistant's history are dealt with apart. */
const SPOKEN = [
  "transcript",
  "originalTranscript",
  "conversation",
  "messages",
  "messagesOpenAIFormatted",
  "recordingUrl",
  "stereoRecordingUrl",
];

/**
 * A server message as it may be stored (AU-33): without a yes to recording, every word and recording goes before anything is written
 * down, and `message.words` says what they amounted to. Reading the result gives the same events as reading the original.
 * @param payload the parsed body; one of another form comes back without its words as well
 * @param asksToStop as in `CallReading`
 */
export function keepConsentedWords(payload: unknown, asksToStop?: (said: string) => boolean): unknown {
  const original = asObject(payload);
  const message = asObject(original?.message);
  if (!original || !message) return payload;
  const parsed = serverMessage.safeParse(payload).data?.message;
  const words = parsed?.words ?? wordsOf(parsed, asksToStop);
  if (words && words.consentedAt !== null) return payload;
  const silent: Json = { ...without(message, SPOKEN), ...(words ? { words } : {}) };
  if (message.artifact !== undefined) silent.artifact = {};
  const call = asObject(message.call);
  if (call) silent.call = { ...without(call, [...SPOKEN, "artifact"]) };
  return { ...original, message: silent };
}

function wordsOf(message: ReturnType<typeof serverMessage.parse>["message"] | undefined, asksToStop?: (said: string) => boolean) {
  if (message?.type === "end-of-call-report" && "artifact" in message) return readCallWords(turnsOf(message.artifact ?? {}), asksToStop);
  if (message && "transcript" in message && message.role === "user")
    return readCallWords([{ who: "person", text: message.transcript, time: null }], asksToStop);
  return undefined;
}

function without(json: Json, names: readonly string[]): Json {
  return Object.fromEntries(Object.entries(json).filter(([name]) => !names.includes(name)));
}

function asObject(value: unknown): Json | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}
