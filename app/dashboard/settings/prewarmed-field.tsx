"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { type Control, Controller, type FieldValues, type Path } from "react-hook-form";
import { Checkbox } from "@/components/ui/checkbox";

type PrewarmedFieldProps<Values extends FieldValues & { isPrewarmed: boolean }> = {
  control: Control<Values>;
  label: string;
  /** What happens where it is left open. */
  otherwise: string;
};

/** Whether what is added has sent for weeks already, so that it needs no warm-up. */
export function PrewarmedField<Values extends FieldValues & { isPrewarmed: boolean }>({
  control,
  label,
  otherwise,
}: PrewarmedFieldProps<Values>) {
  return (
    <Controller
      control={control}
      name={"isPrewarmed" as Path<Values>}
      render={({ field }) => (
        <label htmlFor="is-prewarmed" className="flex items-start gap-2">
          <Checkbox
            id="is-prewarmed"
            className="mt-0.5"
            checked={field.value}
            onCheckedChange={(isChecked) => field.onChange(isChecked === true)}
          />
          <span>
            {label}
            <span className="block text-xs text-muted-foreground">{otherwise}</span>
          </span>
        </label>
      )}
    />
  );
}
