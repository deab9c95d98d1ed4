import { z } from "zod";
import { agencyVoice } from "@/lib/domain/agency-voice";
import { STEP_PURPOSES } from "@/lib/domain/campaigns";
import { claimFact } from "@/lib/domain/claim-facts";
import { INDUSTRIES } from "@/lib/domain/industries";
import { CHANNELS } from "@/lib/domain/outreach";

export const MESSAGE_TONES = ["professional", "casual", "direct", "friendly", "formal"] as const;

/** How long each kind of message may be; a text leaves room for the name and the way out that are put behind it. */
export const MESSAGE_LIMITS = {
  subject: 49,
  firstEmailWords: 125,
  emailWords: 150,
  sms: 100,
  note: 300,
  inmail: 1900,
  letter: 2500,
  voice: 2500,
} as const;

const line = z.string().trim().min(1);

export const messageBrief = z.object({
  channel: z.enum(CHANNELS),
  touchNumber: z.int().min(1).max(10),
  purpose: z.enum(STEP_PURPOSES),
  tone: z.enum(MESSAGE_TONES),
  voice: agencyVoice,
  agency: z.object({
    name: line.max(200),
    valueProposition: z.string().nullable(),
    services: z.array(z.string()).max(20),
    offer: z.string().nullable(),
  }),
  icp: z.object({ titles: z.array(z.string()).max(30), painPoints: z.array(z.string()).max(20) }),
  industry: z.enum(INDUSTRIES).nullable(),
  /** What is known of the one person it goes to; empty: it is a template for everybody, with merge fields. */
  facts: z.array(claimFact).max(200),
  /** What has worked so far, in our words; null: nothing learned yet. */
  whatPatterns: z.string().max(1000).nullable(),
  /** Sentences an earlier attempt was refused for. */
  avoid: z.array(z.string()).max(20),
  now: z.iso.datetime(),
});
export type MessageBrief = z.infer<typeof messageBrief>;

export const generatedMessage = z.object({
  channel: z.enum(CHANNELS),
  touchNumber: z.int().min(1).max(10),
  /** Three for an e-mail, else none; no merge field of the company in them. */
  subjectOptions: z.array(line.max(MESSAGE_LIMITS.subject)).max(3),
  emailBody: z.string().nullable(),
  smsMessage: z.string().nullable(),
  connectionNote: z.string().nullable(),
  inmailBody: z.string().nullable(),
  voiceScriptPoints: z.array(line.max(300)).max(8),
  voiceObjectionHandlers: z.record(z.string(), z.string()),
  letterBody: z.string().nullable(),
  placeholdersUsed: z.array(z.string()).max(20),
  painPointAddressed: z.string().nullable(),
  /** Each sentence that asserts something, with the keys of the facts it rests on. */
  claims: z.array(z.object({ text: z.string(), cites: z.array(z.string()) })).max(60),
  /** Sentences a model wrote that no fact bears out; the text here is then the one written by rules. */
  refused: z.array(z.object({ text: z.string(), problems: z.array(z.string()) })).max(60),
});
export type GeneratedMessage = z.infer<typeof generatedMessage>;

/** The text of a message as a step of its channel carries it. */
export function messageBody({
  channel,
  emailBody,
  smsMessage,
  connectionNote,
  inmailBody,
  voiceScriptPoints,
  letterBody,
}: GeneratedMessage): string {
  switch (channel) {
    case "email":
      return emailBody ?? "";
    case "sms":
      return smsMessage ?? "";
    case "linkedin":
      return connectionNote ?? inmailBody ?? "";
    case "voice":
      return voiceScriptPoints.join("\n");
    case "mail":
      return letterBody ?? "";
  }
}
