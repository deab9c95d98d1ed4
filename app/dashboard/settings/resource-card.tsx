"use client";

import type { ReactNode } from "react";
import { ReasonDialog } from "@/app/dashboard/reason-dialog";
import { Button } from "@/components/ui/button";
import { Card, CardContent } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";
import { cn } from "@/lib/ui/cn";
import { formatShortTime } from "@/lib/ui/format-time";

type Meter = {
  label: string;
  /** For screen readers, where the label alone does not say whose it is. */
  name?: string;
  used: number;
  cap: number;
};

type PauseControl = {
  isPending: boolean;
  /** What a pause means, asked before one begins. */
  description: string;
  placeholder?: string;
  /** On the button that ends a pause, where that is not "Resume". */
  resumeLabel?: string;
  onPause: (reason: string) => Promise<{ serverError?: unknown; validationErrors?: unknown }>;
  onResume: () => void;
};

type ResourceCardProps = {
  resource: { label: string; pausedAt: Date | null; pausedReason: string | null };
  icon?: ReactNode;
  badge: ReactNode;
  subtitle: string;
  meters: readonly Meter[];
  /** What limits it now; while it is paused the pause stands in its place. */
  note: string;
  /** Said after the note, paused or not. */
  aside?: string;
  /** Null for who may not. */
  pause: PauseControl | null;
  now: Date;
  timeZone: string;
};

/** One mailbox, seat, number or return address: what it carried today of what it may, and why it does not. */
export function ResourceCard({ resource, icon, badge, subtitle, meters, note, aside, pause, now, timeZone }: ResourceCardProps) {
  const { label, pausedAt, pausedReason } = resource;
  return (
    <Card>
      <CardContent className="grid gap-3">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
          <div className="grid min-w-0 gap-0.5">
            <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
              {icon}
              <p className="min-w-0 font-medium break-all">{label}</p>
              {badge}
            </div>
            <p className="text-xs text-muted-foreground">{subtitle}</p>
          </div>
          {pause ? <PauseButton {...pause} label={label} isPaused={pausedAt !== null} /> : null}
        </div>
        <div className={cn("grid gap-x-6 gap-y-3", meters.length > 1 && "sm:grid-cols-2")}>
          {meters.map((meter) => (
            <MeterBar key={meter.label} {...meter} />
          ))}
        </div>
        <p className="text-xs text-pretty text-muted-foreground">
          {pausedAt ? `Paused ${formatShortTime(pausedAt, now, timeZone)}: ${pausedReason ?? "no reason given"}.` : note}
          {aside ? ` ${aside}` : ""}
        </p>
      </CardContent>
    </Card>
  );
}

type PauseButtonProps = PauseControl & { label: string; isPaused: boolean };

function PauseButton({ label, isPaused, isPending, description, placeholder, resumeLabel, onPause, onResume }: PauseButtonProps) {
  if (isPaused) {
    return (
      <Button variant="outline" size="sm" isPending={isPending} onClick={onResume}>
        {resumeLabel ?? "Resume"}
      </Button>
    );
  }
  return (
    <ReasonDialog
      trigger={
        <Button variant="outline" size="sm">
          Pause
        </Button>
      }
      title={`Pause ${label}?`}
      description={description}
      confirmLabel="Pause"
      {...(placeholder !== undefined && { placeholder })}
      onConfirm={async (reason) => {
        const { serverError, validationErrors } = await onPause(reason);
        return !serverError && !validationErrors;
      }}
    />
  );
}

function MeterBar({ label, name = label, used, cap }: Meter) {
  return (
    <div className="grid gap-1">
      <p className="flex justify-between gap-2 text-xs">
        <span className="min-w-0 truncate text-muted-foreground">{label}</span>
        <span>
          {used} of {cap}
        </span>
      </p>
      <Progress label={name} value={used} max={cap} tone={cap > 0 && used >= cap ? "warning" : "primary"} />
    </div>
  );
}
