import { z } from "zod";

/** A sentence that says why; kept with what was done. */
export const reasonInput = z.string().trim().min(1, "Say why, in a few words").max(300, "Use at most 300 characters");
export const stopReasonInput = z.object({ reason: reasonInput });
export const campaignPauseInput = z.object({ campaignId: z.uuid(), reason: reasonInput });
