import { z } from "zod";

/** Reasons a person may give for a suppression they add by hand; the others come from what happened. */
export const MANUAL_SUPPRESSION_REASONS = ["asked_us", "do_not_contact", "customer", "competitor"] as const;
export type ManualSuppressionReason = (typeof MANUAL_SUPPRESSION_REASONS)[number];

/** Every reason in words. */
export const SUPPRESSION_REASON_LABELS: Record<string, string> = {
  unsubscribed: "Unsubscribed",
  complained: "Complained",
  hard_bounced: "Address does not exist",
  asked_us: "Asked us not to contact them",
  competitor: "Competitor",
  customer: "Existing customer",
  do_not_contact: "Do not contact",
  erased: "Erased on request",
  released: "Released",
};

export const suppressionEntryInput = z
  .object({
    kind: z.enum(["email", "domain"]),
    value: z.string().trim().toLowerCase().min(1, "Enter an address or a domain").max(254),
    reason: z.enum(MANUAL_SUPPRESSION_REASONS),
    evidence: z.string().trim().max(300),
  })
  .refine(({ kind, value }) => kind !== "email" || z.email().safeParse(value).success, {
    path: ["value"],
    error: "Enter a full email address",
  })
  .refine(({ kind, value }) => kind !== "domain" || /^(?!.*@)[^\s/]+\.[a-z]{2,}$/.test(value), {
    path: ["value"],
    error: "Enter a domain such as example.com.au",
  });
export type SuppressionEntryInput = z.infer<typeof suppressionEntryInput>;
