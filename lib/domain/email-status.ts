/** What is known of an address before anything is sent to it. `unknown` means a provider looked and could not say. */
export const EMAIL_STATUSES = ["verified", "guessed", "catch_all", "invalid", "unknown"] as const;
export type EmailStatus = (typeof EMAIL_STATUSES)[number];
