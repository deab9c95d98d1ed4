"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { MeetingDialog } from "@/app/dashboard/leads/[id]/meeting-dialog";
import { deleteLeadsAction, releaseLeadsAction, setLeadModeAction } from "@/app/dashboard/leads/actions";
import { HoldDialog, SnoozeDialog, SuppressDialog } from "@/app/dashboard/leads/lead-dialogs";
import { runChangeOrToast } from "@/app/dashboard/leads/run-change";
import { ConfirmDialog } from "@/components/feedback/confirm-dialog";
import { Button } from "@/components/ui/button";
import { NativeSelect } from "@/components/ui/native-select";
import { PERMISSION_MODES, type PermissionMode } from "@/lib/domain/outreach";
import { PERMISSION_MODE_TEXTS } from "@/lib/domain/permission-mode-texts";

type LeadActionsProps = {
  leadId: string;
  name: string;
  /** On hold or snoozed. */
  isHeld: boolean;
  /** The lead's own mode; null where the campaign's holds. */
  mode: PermissionMode | null;
  leadZone: string;
  today: string;
  tomorrow: string;
};

export function LeadActions({ leadId, name, isHeld, mode, leadZone, today, tomorrow }: LeadActionsProps) {
  const router = useRouter();
  const [isPending, startChange] = useTransition();
  const selection = { leadIds: [leadId] };
  const common = { selection, count: 1 };
  return (
    <>
      <NativeSelect
        aria-label="Permission mode of this lead"
        className="w-50"
        value={mode ?? ""}
        disabled={isPending}
        onChange={(event) => {
          const chosen = PERMISSION_MODES.find((known) => known === event.target.value) ?? null;
          startChange(async () => {
            await runChangeOrToast(
              setLeadModeAction({ leadId, mode: chosen }),
              chosen ? `${PERMISSION_MODE_TEXTS[chosen].label} for this lead` : "The campaign's mode holds again",
            );
          });
        }}
      >
        <option value="">Mode of the campaign</option>
        {PERMISSION_MODES.map((option) => (
          <option key={option} value={option}>
            {PERMISSION_MODE_TEXTS[option].label} for this lead
          </option>
        ))}
      </NativeSelect>
      {isHeld ? (
        <Button
          variant="outline"
          isPending={isPending}
          onClick={() =>
            startChange(async () => {
              await runChangeOrToast(releaseLeadsAction(selection), "Released: the next plan takes this lead in again");
            })
          }
        >
          Release
        </Button>
      ) : (
        <>
          <SnoozeDialog {...common} tomorrow={tomorrow} trigger={<Button variant="outline">Snooze</Button>} />
          <HoldDialog {...common} trigger={<Button variant="outline">Hold</Button>} />
        </>
      )}
      <SuppressDialog {...common} trigger={<Button variant="outline">Suppress</Button>} />
      <ConfirmDialog
        trigger={
          <Button variant="outline" className="text-danger">
            Delete
          </Button>
        }
        title={`Delete ${name}?`}
        description="The lead leaves every list and all that was still to come is cancelled. What was sent, and an opt-out, stays on record."
        confirmLabel="Delete"
        tone="danger"
        onConfirm={async () => {
          if (await runChangeOrToast(deleteLeadsAction(selection), `${name} was deleted`)) router.push("/dashboard/leads" as Route);
        }}
      />
      <MeetingDialog leadId={leadId} leadZone={leadZone} today={today} trigger={<Button>Mark meeting</Button>} />
    </>
  );
}
