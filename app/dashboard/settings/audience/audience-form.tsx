"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { zodResolver } from "@hookform/resolvers/zod";
import { useAction } from "next-safe-action/hooks";
import { Controller, useForm } from "react-hook-form";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { confirmAudienceAction } from "@/app/dashboard/settings/actions";
import { LinesInput } from "@/app/dashboard/settings/audience/lines-input";
import { ReadOnlyNotice } from "@/app/dashboard/settings/read-only-notice";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardFooter } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { ClientForm } from "@/components/ui/client-form";
import { Field } from "@/components/ui/field";
import { INDUSTRIES } from "@/lib/domain/industries";
import { type AudienceInput, audienceInput } from "@/lib/domain/organisation";

type AudienceFormProps = {
  values: AudienceInput;
  /** Stored industries that are not of our vocabulary; saving drops them. */
  unknownIndustries: readonly string[];
  isConfirmed: boolean;
  mayEdit: boolean;
};

const LISTS = [
  { name: "icpTitles", label: "Job titles", hint: "One a line: Owner, Marketing Manager" },
  { name: "icpCompanySizes", label: "Company sizes", hint: "One a line: 5-50, 51 to 200, 500+" },
  { name: "icpLocations", label: "Places", hint: "One a line: NSW, Melbourne, New Zealand" },
  { name: "icpPainPoints", label: "What troubles them", hint: "One a line, in their words" },
] as const;

export function AudienceForm({ values, unknownIndustries, isConfirmed, mayEdit }: AudienceFormProps) {
  const form = useForm<AudienceInput>({ resolver: zodResolver(audienceInput, undefined, { raw: true }), defaultValues: values });
  const confirm = useAction(confirmAudienceAction, {
    onSuccess: () => {
      form.reset(form.getValues());
      toast.success("Confirmed. Your leads are being scored against it.");
    },
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  const { errors, isDirty } = form.formState;
  return (
    <ClientForm noValidate onSubmit={form.handleSubmit((input) => confirm.execute(input))} className="grid gap-4">
      <ReadOnlyNotice mayEdit={mayEdit} minimum="admin" />
      {unknownIndustries.length > 0 ? (
        <Alert tone="warning">Saving drops industries we do not know: {unknownIndustries.join(", ")}. Choose the closest ones below.</Alert>
      ) : null}
      <Card>
        <CardContent className="grid gap-5">
          <Controller
            control={form.control}
            name="icpIndustries"
            render={({ field }) => (
              <fieldset className="grid gap-2" disabled={!mayEdit}>
                <legend className="mb-2 font-medium">Industries</legend>
                <div className="grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-3 xl:grid-cols-4">
                  {INDUSTRIES.map((industry) => (
                    <label key={industry} htmlFor={`industry-${industry}`} className="flex items-center gap-2">
                      <Checkbox
                        id={`industry-${industry}`}
                        checked={field.value.includes(industry)}
                        disabled={!mayEdit}
                        onCheckedChange={(isChecked) =>
                          field.onChange(isChecked ? [...field.value, industry] : field.value.filter((other) => other !== industry))
                        }
                      />
                      <span className="truncate">{industryLabel(industry)}</span>
                    </label>
                  ))}
                </div>
              </fieldset>
            )}
          />
          <div className="grid items-start gap-4 sm:grid-cols-2">
            {LISTS.map(({ name, label, hint }) => (
              <Field key={name} label={label} hint={hint} error={errors[name]?.message ?? errors[name]?.find?.((entry) => entry)?.message}>
                {(control) => (
                  <Controller
                    control={form.control}
                    name={name}
                    render={({ field }) => (
                      <LinesInput {...control} lines={field.value} onLines={field.onChange} onBlur={field.onBlur} disabled={!mayEdit} />
                    )}
                  />
                )}
              </Field>
            ))}
          </div>
        </CardContent>
        <CardFooter className="justify-end">
          <Button type="submit" isPending={confirm.isExecuting} disabled={!mayEdit || (isConfirmed && !isDirty)}>
            {isDirty ? "Save and confirm" : "Confirm"}
          </Button>
        </CardFooter>
      </Card>
    </ClientForm>
  );
}

/** Where the slug alone reads wrongly. */
const INDUSTRY_LABELS: Partial<Record<string, string>> = {
  saas: "SaaS",
  ecommerce: "E-commerce",
  food_beverage: "Food and beverage",
  media_entertainment: "Media and entertainment",
  b2b_general: "B2B, general",
  b2c_general: "B2C, general",
};

function industryLabel(slug: string): string {
  const words = slug.replaceAll("_", " ");
  return INDUSTRY_LABELS[slug] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
