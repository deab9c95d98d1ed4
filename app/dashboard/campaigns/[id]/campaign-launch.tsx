"use client";

import { CirclePause, CirclePlay, TriangleAlert } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { useAction } from "next-safe-action/hooks";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { PauseCampaign } from "@/app/dashboard/campaigns/[id]/pause-campaign";
import { activateCampaignAction } from "@/app/dashboard/campaigns/actions";
import { ConfirmDialog } from "@/components/feedback/confirm-dialog";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { CampaignStatus } from "@/lib/db/types.gen";
import type { PermissionMode } from "@/lib/domain/outreach";
import { PERMISSION_MODE_TEXTS } from "@/lib/domain/permission-mode-texts";
import { formatCountOf } from "@/lib/ui/format-number";

/** What stands between the campaign and its first message, and where to change it. */
export type LaunchBlocker = { code: string; message: string; fix: string };

type CampaignLaunchProps = {
  campaignId: string;
  name: string;
  status: CampaignStatus;
  mode: PermissionMode;
  blockers: readonly LaunchBlocker[];
  mayEdit: boolean;
};

/** Starts a campaign, or says what is in the way; pauses a running one at once. */
export function CampaignLaunch({ campaignId, name, status, mode, blockers, mayEdit }: CampaignLaunchProps) {
  const activate = useAction(activateCampaignAction, {
    onSuccess: () => toast.success(`${name} is running.`),
    onError: (failure) => toast.error(actionErrorText(failure)),
  });

  if (!mayEdit || status === "completed") return null;
  if (status === "active") {
    return (
      <PauseCampaign
        campaignId={campaignId}
        name={name}
        trigger={
          <Button variant="outline">
            <CirclePause />
            Pause
          </Button>
        }
      />
    );
  }
  const label = status === "paused" ? "Resume" : "Activate";
  if (blockers.length > 0) return <BlockedLaunch label={label} blockers={blockers} />;
  return (
    <ConfirmDialog
      trigger={
        <Button>
          <CirclePlay />
          {label}
        </Button>
      }
      title={`${label} ${name}?`}
      description={
        <>
          <p>Scored leads join it, and the first messages are planned within the hour.</p>
          <p className="mt-2">
            <strong className="font-medium text-foreground">{PERMISSION_MODE_TEXTS[mode].label}:</strong>{" "}
            {PERMISSION_MODE_TEXTS[mode].consequence}
          </p>
        </>
      }
      confirmLabel={label}
      onConfirm={async () => {
        await activate.executeAsync({ campaignId });
      }}
    />
  );
}

function BlockedLaunch({ label, blockers }: { label: string; blockers: readonly LaunchBlocker[] }) {
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button variant="outline">
          <TriangleAlert className="text-warning" />
          {label}: {formatCountOf(blockers.length, "thing")} in the way
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end">
        <p className="mb-2 font-medium">Before it can start</p>
        <BlockerList blockers={blockers} />
      </PopoverContent>
    </Popover>
  );
}

export function BlockerList({ blockers }: { blockers: readonly LaunchBlocker[] }) {
  return (
    <ul className="grid gap-2">
      {blockers.map(({ code, message, fix }) => (
        <li key={code} className="flex items-start justify-between gap-3">
          <span className="text-pretty">{message}</span>
          <Link href={fix as Route} className="shrink-0 font-medium text-link hover:underline">
            Fix
            <span className="sr-only">: {message}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
