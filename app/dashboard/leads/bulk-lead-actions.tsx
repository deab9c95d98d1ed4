"use client";

import { deleteLeadsAction, releaseLeadsAction } from "@/app/dashboard/leads/actions";
import {
  AssignDialog,
  type CampaignChoice,
  changeText,
  HoldDialog,
  SnoozeDialog,
  SuppressDialog,
} from "@/app/dashboard/leads/lead-dialogs";
import { runChangeOrToast } from "@/app/dashboard/leads/run-change";
import type { Selection } from "@/components/data-table/data-table";
import { ConfirmDialog } from "@/components/feedback/confirm-dialog";
import { Button } from "@/components/ui/button";
import type { LeadFilterInput, LeadSelection } from "@/lib/domain/leads";
import { formatCountOf } from "@/lib/ui/format-number";

type BulkLeadActionsProps = {
  selection: Selection;
  filter: LeadFilterInput;
  campaigns: readonly CampaignChoice[];
  tomorrow: string;
  clear: () => void;
};

/** What can be done to the ticked leads, or to all that match. */
export function BulkLeadActions({ selection: ticked, filter, campaigns, tomorrow, clear }: BulkLeadActionsProps) {
  const selection: LeadSelection = ticked.kind === "rows" ? { leadIds: ticked.ids } : { matching: filter };
  const count = ticked.kind === "rows" ? ticked.ids.length : ticked.count;
  const common = { selection, count, onDone: clear };
  return (
    <>
      <AssignDialog {...common} campaigns={campaigns} trigger={<Button variant="outline">Assign</Button>} />
      <SnoozeDialog {...common} tomorrow={tomorrow} trigger={<Button variant="outline">Snooze</Button>} />
      <HoldDialog {...common} trigger={<Button variant="outline">Hold</Button>} />
      <Button
        variant="outline"
        onClick={async () => {
          if (await runChangeOrToast(releaseLeadsAction(selection), changeText("released"))) clear();
        }}
      >
        Release
      </Button>
      <SuppressDialog {...common} trigger={<Button variant="outline">Suppress</Button>} />
      <ConfirmDialog
        trigger={
          <Button variant="outline" className="text-danger">
            Delete
          </Button>
        }
        title={`Delete ${formatCountOf(count, "lead")}?`}
        description="They leave every list and all that was still to come is cancelled. What was sent, and every opt-out, stays on record."
        confirmLabel="Delete"
        tone="danger"
        onConfirm={async () => {
          if (await runChangeOrToast(deleteLeadsAction(selection), changeText("deleted"))) clear();
        }}
      />
    </>
  );
}
