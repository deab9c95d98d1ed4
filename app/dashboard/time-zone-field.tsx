"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import { registerField } from "@/app/dashboard/register-field";
import { Field } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";

type TimeZoneFieldProps<Values extends FieldValues & { timezone: string }> = {
  form: Pick<UseFormReturn<Values>, "register" | "getValues">;
  timeZones: readonly string[];
  /** What the zone decides here. */
  hint: string;
  error: string | undefined;
};

/** The choice of a time zone in a form that has a `timezone`. */
export function TimeZoneField<Values extends FieldValues & { timezone: string }>({
  form,
  timeZones,
  hint,
  error,
}: TimeZoneFieldProps<Values>) {
  return (
    <Field label="Time zone" hint={hint} error={error}>
      {(control) => (
        <NativeSelect {...control} {...registerField(form, "timezone" as Path<Values>)}>
          {timeZones.map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll("_", " ")}
            </option>
          ))}
        </NativeSelect>
      )}
    </Field>
  );
}
