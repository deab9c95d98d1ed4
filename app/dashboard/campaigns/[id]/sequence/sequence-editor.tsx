"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { zodResolver } from "@hookform/resolvers/zod";
import { Plus } from "lucide-react";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useAction } from "next-safe-action/hooks";
import { useState } from "react";
import { useFieldArray, useForm, useWatch } from "react-hook-form";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { MergeFieldHelp } from "@/app/dashboard/campaigns/[id]/sequence/merge-field-help";
import { MoveDialog } from "@/app/dashboard/campaigns/[id]/sequence/move-dialog";
import { SequenceChecks } from "@/app/dashboard/campaigns/[id]/sequence/sequence-checks";
import { SequencePreviewPanel } from "@/app/dashboard/campaigns/[id]/sequence/sequence-preview-panel";
import { StepFields } from "@/app/dashboard/campaigns/[id]/sequence/step-fields";
import type { StepNotes } from "@/app/dashboard/campaigns/[id]/sequence/step-reasons";
import { useLeaveGuard } from "@/app/dashboard/campaigns/[id]/sequence/use-leave-guard";
import { useSequencePreview } from "@/app/dashboard/campaigns/[id]/sequence/use-sequence-preview";
import { editSequenceAction } from "@/app/dashboard/campaigns/actions";
import { ReadOnlyNotice } from "@/app/dashboard/settings/read-only-notice";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ClientForm } from "@/components/ui/client-form";
import { type SequenceInput, sequenceInput } from "@/lib/domain/campaign-requests";
import type { SequenceStepInput, VersionMoves } from "@/lib/domain/campaigns";
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
  /** The one in force, over which a new one is saved. */
  version: number;
  /** Another version whose steps are shown, to be saved as the next; null: those of the one in force. */
  draftVersion: number | null;
  nextVersion: number;
  /** Leads in the middle of a sequence: whether they go over is asked before a version is saved. */
  inFlight: number;
  steps: SequenceStepInput[];
  /** By step key. */
  notes: Readonly<Record<string, StepNotes>>;
  initialPreview: SequencePreview;
  mayEdit: boolean;
};

/** Steps on the left, what they come to for real leads on the right, renewed while one types. */
export function SequenceEditor(props: SequenceEditorProps) {
  const { campaignId, version, draftVersion, nextVersion, inFlight, steps, notes, initialPreview, mayEdit } = props;
  const router = useRouter();
  const form = useForm<SequenceInput>({ resolver: zodResolver(sequenceInput), defaultValues: { campaignId, steps } });
  const { fields, append, remove, swap } = useFieldArray({ control: form.control, name: "steps" });
  const current = useWatch({ control: form.control, name: "steps" });
  const { preview, isChecking } = useSequencePreview({ campaignId, steps: current, initialPreview });
  const [shownStep, setShownStep] = useState(0);
  const shown = Math.min(shownStep, fields.length - 1);
  const [asked, setAsked] = useState<SequenceInput | null>(null);
  const save = useAction(editSequenceAction, {
    onSuccess: ({ data, input }) => {
      setAsked(null);
      const whom = input.moves === "in_flight" ? "Leads on their way are going over to it." : "Leads that join from now on get it.";
      toast.success(`Saved as version ${data.version}. ${whom}`);
      if (draftVersion !== null) router.replace(`/dashboard/campaigns/${campaignId}/sequence` as Route);
    },
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  const saveFor = (input: SequenceInput, moves: VersionMoves) => save.execute({ ...input, moves, basedOnVersion: version });
  const { errors, isDirty } = form.formState;
  const isChanged = isDirty || draftVersion !== null;
  useLeaveGuard(isDirty && !save.isExecuting && !save.hasSucceeded);

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 xl:grid-cols-[minmax(0,1fr)_26rem]">
      <ClientForm
        noValidate
        onSubmit={form.handleSubmit((input) => (inFlight > 0 ? setAsked(input) : saveFor(input, "new_only")))}
        className="grid gap-4"
      >
        <ReadOnlyNotice mayEdit={mayEdit} minimum="member" />
        {draftVersion === null ? null : (
          <Alert tone="info" title={`Version ${draftVersion}, as it was written`}>
            Change it as you like; version {version} stays in force until you save.
          </Alert>
        )}
        <ol className="grid gap-3">
          {fields.map((field, index) => (
            <StepFields
              key={field.id}
              index={index}
              count={fields.length}
              day={1 + current.slice(0, index + 1).reduce((sum, { delayDays }) => sum + (delayDays || 0), 0)}
              form={form}
              notes={notes[current[index]?.stepKey ?? ""]}
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
            {inFlight > 0 ? `; ${formatCountOf(inFlight, "lead")} on their way` : ""}
          </span>
          <Button type="submit" isPending={save.isExecuting} disabled={!mayEdit || !isChanged}>
            Save as version {nextVersion}
          </Button>
        </div>
      </ClientForm>
      <div className="grid gap-4 xl:sticky xl:top-18">
        <SequencePreviewPanel preview={preview} isChecking={isChecking} step={shown} channel={current[shown]?.channel ?? "email"} />
        <SequenceChecks preview={preview} stepCount={fields.length} onShow={setShownStep} />
      </div>
      <MoveDialog
        input={asked}
        nextVersion={nextVersion}
        isSaving={save.isExecuting}
        onSave={(moves) => asked && saveFor(asked, moves)}
        onClose={() => setAsked(null)}
      />
    </div>
  );
}
