"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { zodResolver } from "@hookform/resolvers/zod";
import { useAction } from "next-safe-action/hooks";
import { Controller, useForm } from "react-hook-form";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { editScheduleAction } from "@/app/dashboard/campaigns/actions";
import { registerField } from "@/app/dashboard/register-field";
import { SaveFooter } from "@/app/dashboard/save-footer";
import { ReadOnlyNotice } from "@/app/dashboard/settings/read-only-notice";
import { TimeZoneField } from "@/app/dashboard/time-zone-field";
import { Button } from "@/components/ui/button";
import { Card, CardContent } from "@/components/ui/card";
import { ClientForm } from "@/components/ui/client-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { type CampaignScheduleInput, campaignScheduleInput } from "@/lib/domain/campaigns";
import { cn } from "@/lib/ui/cn";

type ScheduleFormProps = { campaignId: string; values: CampaignScheduleInput; timeZones: readonly string[]; mayEdit: boolean };

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

export function ScheduleForm({ campaignId, values, timeZones, mayEdit }: ScheduleFormProps) {
  const form = useForm<CampaignScheduleInput>({ resolver: zodResolver(campaignScheduleInput), defaultValues: values });
  const save = useAction(editScheduleAction, {
    onSuccess: () => {
      form.reset(form.getValues());
      toast.success("Saved. It holds from the next message on.");
    },
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  const { errors, isDirty } = form.formState;
  return (
    <ClientForm
      noValidate
      onSubmit={form.handleSubmit((schedule) => save.execute({ campaignId, schedule }))}
      className="grid max-w-3xl gap-4"
    >
      <ReadOnlyNotice mayEdit={mayEdit} minimum="member" />
      <Card>
        <CardContent>
          <fieldset disabled={!mayEdit} className="grid items-start gap-5 sm:grid-cols-2">
            <Field label="From" hint="On the recipient's own clock" error={errors.windowStart?.message}>
              {(control) => <Input {...control} {...registerField(form, "windowStart")} type="time" />}
            </Field>
            <Field label="Until" hint="The last message leaves before this" error={errors.windowEnd?.message}>
              {(control) => <Input {...control} {...registerField(form, "windowEnd")} type="time" />}
            </Field>
            <Controller
              control={form.control}
              name="workDays"
              render={({ field }) => <DayPicker days={field.value} onDays={field.onChange} error={errors.workDays?.message} />}
            />
            <Field label="At most a day" hint="New messages and follow-ups together" error={errors.dailyLimit?.message}>
              {(control) => (
                <Input {...control} {...registerField(form, "dailyLimit", { valueAsNumber: true })} type="number" min={1} max={500} />
              )}
            </Field>
            <TimeZoneField
              form={form}
              timeZones={timeZones}
              hint="Counts the day's limit, and stands in where a recipient's own is unknown"
              error={errors.timezone?.message}
            />
            <Controller
              control={form.control}
              name="sendsOverShutdown"
              render={({ field }) => (
                <div className="flex items-start gap-3 sm:col-span-2">
                  <Switch
                    id="sends-over-shutdown"
                    className="mt-0.5"
                    checked={field.value}
                    onCheckedChange={field.onChange}
                    disabled={!mayEdit}
                    aria-describedby="sends-over-shutdown-hint"
                  />
                  <label htmlFor="sends-over-shutdown">
                    Send over the summer shutdown
                    <span id="sends-over-shutdown-hint" className="block text-xs text-muted-foreground">
                      20 December to 10 January, when most offices are closed. Public holidays of the recipient's state are always kept.
                    </span>
                  </label>
                </div>
              )}
            />
          </fieldset>
        </CardContent>
        <SaveFooter isPending={save.isExecuting} isDirty={isDirty} mayEdit={mayEdit} />
      </Card>
    </ClientForm>
  );
}

type DayPickerProps = { days: readonly number[]; onDays: (days: number[]) => void; error: string | undefined };

function DayPicker({ days, onDays, error }: DayPickerProps) {
  return (
    <fieldset className="grid gap-1.5 sm:col-span-2" aria-describedby={error ? "work-days-error" : undefined}>
      <legend className="mb-1.5 font-medium">Days</legend>
      <div className="flex flex-wrap gap-1.5">
        {DAYS.map((name, index) => {
          const day = index + 1;
          const isOn = days.includes(day);
          return (
            <Button
              key={name}
              variant="outline"
              aria-pressed={isOn}
              className={cn("w-14", isOn && "border-primary bg-primary/10 text-link")}
              onClick={() => onDays(isOn ? days.filter((other) => other !== day) : [...days, day].sort((a, b) => a - b))}
            >
              {name}
            </Button>
          );
        })}
      </div>
      {error ? (
        <p id="work-days-error" role="alert" className="text-xs text-danger">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
