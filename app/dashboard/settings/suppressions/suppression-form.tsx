"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { zodResolver } from "@hookform/resolvers/zod";
import { useAction } from "next-safe-action/hooks";
import { useForm, useWatch } from "react-hook-form";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { registerField } from "@/app/dashboard/register-field";
import { addSuppressionAction } from "@/app/dashboard/settings/actions";
import { Button } from "@/components/ui/button";
import { Card, CardContent } from "@/components/ui/card";
import { ClientForm } from "@/components/ui/client-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import {
  MANUAL_SUPPRESSION_REASONS,
  SUPPRESSION_REASON_LABELS,
  type SuppressionEntryInput,
  suppressionEntryInput,
} from "@/lib/domain/suppression-entry";
import { formatCountOf } from "@/lib/ui/format-number";

const EMPTY: SuppressionEntryInput = { kind: "email", value: "", reason: "asked_us", evidence: "" };

export function SuppressionForm() {
  const form = useForm<SuppressionEntryInput>({ resolver: zodResolver(suppressionEntryInput), defaultValues: EMPTY });
  const kind = useWatch({ control: form.control, name: "kind" });
  const add = useAction(addSuppressionAction, {
    onSuccess: ({ data, input }) => {
      form.reset({ ...EMPTY, kind: input.kind });
      const stopped = data.stoppedLeads > 0 ? ` Stopped for ${formatCountOf(data.stoppedLeads, "lead")}.` : "";
      toast.success(`${input.value} will not be contacted.${stopped}`);
    },
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  const { errors } = form.formState;
  return (
    <Card>
      <CardContent>
        <ClientForm
          noValidate
          onSubmit={form.handleSubmit((input) => add.execute(input))}
          className="grid items-start gap-3 sm:grid-cols-2 lg:grid-cols-[8rem_1fr_16rem]"
        >
          <Field label="What">
            {(control) => (
              <NativeSelect {...control} {...registerField(form, "kind")}>
                <option value="email">Address</option>
                <option value="domain">Domain</option>
              </NativeSelect>
            )}
          </Field>
          <Field label={kind === "email" ? "E-mail address" : "Domain, with everybody there"} error={errors.value?.message}>
            {(control) => (
              <Input
                {...control}
                {...registerField(form, "value")}
                autoComplete="off"
                spellCheck={false}
                placeholder={kind === "email" ? "sam@example.com.au" : "example.com.au"}
              />
            )}
          </Field>
          <Field label="Reason">
            {(control) => (
              <NativeSelect {...control} {...registerField(form, "reason")}>
                {MANUAL_SUPPRESSION_REASONS.map((reason) => (
                  <option key={reason} value={reason}>
                    {SUPPRESSION_REASON_LABELS[reason]}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
          <Field label="Note" isOptional className="sm:col-span-2 lg:col-span-2" error={errors.evidence?.message}>
            {(control) => <Input {...control} {...registerField(form, "evidence")} placeholder="Rang on Tuesday" />}
          </Field>
          <Button type="submit" className="sm:mt-6.5" isPending={add.isExecuting}>
            Add to the list
          </Button>
        </ClientForm>
      </CardContent>
    </Card>
  );
}
