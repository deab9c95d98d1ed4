"use client";

import { type ReactNode, useState } from "react";
import { COMPONENT_LABELS } from "@/app/dashboard/leads/lead-words";
import { IndustryChoice } from "@/app/dashboard/settings/audience/industry-choice";
import { LinesInput } from "@/app/dashboard/settings/audience/lines-input";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ClientForm } from "@/components/ui/client-form";
import { Field, type FieldControlProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { CARD_LABELS, CARD_VALUES, type CardName, type CardValue, type CardValues, REVENUE_RANGES } from "@/lib/domain/icp";
import { COMPONENTS } from "@/lib/domain/scoring";

type CardEditorProps<Name extends CardName> = {
  card: Name;
  value: CardValue<Name>;
  isPending: boolean;
  onSave: (value: CardValue<Name>) => void;
  onCancel: () => void;
};

/** Changes what one card holds. Says what is wrong with it before it is saved. */
export function CardEditor<Name extends CardName>({ card, value, isPending, onSave, onCancel }: CardEditorProps<Name>) {
  const [draft, setDraft] = useState<CardValue<Name>>(value);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = () => {
    const checked = CARD_VALUES[card].safeParse(draft);
    setProblem(checked.success ? null : (checked.error.issues[0]?.message ?? "Check what you entered"));
    if (checked.success) onSave(checked.data as CardValue<Name>);
  };
  return (
    <ClientForm
      noValidate
      className="grid gap-3"
      aria-label={`Edit: ${CARD_LABELS[card]}`}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onCancel();
        if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) submit();
      }}
    >
      {(EDITORS[card] as Editor<CardValue<Name>>)(draft, setDraft, problem ?? undefined)}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="sm" isPending={isPending}>
          Save
        </Button>
        <Button variant="ghost" size="sm" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </ClientForm>
  );
}

type Editor<Value> = (value: Value, onChange: (value: Value) => void, error: string | undefined) => ReactNode;

const EDITORS: { [Name in CardName]: Editor<CardValues[Name]> } = {
  services: lineEditor("One a line, as you would name it to a prospect"),
  value_proposition: (value, onChange, error) => (
    <Field label="In a sentence or two" error={error}>
      {(control) => <Textarea {...control} autoFocus value={value} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  ),
  agency: (value, onChange, error) => (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <NumberField label="People in the team" value={value.teamSize} onChange={(teamSize) => onChange({ ...value, teamSize })} autoFocus />
      <NumberField
        label="Years in business"
        value={value.yearsInBusiness}
        onChange={(yearsInBusiness) => onChange({ ...value, yearsInBusiness })}
      />
      <Field label="Offices" hint="One a line" error={error} className="sm:col-span-2">
        {(control) => <LinesInput {...control} lines={value.offices} onLines={(offices) => onChange({ ...value, offices })} />}
      </Field>
    </div>
  ),
  industries: (value, onChange, error) => (
    <>
      <IndustryChoice legend="Choose all that fit" chosen={value} onChosen={onChange} isDisabled={false} />
      <Problem text={error} />
    </>
  ),
  company_sizes: lineEditor("Head counts, one a line: 11-50, 51 to 200, 500+"),
  revenue_ranges: (value, onChange, error) => <RevenueChoice chosen={value} onChosen={onChange} error={error} />,
  locations: lineEditor("One a line: NSW, Melbourne, New Zealand"),
  technologies: lineEditor("One a line: Shopify, HubSpot"),
  signals: lineEditor("One a line: hiring a marketing manager"),
  titles: lineEditor("One a line: Owner, Marketing Manager"),
  pain_points: lineEditor("One a line, in their words"),
  weights: (value, onChange, error) => <WeightFields weights={value} onChange={onChange} error={error} />,
};

function lineEditor(hint: string): Editor<string[]> {
  return (value, onChange, error) => (
    <Field label="Entries" hint={hint} error={error}>
      {(control) => <LinesInput {...control} autoFocus lines={value} onLines={onChange} />}
    </Field>
  );
}

type RevenueChoiceProps = {
  chosen: CardValues["revenue_ranges"];
  onChosen: (ranges: CardValues["revenue_ranges"]) => void;
  error: string | undefined;
};

function RevenueChoice({ chosen, onChosen, error }: RevenueChoiceProps) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 font-medium">Choose all that fit</legend>
      {REVENUE_RANGES.map((range) => (
        <label key={range} htmlFor={`revenue-${range}`} className="flex items-center gap-2">
          <Checkbox
            id={`revenue-${range}`}
            checked={chosen.includes(range)}
            onCheckedChange={(isChecked) =>
              onChosen(REVENUE_RANGES.filter((other) => (other === range ? isChecked === true : chosen.includes(other))))
            }
          />
          {range}
        </label>
      ))}
      <Problem text={error} />
    </fieldset>
  );
}

function Problem({ text }: { text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <p role="alert" className="text-xs text-danger">
      {text}
    </p>
  );
}

type WeightFieldsProps = {
  weights: CardValues["weights"];
  onChange: (weights: CardValues["weights"]) => void;
  error: string | undefined;
};

function WeightFields({ weights, onChange, error }: WeightFieldsProps) {
  const sum = COMPONENTS.reduce((total, component) => total + weights[component], 0);
  return (
    <div className="grid gap-3">
      {COMPONENTS.map((component) => (
        <Field key={component} label={COMPONENT_LABELS[component]}>
          {(control: FieldControlProps) => (
            <div className="flex items-center gap-3">
              <input
                {...control}
                type="range"
                min={0}
                max={100}
                step={1}
                value={weights[component]}
                onChange={(event) => onChange({ ...weights, [component]: Number(event.target.value) })}
                className="h-8 min-w-0 flex-1 accent-primary"
              />
              <output htmlFor={control.id} className="w-8 text-right font-medium">
                {weights[component]}
              </output>
            </div>
          )}
        </Field>
      ))}
      <p role="status" className={sum === 100 ? "text-xs text-muted-foreground" : "text-xs text-warning"}>
        {sum === 100 ? "Together 100." : `Together ${sum}: ${sum > 100 ? `${sum - 100} too many` : `${100 - sum} left to give`}.`}
      </p>
      <Problem text={error} />
    </div>
  );
}

type NumberFieldProps = { label: string; value: number | null; onChange: (value: number | null) => void; autoFocus?: boolean };

function NumberField({ label, value, onChange, autoFocus = false }: NumberFieldProps) {
  return (
    <Field label={label} isOptional>
      {(control) => (
        <Input
          {...control}
          type="number"
          min={0}
          autoFocus={autoFocus}
          value={value ?? ""}
          onChange={(event) => onChange(event.target.value === "" ? null : Math.trunc(event.target.valueAsNumber))}
        />
      )}
    </Field>
  );
}
