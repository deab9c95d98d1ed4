"use client";

import { useId } from "react";
import { industryLabel } from "@/app/dashboard/settings/audience/industry-label";
import { Checkbox } from "@/components/ui/checkbox";
import { INDUSTRIES, type Industry } from "@/lib/domain/industries";

type IndustryChoiceProps = {
  legend: string;
  chosen: readonly Industry[];
  onChosen: (industries: Industry[]) => void;
  isDisabled: boolean;
};

/** All industries of our vocabulary to tick. */
export function IndustryChoice({ legend, chosen, onChosen, isDisabled }: IndustryChoiceProps) {
  const id = useId();
  return (
    <fieldset className="grid gap-2" disabled={isDisabled}>
      <legend className="mb-2 font-medium">{legend}</legend>
      <div className="grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-3 xl:grid-cols-4">
        {INDUSTRIES.map((industry) => (
          <label key={industry} htmlFor={`${id}-${industry}`} className="flex items-center gap-2">
            <Checkbox
              id={`${id}-${industry}`}
              checked={chosen.includes(industry)}
              disabled={isDisabled}
              onCheckedChange={(isChecked) =>
                onChosen(INDUSTRIES.filter((other) => (other === industry ? isChecked === true : chosen.includes(other))))
              }
            />
            <span className="truncate">{industryLabel(industry)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
