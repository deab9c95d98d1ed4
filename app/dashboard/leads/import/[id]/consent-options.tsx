"use client";

import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { RadioCard, RadioGroup } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";
import { CONSENT_BASES, CONSENT_BASIS_LABELS, type ConsentBasisName } from "@/lib/domain/consent-basis";
import type { DefaultConsent } from "@/lib/domain/lead-import";

const NONE = "none";

type ConsentOptionsProps = {
  value: DefaultConsent | null;
  onChange(value: DefaultConsent | null): void;
  hasBasisColumn: boolean;
};

/** Why the people in the file may be written to. Nothing is chosen beforehand: consent is stated, never assumed. */
export function ConsentOptions({ value, onChange, hasBasisColumn }: ConsentOptionsProps) {
  const choose = (choice: string) => {
    const basis = CONSENT_BASES.find((name) => name === choice);
    onChange(basis ? { note: "", sourceUrl: "", date: "", noContraryStatement: false, ...value, basis } : null);
  };
  return (
    <Card>
      <CardHeader>
        <CardTitle>Consent</CardTitle>
        <CardDescription>
          A lead without a basis is imported, but nothing is sent to it until somebody records one (Spam Act 2003).
          {hasBasisColumn ? " What the consent columns of the file say goes first; this holds for rows that say nothing." : ""}
        </CardDescription>
      </CardHeader>
      <CardContent className="grid gap-4">
        <RadioGroup value={value?.basis ?? NONE} onValueChange={choose} aria-label="Consent of the people in this file">
          <RadioCard
            value={NONE}
            title={hasBasisColumn ? "Only what the file says" : "None that holds for all of them"}
            description={hasBasisColumn ? "Rows without a basis come in without one." : "The leads come in without a basis."}
          />
          {CONSENT_BASES.map((basis) => (
            <RadioCard
              key={basis}
              value={basis}
              title={CONSENT_BASIS_LABELS[basis].label}
              description={`Needs ${CONSENT_BASIS_LABELS[basis].needs}.`}
            />
          ))}
        </RadioGroup>
        {value ? <Evidence value={value} onChange={onChange} /> : null}
      </CardContent>
    </Card>
  );
}

const NOTE_LABELS: Readonly<Record<ConsentBasisName, string>> = {
  express: "How they agreed",
  inferred_relationship: "What the relationship is",
  inferred_publication: "Why the offer is relevant to their role",
};

function Evidence({ value, onChange }: { value: DefaultConsent; onChange(value: DefaultConsent): void }) {
  const isPublication = value.basis === "inferred_publication";
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Date" hint={isPublication ? "When the pages were read." : "When it was given or began."}>
        {(control) => (
          <Input
            {...control}
            type="date"
            required
            value={value.date}
            onChange={(event) => onChange({ ...value, date: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="Page"
        isOptional={!isPublication}
        hint={
          isPublication
            ? "Counts only for leads whose company owns this site; a column of the file can name a page for each."
            : "Where it is shown."
        }
      >
        {(control) => (
          <Input
            {...control}
            inputMode="url"
            value={value.sourceUrl}
            onChange={(event) => onChange({ ...value, sourceUrl: event.target.value })}
          />
        )}
      </Field>
      <Field label={NOTE_LABELS[value.basis]} className="sm:col-span-2" isOptional={value.basis === "express" && value.sourceUrl !== ""}>
        {(control) => (
          <Textarea
            {...control}
            maxLength={2000}
            required={value.basis !== "express" || value.sourceUrl === ""}
            value={value.note}
            onChange={(event) => onChange({ ...value, note: event.target.value })}
          />
        )}
      </Field>
      {isPublication ? (
        <Label className="items-start font-normal sm:col-span-2">
          <Checkbox
            className="mt-0.5"
            checked={value.noContraryStatement}
            onCheckedChange={(checked) => onChange({ ...value, noContraryStatement: checked === true })}
          />
          We read those pages, their contact and their terms, and none of them refuses commercial messages.
        </Label>
      ) : null}
    </div>
  );
}
