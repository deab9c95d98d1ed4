"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { zodResolver } from "@hookform/resolvers/zod";
import { useAction } from "next-safe-action/hooks";
import { type UseFormReturn, useForm } from "react-hook-form";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { registerField } from "@/app/dashboard/register-field";
import { SaveFooter } from "@/app/dashboard/save-footer";
import { editOrganisationAction } from "@/app/dashboard/settings/actions";
import { ReadOnlyNotice } from "@/app/dashboard/settings/read-only-notice";
import { TimeZoneField } from "@/app/dashboard/time-zone-field";
import { Card, CardContent } from "@/components/ui/card";
import { ClientForm } from "@/components/ui/client-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { type OrganisationInput, organisationInput } from "@/lib/domain/organisation";

type OrganisationFormProps = { values: OrganisationInput; timeZones: readonly string[]; mayEdit: boolean };

export function OrganisationForm({ values, timeZones, mayEdit }: OrganisationFormProps) {
  const form = useForm<OrganisationInput>({
    // The browser sends what was typed; the server completes web addresses and squeezes the ABN.
    resolver: zodResolver(organisationInput, undefined, { raw: true }),
    defaultValues: values,
    disabled: !mayEdit,
  });
  const save = useAction(editOrganisationAction, {
    onSuccess: () => {
      form.reset(form.getValues());
      toast.success("Saved. The next message carries it.");
    },
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  const { errors, isDirty } = form.formState;
  return (
    <ClientForm noValidate onSubmit={form.handleSubmit((input) => save.execute(input))} className="grid gap-4">
      <ReadOnlyNotice mayEdit={mayEdit} minimum="admin" />
      <Card>
        <CardContent className="grid items-start gap-4 sm:grid-cols-2">
          <IdentityFields form={form} />
        </CardContent>
      </Card>
      <Card>
        <CardContent className="grid items-start gap-4 sm:grid-cols-2">
          <Field label="Website" isOptional error={errors.websiteUrl?.message}>
            {(control) => <Input {...control} {...registerField(form, "websiteUrl")} inputMode="url" placeholder="youragency.com.au" />}
          </Field>
          <Field label="Booking page" isOptional hint="Where a prospect picks a time" error={errors.bookingUrl?.message}>
            {(control) => (
              <Input {...control} {...registerField(form, "bookingUrl")} inputMode="url" placeholder="cal.com/youragency/intro" />
            )}
          </Field>
          <TimeZoneField
            form={form}
            timeZones={timeZones}
            hint="Months, days and daily limits follow this clock"
            error={errors.timezone?.message}
          />
          <Field
            label="Default offer"
            isOptional
            hint="Fills {{offer}} where a campaign has none of its own"
            error={errors.defaultOffer?.message}
          >
            {(control) => <Input {...control} {...registerField(form, "defaultOffer")} placeholder="a free review of your enquiries" />}
          </Field>
        </CardContent>
        <SaveFooter isPending={save.isExecuting} isDirty={isDirty} mayEdit={mayEdit} />
      </Card>
    </ClientForm>
  );
}

type OrganisationFields = { form: UseFormReturn<OrganisationInput> };

/** Who the messages come from, as the law wants it in each of them. */
export function IdentityFields({ form }: OrganisationFields) {
  const { errors } = form.formState;
  return (
    <>
      <Field label="Agency name" hint="What prospects know you as" error={errors.name?.message}>
        {(control) => <Input {...control} {...registerField(form, "name")} autoComplete="organization" />}
      </Field>
      <Field label="Legal name" hint="As registered; goes into every message" error={errors.legalName?.message}>
        {(control) => <Input {...control} {...registerField(form, "legalName")} placeholder="Your Agency Pty Ltd" />}
      </Field>
      <Field label="ABN" isOptional error={errors.abn?.message}>
        {(control) => <Input {...control} {...registerField(form, "abn")} inputMode="numeric" placeholder="51 824 753 556" />}
      </Field>
      <Field label="Contact address" hint="Where a recipient reaches a person" error={errors.contactEmail?.message}>
        {(control) => (
          <Input
            {...control}
            {...registerField(form, "contactEmail")}
            type="email"
            autoComplete="email"
            placeholder="hello@youragency.com.au"
          />
        )}
      </Field>
      <Field label="Postal address" isOptional className="sm:col-span-2" error={errors.postalAddress?.message}>
        {(control) => (
          <Textarea {...control} {...registerField(form, "postalAddress")} className="min-h-16" autoComplete="street-address" />
        )}
      </Field>
    </>
  );
}
