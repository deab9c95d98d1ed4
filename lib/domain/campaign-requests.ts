import { z } from "zod";
import { campaignInput, campaignScheduleInput, STEP_PURPOSES, sequenceStepInput, VERSION_MOVES } from "@/lib/domain/campaigns";
import { CHANNELS } from "@/lib/domain/outreach";

/** What the campaign pages send: the change, and which campaign it is about. */
export const campaignIdInput = z.object({ campaignId: z.uuid() });
export const campaignEditInput = campaignInput.extend({ campaignId: z.uuid() });
export const campaignScheduleEditInput = z.object({ campaignId: z.uuid(), schedule: campaignScheduleInput });

export const sequenceInput = z.object({
  campaignId: z.uuid(),
  steps: z
    .array(sequenceStepInput)
    .min(1, "Keep at least one step")
    .max(10, "Ten steps are the most")
    .superRefine((steps, context) => {
      const first = steps.findIndex(({ channel }) => channel === "email");
      if (first >= 0 && !steps[first]?.subjectTemplate) {
        context.addIssue({
          code: "custom",
          path: [first, "subjectTemplate"],
          message: "The first e-mail needs a subject; the later ones answer in its thread",
        });
      }
    }),
});

export type SequenceInput = z.infer<typeof sequenceInput>;

/** The same to be stored: over which version it was written, and whether leads on their way go over to it. */
export const sequenceEditInput = sequenceInput.extend({
  basedOnVersion: z.number().int().min(0),
  moves: z.enum(VERSION_MOVES),
});

/** Steps as they are being typed: too short or without a subject is something to point out, not to refuse. */
export const sequencePreviewInput = z.object({
  campaignId: z.uuid(),
  steps: z
    .array(
      z.object({
        channel: z.enum(CHANNELS),
        purpose: z.enum(STEP_PURPOSES),
        subjectTemplate: z.string().max(1000).nullable(),
        bodyTemplate: z.string().max(20_000),
      }),
    )
    .max(10),
});
export type SequencePreviewInput = z.infer<typeof sequencePreviewInput>;

/** The other fields a template may use beside those of an imported column. */
export const MERGE_FIELDS = [
  { name: "first_name", meaning: "The lead's first name" },
  { name: "last_name", meaning: "The lead's last name" },
  { name: "title", meaning: "Their job title" },
  { name: "company", meaning: "Their company" },
  { name: "city", meaning: "Their city" },
  { name: "industry", meaning: "Their industry" },
  { name: "agency", meaning: "Your agency's name" },
  { name: "offer", meaning: "The offer of this campaign, or your default one" },
  { name: "opening", meaning: "An opening line for a hot lead, or no line" },
  { name: "sender_name", meaning: "Full name of the mailbox's sender" },
  { name: "sender_first_name", meaning: "First name of the mailbox's sender" },
] as const;
