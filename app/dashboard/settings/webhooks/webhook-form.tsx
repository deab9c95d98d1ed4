"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { zodResolver } from "@hookform/resolvers/zod";
import { useId } from "react";
import { Controller, useForm } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ClientForm } from "@/components/ui/client-form";
import { DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { WEBHOOK_EVENT_NAMES, WEBHOOK_EVENTS, type WebhookInput, webhookInput } from "@/lib/domain/webhook-events";

type WebhookFormProps = { values: WebhookInput; submitLabel: string; isPending: boolean; onSubmit: (input: WebhookInput) => void };

/** Where a webhook posts and what it hears of. */
export function WebhookForm({ values, submitLabel, isPending, onSubmit }: WebhookFormProps) {
  const form = useForm<WebhookInput>({ resolver: zodResolver(webhookInput), defaultValues: values });
  const { errors } = form.formState;
  return (
    <ClientForm noValidate onSubmit={form.handleSubmit((input) => onSubmit(input))} className="grid gap-4">
      <Field label="Address" hint="https on port 443, with a public name" error={errors.url?.message}>
        {(control) => (
          <Input
            {...control}
            {...form.register("url")}
            type="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://hooks.youragency.com.au/agency-os"
          />
        )}
      </Field>
      <Field label="What it is for" isOptional error={errors.description?.message}>
        {(control) => <Input {...control} {...form.register("description")} autoComplete="off" placeholder="Our CRM" />}
      </Field>
      <Controller
        control={form.control}
        name="events"
        render={({ field }) => <EventChoice value={field.value} onChange={field.onChange} error={errors.events?.message} />}
      />
      <DialogFooter>
        <Button type="submit" isPending={isPending}>
          {submitLabel}
        </Button>
      </DialogFooter>
    </ClientForm>
  );
}

type EventChoiceProps = {
  value: WebhookInput["events"];
  onChange: (events: WebhookInput["events"]) => void;
  error: string | undefined;
};

function EventChoice({ value, onChange, error }: EventChoiceProps) {
  const id = useId();
  return (
    <fieldset className="grid gap-2" aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-2 font-medium">Events</legend>
      <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">
        {WEBHOOK_EVENT_NAMES.map((event) => (
          <label key={event} htmlFor={`${id}-${event}`} className="flex items-start gap-2">
            <Checkbox
              id={`${id}-${event}`}
              className="mt-0.5"
              checked={value.includes(event)}
              onCheckedChange={(isChecked) =>
                onChange(WEBHOOK_EVENT_NAMES.filter((name) => (name === event ? isChecked === true : value.includes(name))))
              }
            />
            <span>
              {WEBHOOK_EVENTS[event]}
              <span className="block font-mono text-xs text-muted-foreground">{event}</span>
            </span>
          </label>
        ))}
      </div>
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-xs text-danger">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
