"use client";

import type { ReactNode } from "react";
import { bookLeadMeetingAction } from "@/app/dashboard/leads/actions";
import { FormDialog } from "@/app/dashboard/leads/form-dialog";
import { text } from "@/app/dashboard/leads/lead-dialogs";
import { runChange } from "@/app/dashboard/leads/run-change";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { Textarea } from "@/components/ui/textarea";
import { zoneCity } from "@/lib/ui/format-time";

const DURATIONS_MINUTES = [15, 30, 45, 60, 90];

type MeetingDialogProps = { trigger: ReactNode; leadId: string; leadZone: string; today: string };

/** Marks a meeting that was agreed elsewhere: the lead is converted and the sequence ends. */
export function MeetingDialog({ trigger, leadId, leadZone, today }: MeetingDialogProps) {
  return (
    <FormDialog
      trigger={trigger}
      title="Mark a meeting"
      description="The lead becomes converted and the sequence ends. The last message that reached them gets the credit."
      submitLabel="Mark meeting"
      onSubmit={(form) =>
        runChange(
          bookLeadMeetingAction({
            leadId,
            day: text(form, "day"),
            time: text(form, "time"),
            durationMinutes: Number(text(form, "duration")),
            notes: text(form, "notes"),
          }),
          ({ isNew }) => (isNew ? "Meeting marked" : "That meeting was known already"),
        )
      }
    >
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
        <Field label="Day">{(control) => <Input {...control} type="date" name="day" required defaultValue={today} />}</Field>
        <Field label={`Time in ${zoneCity(leadZone)}`}>
          {(control) => <Input {...control} type="time" name="time" required defaultValue="10:00" />}
        </Field>
        <Field label="Length">
          {(control) => (
            <NativeSelect {...control} name="duration" defaultValue="30">
              {DURATIONS_MINUTES.map((minutes) => (
                <option key={minutes} value={minutes}>
                  {minutes} min
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
      </div>
      <Field label="Notes" isOptional>
        {(control) => <Textarea {...control} name="notes" maxLength={2000} rows={2} />}
      </Field>
    </FormDialog>
  );
}
