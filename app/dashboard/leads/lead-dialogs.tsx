"use client";

import type { ReactNode } from "react";
import { assignLeadsAction, holdLeadsAction, snoozeLeadsAction, suppressLeadsAction } from "@/app/dashboard/leads/actions";
import { FormDialog } from "@/app/dashboard/leads/form-dialog";
import { runChange } from "@/app/dashboard/leads/run-change";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import type { LeadSelection } from "@/lib/domain/leads";
import { MANUAL_SUPPRESSION_REASONS, SUPPRESSION_REASON_LABELS } from "@/lib/domain/suppression-entry";
import { formatCountOf } from "@/lib/ui/format-number";

type LeadDialogProps = {
  trigger: ReactNode;
  selection: LeadSelection;
  /** How many leads that is. */
  count: number;
  onDone?: (() => void) | undefined;
};

/** What a change to several leads did, in a sentence: "12 leads put on hold, 1 stayed as it was". */
export function changeText(what: string) {
  return ({ changed, unchanged }: { changed: number; unchanged: number }) =>
    `${formatCountOf(changed, "lead")} ${what}${unchanged > 0 ? `; ${formatCountOf(unchanged, "lead")} stayed as before` : ""}`;
}

export function HoldDialog({ trigger, selection, count, onDone }: LeadDialogProps) {
  return (
    <FormDialog
      trigger={trigger}
      title={`Put ${formatCountOf(count, "lead")} on hold`}
      description="Nothing more is sent until somebody releases them. What had a slot gives it up."
      submitLabel="Put on hold"
      onSubmit={async (form) => {
        const problem = await runChange(holdLeadsAction({ selection, reason: text(form, "reason") }), changeText("put on hold"));
        if (problem === null) onDone?.();
        return problem;
      }}
    >
      <Field label="Why?" hint="Everybody sees this where they would ask why nothing is sent.">
        {(control) => <Input {...control} name="reason" required maxLength={300} autoComplete="off" placeholder="Dana calls them first" />}
      </Field>
    </FormDialog>
  );
}

export function SnoozeDialog({ trigger, selection, count, onDone, tomorrow }: LeadDialogProps & { tomorrow: string }) {
  return (
    <FormDialog
      trigger={trigger}
      title={`Snooze ${formatCountOf(count, "lead")}`}
      description="The sequence waits until that day begins where the lead is, then goes on with its gaps kept."
      submitLabel="Snooze"
      onSubmit={async (form) => {
        const problem = await runChange(snoozeLeadsAction({ selection, until: text(form, "until") }), changeText("snoozed"));
        if (problem === null) onDone?.();
        return problem;
      }}
    >
      <Field label="Until">
        {(control) => <Input {...control} type="date" name="until" required min={tomorrow} defaultValue={tomorrow} className="w-44" />}
      </Field>
    </FormDialog>
  );
}

export function SuppressDialog({ trigger, selection, count, onDone }: LeadDialogProps) {
  return (
    <FormDialog
      trigger={trigger}
      title={`Suppress ${formatCountOf(count, "lead")}`}
      description="They are not contacted again on any channel, and all that was still to come is cancelled. This cannot be undone here."
      submitLabel="Suppress"
      variant="danger"
      onSubmit={async (form) => {
        const reason = MANUAL_SUPPRESSION_REASONS.find((known) => known === form.get("reason")) ?? "do_not_contact";
        const input = { selection, reason, evidence: text(form, "evidence") };
        const problem = await runChange(suppressLeadsAction(input), changeText("suppressed"));
        if (problem === null) onDone?.();
        return problem;
      }}
    >
      <Field label="Reason">
        {(control) => (
          <NativeSelect {...control} name="reason">
            {MANUAL_SUPPRESSION_REASONS.map((reason) => (
              <option key={reason} value={reason}>
                {SUPPRESSION_REASON_LABELS[reason]}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <Field label="How do you know?" isOptional>
        {(control) => <Input {...control} name="evidence" maxLength={300} autoComplete="off" placeholder="Said so on the phone, 3 March" />}
      </Field>
    </FormDialog>
  );
}

export type CampaignChoice = { id: string; name: string; status: string };

export function AssignDialog({ trigger, selection, count, onDone, campaigns }: LeadDialogProps & { campaigns: readonly CampaignChoice[] }) {
  const open = campaigns.filter((campaign) => campaign.status !== "completed");
  return (
    <FormDialog
      trigger={trigger}
      title={`Assign ${formatCountOf(count, "lead")} to a campaign`}
      description="Scored leads enter it at once when it is running. Leads that are or were in a sequence stay where they are."
      submitLabel="Assign"
      onSubmit={async (form) => {
        const problem = await runChange(assignLeadsAction({ selection, campaignId: text(form, "campaign") }), changeText("assigned"));
        if (problem === null) onDone?.();
        return problem;
      }}
    >
      <Field label="Campaign" hint={open.length === 0 ? "There is no campaign yet: create one first." : undefined}>
        {(control) => (
          <NativeSelect {...control} name="campaign" required disabled={open.length === 0}>
            {open.map((campaign) => (
              <option key={campaign.id} value={campaign.id}>
                {campaign.name}
                {campaign.status === "active" ? "" : ` (${campaign.status})`}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
    </FormDialog>
  );
}

/** The text entered in a field. */
export function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
