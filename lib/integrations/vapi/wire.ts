import "server-only";
import { z } from "zod";

const text = z.string().nullish();
const time = z.iso.datetime({ offset: true }).nullish();

const customer = z.object({ number: text, name: text, externalId: text });

/** One thing said. `time` is in milliseconds; tool calls and results come in the same list with other roles. */
const spokenMessage = z.object({ role: z.string(), message: text, time: z.number().nullish() });
export type SpokenMessage = z.infer<typeof spokenMessage>;

const artifact = z.object({ transcript: text, messages: z.array(spokenMessage).nullish() });

/** All of it may be missing: the analysis is a model's, and it has a time limit. */
const analysis = z.object({ summary: text, structuredData: z.record(z.string(), z.unknown()).nullish() });

/** `status` and `endedReason` stay text: both lists grow without notice. */
export const vapiCall = z.object({
  id: z.string().min(1),
  createdAt: z.iso.datetime({ offset: true }),
  status: text,
  endedReason: text,
  startedAt: time,
  endedAt: time,
  /** US$. */
  cost: z.number().nullish(),
  phoneNumberId: text,
  customer: customer.nullish(),
  artifact: artifact.nullish(),
  analysis: analysis.nullish(),
});
export type VapiCall = z.infer<typeof vapiCall>;
export const vapiCalls = z.array(vapiCall);

export const vapiAssistant = z.object({ id: z.string().min(1), name: text });

export const vapiPhoneNumber = z.object({ id: z.string().min(1), provider: z.string(), number: text, name: text, status: text });
export const vapiPhoneNumbers = z.array(vapiPhoneNumber);

/** What we ask the analysis to fill in (`assistantSettings`); each part on its own may be missing or nonsense. */
export const callFindings = z.object({
  outcome: z.string().optional().catch(undefined),
  callback_at: z.iso.datetime({ offset: true }).nullish().catch(null),
  meeting_at: z.iso.datetime({ offset: true }).nullish().catch(null),
  asked_not_to_be_called: z.boolean().optional().catch(undefined),
  meeting_requested: z.boolean().optional().catch(undefined),
});

export const errorAnswer = z.object({ message: z.union([z.string(), z.array(z.string())]) });

/** When a day or an hour was named, before anybody knows whose clock it was said by. */
export const spokenTime = z.object({
  day: z.union([
    z.object({ kind: z.literal("in_days"), days: z.int().min(0) }),
    z.object({ kind: z.literal("weekday"), weekday: z.int().min(0).max(6) }),
    z.object({ kind: z.literal("in_minutes"), minutes: z.int().min(1) }),
    z.object({ kind: z.literal("next") }),
  ]),
  /** Minutes after midnight; null when only a day was named. */
  minuteOfDay: z.int().min(0).max(1439).nullable(),
});
export type SpokenTime = z.infer<typeof spokenTime>;

/** What the words of a call amount to. This much may be kept without consent: it holds none of the words. */
export const callWords = z.object({
  didPersonSpeak: z.boolean(),
  asksToStop: z.boolean(),
  isWrongNumber: z.boolean(),
  asksForCallback: z.boolean(),
  callback: spokenTime.nullable(),
  isBooked: z.boolean(),
  meeting: spokenTime.nullable(),
  isNotInterested: z.boolean(),
  isInterested: z.boolean(),
  /** When the person said yes to being recorded, in milliseconds; null without a clear and lasting yes. */
  consentedAt: z.number().nullable(),
});
export type CallWords = z.infer<typeof callWords>;

const shared = {
  timestamp: z.number().nullish(),
  call: vapiCall.nullish(),
  customer: customer.nullish(),
  /** Ours: put in place of the words before the message is stored. */
  words: callWords.optional(),
};

export const statusUpdate = z.object({ ...shared, type: z.literal("status-update"), status: z.string(), endedReason: text });

export const endOfCallReport = z.object({
  ...shared,
  type: z.literal("end-of-call-report"),
  endedReason: z.string(),
  startedAt: time,
  endedAt: time,
  cost: z.number().nullish(),
  artifact: artifact.nullish(),
  analysis: analysis.nullish(),
});
export type EndOfCallReport = z.infer<typeof endOfCallReport>;

/** Arguments come as an object or as JSON text. */
const toolCall = z.object({
  id: z.string(),
  function: z.object({ name: z.string(), arguments: z.union([z.string(), z.record(z.string(), z.unknown())]) }),
});
export const toolCallsMessage = z.object({ ...shared, type: z.literal("tool-calls"), toolCallList: z.array(toolCall) });
export type ToolCallsMessage = z.infer<typeof toolCallsMessage>;

export const transcriptMessage = z.object({
  ...shared,
  type: z.enum(["transcript", 'transcript[transcriptType="final"]']),
  role: z.string(),
  transcriptType: text,
  transcript: z.string().default(""),
});

const KNOWN_TYPES: readonly string[] = [
  "status-update",
  "end-of-call-report",
  "tool-calls",
  "transcript",
  'transcript[transcriptType="final"]',
];
const otherMessage = z.object({ ...shared, type: z.string().refine((type) => !KNOWN_TYPES.includes(type)) });

/** Everything Vapi posts; a type we did not ask for is acknowledged and left alone, a known one in another form is an error. */
export const serverMessage = z.object({
  message: z.union([statusUpdate, endOfCallReport, toolCallsMessage, transcriptMessage, otherMessage]),
});
export type ServerMessage = z.infer<typeof serverMessage>["message"];
