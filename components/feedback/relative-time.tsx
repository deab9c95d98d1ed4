"use client";

import { useState } from "react";
import { formatRelativeTime, formatZonedTime } from "@/lib/ui/format-time";
import { useElapsedMs } from "@/lib/ui/use-elapsed-ms";

type RelativeTimeProps = {
  at: Date;
  /** The business time at which the server rendered; the text then moves on by itself. */
  now: Date;
  /** IANA zone of the agency. */
  timeZone: string;
  className?: string;
};

/** "5 min ago", with the full time in the agency's zone on hover. Server and browser render the same text. */
export function RelativeTime({ at, now, timeZone, className }: RelativeTimeProps) {
  const elapsedMs = useElapsedMs();
  const [anchor, setAnchor] = useState({ nowMs: now.getTime(), elapsedMs });
  if (anchor.nowMs !== now.getTime()) setAnchor({ nowMs: now.getTime(), elapsedMs });
  const currentMs = now.getTime() + Math.max(0, elapsedMs - anchor.elapsedMs);
  return (
    <time dateTime={at.toISOString()} title={formatZonedTime(at, timeZone)} className={className}>
      {formatRelativeTime(at, new Date(currentMs), timeZone)}
    </time>
  );
}
