"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { zodResolver } from "@hookform/resolvers/zod";
import { Plus } from "lucide-react";
import { useAction } from "next-safe-action/hooks";
import { useState } from "react";
import { useFieldArray, useForm, useWatch } from "react-hook-form";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { MergeFieldHelp } from "@/app/dashboard/campaigns/[id]/sequence/merge-field-help";
import { SequencePreviewPanel } from "@/app/dashboard/campaigns/[id]/sequence/sequence-preview-panel";
import { StepFields } from "@/app/dashboard/campaigns/[id]/sequence/step-fields";
import { useLeaveGuard } from "@/app/dashboard/campaigns/[id]/sequence/use-leave-guard";
import { useSequencePreview } from "@/app/dashboard/campaigns/[id]/sequence/use-sequence-preview";
import { editSequenceAction } from "@/app/dashboard/campaigns/actions";
import { ReadOnlyNotice } from "@/app/dashboard/settings/read-only-notice";
import { Button } from "@/components/ui/button";
import { ClientForm } from "@/components/ui/client-form";
import { type SequenceInput, sequenceInput } from "@/lib/domain/campaign-requests";
import type { SequenceStepInput } from "@/lib/domain/campaigns";
import type { SequencePreview } from "@/lib/engines/campaigns/preview-sequence";
import { formatCountOf } from "@/lib/ui/format-number";

const MAXIMUM_STEPS = 10;
const NEW_STEP: SequenceStepInput = {
  channel: "email",
  delayDays: 4,
  purpose: "follow_up",
  subjectTemplate: null,
  bodyTemplate: "Hi {{first_name|there}},\n\n\n\n{{sender_first_name|The team}}",
};

type SequenceEditorProps = {
  campaignId: string;
  version: number;
  /** Leads in the middle of a sequence: they finish the version they started with. */
  inFlight: number;
  steps: SequenceStepInput[];
  initialPreview: SequencePreview;
  mayEdit: boolean;
};

/** Steps on the left, what they come to for real leads on the right, renewed while one types. */
export function SequenceEditor({ campaignId, version, inFlight, steps, initialPreview, mayEdit }: SequenceEditorProps) {
  const form = useForm<SequenceInput>({ resolver: zodResolver(sequenceInput), defaultValues: { campaignId, steps } });
  const { fields, append, remove, swap } = useFieldArray({ control: form.control, name: "steps" });
  const current = useWatch({ control: form.control, name: "steps" });
  const { preview, isChecking } = useSequencePreview({ campaignId, steps: current, initialPreview });
  const [shownStep, setShownStep] = useState(0);
  const shown = Math.min(shownStep, fields.length - 1);
  const save = useAction(editSequenceAction, {
    onSuccess: ({ data }) => toast.success(`Saved as version ${data.version}. Leads that join from now on get it.`),
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  const { errors, isDirty } = form.formState;
  useLeaveGuard(isDirty && !save.isExecuting && !save.hasSucceeded);

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 xl:grid-cols-[minmax(0,1fr)_26rem]">
      <ClientForm noValidate onSubmit={form.handleSubmit((input) => save.execute(input))} className="grid gap-4">
        <ReadOnlyNotice mayEdit={mayEdit} minimum="member" />
        <ol className="grid gap-3">
          {fields.map((field, index) => (
            <StepFields
              key={field.id}
              index={index}
              count={fields.length}
              day={1 + current.slice(0, index + 1).reduce((sum, { delayDays }) => sum + (delayDays || 0), 0)}
              form={form}
              problemsWithoutData={preview.problemsWithoutData[index] ?? []}
              mayEdit={mayEdit}
              onFocus={() => setShownStep(index)}
              onMove={(to) => swap(index, to)}
              onRemove={() => {
                remove(index);
                setShownStep(0);
              }}
            />
          ))}
        </ol>
        {errors.steps?.root?.message ? (
          <p role="alert" className="text-danger">
            {errors.steps.root.message}
          </p>
        ) : null}
        <div className="flex flex-wrap items-center gap-2">
          <Button variant="outline" disabled={!mayEdit || fields.length >= MAXIMUM_STEPS} onClick={() => append(NEW_STEP)}>
            <Plus />
            Add a step
          </Button>
          <MergeFieldHelp />
          <span className="ml-auto text-xs text-muted-foreground">
            Version {version}
            {inFlight > 0 ? `; ${formatCountOf(inFlight, "lead")} in flight keep the version they started with` : ""}
          </span>
          <Button type="submit" isPending={save.isExecuting} disabled={!mayEdit || !isDirty}>
            Save as version {version + 1}
          </Button>
        </div>
      </ClientForm>
      <SequencePreviewPanel preview={preview} isChecking={isChecking} step={shown} channel={current[shown]?.channel ?? "email"} />
    </div>
  );
}
