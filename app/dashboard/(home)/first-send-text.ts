import type { MailboxState } from "@/lib/engines/settings/describe-mailbox";
import { formatDate } from "@/lib/ui/format-time";

const DAY_MS = 86_400_000;

/** When the first message can leave, by the warm-up of the mailboxes that are there: the earliest counts. */
export function firstSendText(mailboxes: readonly MailboxState[], now: Date, timeZone: string): string {
  if (mailboxes.length === 0) return "A new mailbox warms up for two weeks before its first cold message, so connect it first.";
  const working = mailboxes.filter(({ status }) => status !== "paused");
  if (working.length === 0) return "Every mailbox is paused.";
  const [first] = working.flatMap(({ firstColdAt }) => firstColdAt ?? []).sort((a, b) => a.getTime() - b.getTime());
  if (!first) return "Warm-up of your mailbox has not started yet.";
  if (first <= now) return "Ready to send now.";
  const days = Math.ceil((first.getTime() - now.getTime()) / DAY_MS);
  return `Warming up: ready to send on ${formatDate(first, timeZone)}, in ${days === 1 ? "a day" : `${days} days`}.`;
}
