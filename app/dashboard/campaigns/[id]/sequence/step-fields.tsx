"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { ArrowDown, ArrowUp, Clock, Trash2 } from "lucide-react";
import { Controller, type UseFormReturn, useWatch } from "react-hook-form";
import { StepLength } from "@/app/dashboard/campaigns/[id]/sequence/step-length";
import { type StepNotes, StepReasons, StepWriterBadge } from "@/app/dashboard/campaigns/[id]/sequence/step-reasons";
import { registerField } from "@/app/dashboard/register-field";
import { ChannelIcon } from "@/components/feedback/channel-icon";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { Textarea } from "@/components/ui/textarea";
import type { SequenceInput } from "@/lib/domain/campaign-requests";
import { STEP_PURPOSES } from "@/lib/domain/campaigns";
import { CHANNEL_LABELS, CHANNELS, type Channel } from "@/lib/domain/outreach";

type StepFieldsProps = {
  index: number;
  count: number;
  /** Day of the sequence on which it leaves at the earliest; the first day is 1. */
  day: number;
  form: UseFormReturn<SequenceInput>;
  /** Absent: a step that was just added. */
  notes: StepNotes | undefined;
  /** What would stop it for a lead of whom only the address is known. */
  problemsWithoutData: readonly string[];
  mayEdit: boolean;
  onFocus: () => void;
  onMove: (to: number) => void;
  onRemove: () => void;
};

export function StepFields(props: StepFieldsProps) {
  const { index, day, form, notes, problemsWithoutData, mayEdit, onFocus } = props;
  const errors = form.formState.errors.steps?.[index];
  const step = useWatch({ control: form.control, name: `steps.${index}` });
  const isInvitation = step.channel === "linkedin" && step.purpose === "connect";

  /** A subject belongs to e-mails and an invitation to LinkedIn: neither stays behind on another channel. */
  const onChannel = (channel: Channel) => {
    const isSet = { shouldDirty: true, shouldValidate: form.formState.isSubmitted };
    form.setValue(`steps.${index}.channel`, channel, isSet);
    if (channel !== "email") form.setValue(`steps.${index}.subjectTemplate`, null, isSet);
    if (channel !== "linkedin" && step.purpose === "connect") form.setValue(`steps.${index}.purpose`, "follow_up", isSet);
  };
  return (
    <li id={`step-${index + 1}`} className="scroll-mt-4" onFocus={onFocus}>
      <Card>
        <CardHeader>
          <CardTitle className="flex items-center gap-2">
            <ChannelIcon channel={step.channel} />
            Step {index + 1}
            <span className="flex items-center gap-1 text-xs font-normal text-muted-foreground">
              <Clock className="size-3.5" aria-hidden />
              day {day}
            </span>
            {notes ? <StepWriterBadge writtenBy={notes.writtenBy} /> : null}
          </CardTitle>
          {mayEdit ? <StepButtons {...props} /> : null}
        </CardHeader>
        <CardContent>
          {notes ? <StepReasons notes={notes} channel={step.channel} delayDays={step.delayDays} /> : null}
          <fieldset disabled={!mayEdit} className="grid items-start gap-3 sm:grid-cols-3">
            <Field label="Channel">
              {(field) => (
                <NativeSelect {...field} value={step.channel} onChange={(event) => onChannel(event.target.value as Channel)}>
                  {CHANNELS.map((channel) => (
                    <option key={channel} value={channel}>
                      {CHANNEL_LABELS[channel]}
                    </option>
                  ))}
                </NativeSelect>
              )}
            </Field>
            <Field
              label={index === 0 ? "Days after joining" : "Days after the step before"}
              hint={`Leaves on day ${day} at the earliest, inside the schedule`}
              error={errors?.delayDays?.message}
            >
              {(field) => (
                <Input
                  {...field}
                  {...registerField(form, `steps.${index}.delayDays`, { valueAsNumber: true })}
                  type="number"
                  min={0}
                  max={60}
                />
              )}
            </Field>
            <Field label="Purpose">
              {(field) => (
                <Controller
                  control={form.control}
                  name={`steps.${index}.purpose`}
                  render={({ field: { value, onChange, ref, name, onBlur } }) => (
                    <NativeSelect {...field} ref={ref} name={name} onBlur={onBlur} value={value} onChange={onChange}>
                      {STEP_PURPOSES.filter((purpose) => purpose !== "connect" || step.channel === "linkedin").map((purpose) => (
                        <option key={purpose} value={purpose}>
                          {purpose === "connect" ? "invitation to connect" : purpose.replaceAll("_", " ")}
                        </option>
                      ))}
                    </NativeSelect>
                  )}
                />
              )}
            </Field>
            {step.channel === "email" ? <SubjectField {...props} /> : null}
            <Field
              label={isInvitation ? "Note with the invitation" : TEXT_LABELS[step.channel]}
              className="sm:col-span-3"
              hint={isInvitation ? undefined : HINTS[step.channel]}
              error={errors?.bodyTemplate?.message}
            >
              {(field) => (
                <Textarea
                  {...field}
                  {...registerField(form, `steps.${index}.bodyTemplate`)}
                  className="min-h-36 font-mono text-xs leading-5"
                />
              )}
            </Field>
            <div className="sm:col-span-3 empty:hidden">
              <StepLength channel={step.channel} isInvitation={isInvitation} text={step.bodyTemplate} />
            </div>
          </fieldset>
          {problemsWithoutData.length > 0 ? (
            <Alert tone="warning" title="Check this step" className="mt-3">
              <ul className="list-disc pl-4">
                {problemsWithoutData.map((problem) => (
                  <li key={problem}>{problem}</li>
                ))}
              </ul>
            </Alert>
          ) : null}
        </CardContent>
      </Card>
    </li>
  );
}

const TEXT_LABELS: Readonly<Record<Channel, string>> = {
  email: "Text",
  linkedin: "Message",
  voice: "What the call is about",
  sms: "Text message",
  mail: "Letter",
};
const HINTS: Readonly<Partial<Record<Channel, string>>> = {
  linkedin: "A message waits until the invitation is accepted",
  voice: "The caller says first who it is and that it is an AI; this is what it then talks about",
  sms: "No links: your name and the way out are added below",
};

function SubjectField({ index, form }: Pick<StepFieldsProps, "index" | "form">) {
  return (
    <Field
      label="Subject"
      isOptional={index > 0}
      className="sm:col-span-3"
      hint={index > 0 ? "Empty answers in the thread of the first message" : undefined}
      error={form.formState.errors.steps?.[index]?.subjectTemplate?.message}
    >
      {(field) => (
        <Controller
          control={form.control}
          name={`steps.${index}.subjectTemplate`}
          render={({ field: { value, onChange, ref, name, onBlur } }) => (
            <Input
              {...field}
              ref={ref}
              name={name}
              onBlur={onBlur}
              value={value ?? ""}
              onChange={(event) => onChange(event.target.value === "" ? null : event.target.value)}
            />
          )}
        />
      )}
    </Field>
  );
}

function StepButtons({ index, count, onMove, onRemove }: StepFieldsProps) {
  return (
    <span className="flex gap-1">
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={`Move step ${index + 1} up`}
        disabled={index === 0}
        onClick={() => onMove(index - 1)}
      >
        <ArrowUp />
      </Button>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={`Move step ${index + 1} down`}
        disabled={index === count - 1}
        onClick={() => onMove(index + 1)}
      >
        <ArrowDown />
      </Button>
      <Button variant="ghost" size="icon-sm" aria-label={`Remove step ${index + 1}`} disabled={count === 1} onClick={onRemove}>
        <Trash2 />
      </Button>
    </span>
  );
}
