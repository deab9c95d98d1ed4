import "server-only";
import { z } from "zod";
import type { RawBytes, Secrets } from "@/lib/integrations/signatures/hmac-signature";
import { verifyStandardWebhook } from "@/lib/integrations/signatures/standard-webhook";

/** A webhook as Resend posts it; only what we read. Unlike in requests `tags` is an object here, and `headers` a list. */
export const resendEvent = z.object({
  type: z.string(),
  created_at: z.coerce.date(),
  data: z.object({
    email_id: z.string().min(1),
    from: z.string().nullish(),
    to: z.array(z.string()).default([]),
    subject: z.string().nullish(),
    tags: z.record(z.string(), z.string()).nullish(),
    headers: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
    bounce: z
      .object({
        type: z.string(),
        subType: z.string().nullish(),
        message: z.string().nullish(),
        diagnosticCode: z.array(z.string()).nullish(),
      })
      .nullish(),
    failed: z.object({ reason: z.string() }).nullish(),
    suppressed: z.object({ type: z.string().nullish(), reason: z.string().nullish() }).nullish(),
  }),
});
export type ResendEvent = z.infer<typeof resendEvent>;

/** @returns the delivery's id (`svix-id`), by which repeats are told, or undefined when Resend did not sign this */
export function verifyResend(request: { headers: Headers; body: RawBytes; secrets: Secrets; now: Date }): string | undefined {
  return verifyStandardWebhook({ ...request, prefix: "svix" });
}
