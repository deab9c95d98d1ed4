import { z } from "zod";
import { CHANNELS, PERMISSION_MODES } from "@/lib/domain/outreach";
import { isTimeZone } from "@/lib/domain/time-zones";

export const STEP_PURPOSES = ["intro", "connect", "value_add", "pattern_interrupt", "follow_up", "breakup", "discovery"] as const;

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Use a time like 08:30");
const timezone = z.string().refine(isTimeZone, "Choose a time zone from the list");

/** Who wrote a step's text: our ready sequence, the rules, a model, or a person. */
export const STEP_WRITERS = ["template", "baseline", "model", "person"] as const;
export type StepWriter = (typeof STEP_WRITERS)[number];

/** What leads in the middle of a sequence do when a version of it comes. */
export const VERSION_MOVES = ["new_only", "in_flight"] as const;
export type VersionMoves = (typeof VERSION_MOVES)[number];

export const sequenceStepInput = z.object({
  /** Which step of the versions before it is; absent: a new one. */
  stepKey: z.uuid().optional(),
  channel: z.enum(CHANNELS),
  delayDays: z.number().int().min(0).max(60),
  purpose: z.enum(STEP_PURPOSES),
  /** Null: answers in the thread of the message before. */
  subjectTemplate: z
    .string()
    .trim()
    .max(150)
    .nullable()
    .transform((subject) => subject || null),
  bodyTemplate: z.string().trim().min(20, "Write at least a sentence").max(3000),
});
export type SequenceStepInput = z.infer<typeof sequenceStepInput>;

export const campaignInput = z.object({
  name: z.string().trim().min(1, "Give the campaign a name").max(200),
  description: z.string().trim().max(2000).default(""),
  permissionMode: z.enum(PERMISSION_MODES).nullable(),
  offer: z.string().trim().max(300).default(""),
});
export type CampaignInput = z.input<typeof campaignInput>;

export const campaignScheduleInput = z
  .object({
    timezone,
    windowStart: timeOfDay,
    windowEnd: timeOfDay,
    workDays: z.array(z.number().int().min(1).max(7)).min(1, "Choose at least one day"),
    dailyLimit: z.number().int().min(1).max(500),
    sendsOverShutdown: z.boolean(),
  })
  .refine(({ windowStart, windowEnd }) => windowStart < windowEnd, { path: ["windowEnd"], error: "The end must be after the start" });
export type CampaignScheduleInput = z.infer<typeof campaignScheduleInput>;
