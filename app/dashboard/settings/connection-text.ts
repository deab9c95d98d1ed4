import { formatDate } from "@/lib/ui/format-time";

type Connected = { connectedAt: Date | null; pausedAt: Date | null };

/** Whether what a sender needs at its provider is there, and since when; why not stands with its pause. */
export function connectionText({ connectedAt, pausedAt }: Connected, timeZone: string): string {
  if (connectedAt) return `Connected on ${formatDate(connectedAt, timeZone)}.`;
  return pausedAt ? "It is not connected." : "It is being connected.";
}
