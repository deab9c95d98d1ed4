import { z } from "zod";
import { campaignInput, type StepWriter } from "@/lib/domain/campaigns";

/** What writing a campaign goes through, in order. */
export const WRITING_STAGES = ["audience", "split", "sequence", "messages", "checks"] as const;
export type WritingStageName = (typeof WRITING_STAGES)[number];

export const WRITING_STAGE_TEXTS: Readonly<Record<WritingStageName, string>> = {
  audience: "Read the audience",
  split: "One campaign or several",
  sequence: "Plan the touches",
  messages: "Write the messages",
  checks: "Check every message",
};

export const writingStage = z.object({
  stage: z.enum(WRITING_STAGES),
  state: z.enum(["waiting", "running", "done", "skipped"]),
  /** What came of it, in a line for a person. */
  detail: z.string().nullable(),
  skill: z.string().nullable(),
  /** Which of the skill's two ways answered. */
  by: z.enum(["baseline", "model"]).nullable(),
});
export type WritingStage = z.infer<typeof writingStage>;

/** A writing before anything has happened. */
export const FRESH_STAGES: readonly WritingStage[] = WRITING_STAGES.map((stage) => ({
  stage,
  state: "waiting",
  detail: null,
  skill: null,
  by: null,
}));

export type WritingStatus = "queued" | "running" | "done" | "failed";

/** A writing as the page shows it. */
export type WritingProgress = {
  id: string;
  status: WritingStatus;
  stages: WritingStage[];
  error: string | null;
  /** The version that was written; null until it is. */
  version: number | null;
  isInForce: boolean;
  isDismissed: boolean;
};

/** What people call who wrote a step. */
export const STEP_WRITER_TEXTS: Readonly<Record<StepWriter, { label: string; meaning: string }>> = {
  template: { label: "Ready-made", meaning: "Our ready sequence, as it came with the campaign" },
  baseline: { label: "Written by rules", meaning: "Written from your audience by rules, without an AI model" },
  model: { label: "Written by AI", meaning: "Written from your audience by an AI model, then checked by rules" },
  person: { label: "Yours", meaning: "Written by a person of this workspace; nothing writes over it" },
};

/** A new campaign as the form asks for it. `isSplit`: one for each industry of the audience. */
export const newCampaignInput = campaignInput
  .pick({ name: true, description: true, permissionMode: true })
  .extend({ isSplit: z.boolean(), isWritten: z.boolean() });
export type NewCampaignInput = z.input<typeof newCampaignInput>;

export const writingIdInput = z.object({ campaignId: z.uuid(), writingId: z.uuid() });
