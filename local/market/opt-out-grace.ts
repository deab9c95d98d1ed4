import type { Channel, PersonState } from "@/local/market/record";

/** What goes by mail or text may be on its way while we write. */
export const MAIL_GRACE_MS = 60_000;
/** LinkedIn's news reach the product a quarter of an hour late. */
const LINKEDIN_GRACE_MS = 20 * 60_000;
/** Nobody takes a letter out of the post again. */
const LETTER_GRACE_MS = 14 * 86_400_000;

/** How long after somebody's opt-out something from us is forgiven on a channel; a click is done when it is answered. */
export function optOutGraceMs({ optedOutBy, optedOutChannel }: PersonState, reachedBy: Channel = "email"): number {
  if (reachedBy === "mail") return LETTER_GRACE_MS;
  if (optedOutBy === "one_click" || optedOutBy === "unsubscribe_page") return 0;
  return optedOutChannel === "linkedin" ? LINKEDIN_GRACE_MS : MAIL_GRACE_MS;
}

export function optOutDetail({ optedOutBy, optedOutChannel }: PersonState): string {
  const where = optedOutChannel === null || optedOutChannel === "email" ? "" : ` on ${optedOutChannel}`;
  return `opted out by ${optedOutBy?.replaceAll("_", " ")}${where}`;
}
