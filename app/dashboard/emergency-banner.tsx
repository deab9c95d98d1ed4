import { OctagonX } from "lucide-react";
import { ReleaseStopButton } from "@/app/dashboard/release-stop-button";
import { formatShortTime } from "@/lib/ui/format-time";

type EmergencyBannerProps = { since: Date; by: string | null; reason: string | null; now: Date; timeZone: string; mayRelease: boolean };

/** Across the top of every page while everything is stopped: since when, by whom, why. */
export function EmergencyBanner({ since, by, reason, now, timeZone, mayRelease }: EmergencyBannerProps) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-4 gap-y-2 bg-danger-solid px-4 py-2 text-white">
      <OctagonX className="size-4 shrink-0" aria-hidden />
      <p className="min-w-0 flex-1 break-words">
        <strong className="font-semibold">Everything is stopped</strong> since {formatShortTime(since, now, timeZone)}
        {by ? ` by ${by}` : ""}
        {reason ? `: ${reason}` : ""}
      </p>
      <span className="text-foreground">{mayRelease ? <ReleaseStopButton /> : null}</span>
    </div>
  );
}
