"use client";

import { type ReactNode, useState } from "react";
import { recordConsentAction, revokeConsentAction } from "@/app/dashboard/leads/actions";
import { FormDialog } from "@/app/dashboard/leads/form-dialog";
import { text } from "@/app/dashboard/leads/lead-dialogs";
import { runChange } from "@/app/dashboard/leads/run-change";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { NativeSelect } from "@/components/ui/native-select";
import { Textarea } from "@/components/ui/textarea";
import { CONSENT_BASES, CONSENT_BASIS_LABELS, type ConsentBasisName } from "@/lib/domain/consent-basis";

type RecordConsentDialogProps = { trigger: ReactNode; leadId: string; leadTitle: string | null; today: string };

const NOTE_LABELS: Record<ConsentBasisName, string> = {
  express: "How they agreed",
  inferred_relationship: "What the relationship is",
  inferred_publication: "Why the offer is relevant to that role",
};

/** Asks for what the law wants to see for the chosen basis, and no more. */
export function RecordConsentDialog({ trigger, leadId, leadTitle, today }: RecordConsentDialogProps) {
  const [basis, setBasis] = useState<ConsentBasisName>("express");
  const isPublication = basis === "inferred_publication";
  return (
    <FormDialog
      trigger={trigger}
      title="Record consent for e-mail"
      description={`It needs ${CONSENT_BASIS_LABELS[basis].needs}. You are named as who recorded it.`}
      submitLabel="Record"
      onSubmit={(form) =>
        runChange(
          recordConsentAction({
            leadId,
            basis,
            capturedOn: text(form, "capturedOn"),
            note: text(form, "note"),
            sourceUrl: text(form, "sourceUrl"),
            role: text(form, "role"),
            noContraryStatement: form.get("noContraryStatement") === "on",
          }),
          "Consent recorded",
        )
      }
    >
      <Field label="Basis">
        {(control) => (
          <NativeSelect
            {...control}
            value={basis}
            onChange={(event) => setBasis(CONSENT_BASES.find((known) => known === event.target.value) ?? "express")}
          >
            {CONSENT_BASES.map((option) => (
              <option key={option} value={option}>
                {CONSENT_BASIS_LABELS[option].label}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <Field label={isPublication ? "Read on" : "Since"}>
        {(control) => <Input {...control} type="date" name="capturedOn" required max={today} defaultValue={today} className="w-44" />}
      </Field>
      <Field label={NOTE_LABELS[basis]}>{(control) => <Textarea {...control} name="note" maxLength={1000} rows={2} />}</Field>
      <Field label={isPublication ? "Page on their own company's site" : "Page or record that shows it"} isOptional={!isPublication}>
        {(control) => <Input {...control} type="url" name="sourceUrl" required={isPublication} placeholder="https://" />}
      </Field>
      {isPublication ? (
        <>
          <Field label="Their role as published">
            {(control) => <Input {...control} name="role" required maxLength={200} defaultValue={leadTitle ?? ""} />}
          </Field>
          <Label className="flex items-start gap-2 font-normal">
            <Checkbox name="noContraryStatement" className="mt-0.5" />I checked: nothing on that page refuses offers
          </Label>
        </>
      ) : null}
    </FormDialog>
  );
}

type RevokeConsentDialogProps = { trigger: ReactNode; leadId: string; consentId: string };

export function RevokeConsentDialog({ trigger, leadId, consentId }: RevokeConsentDialogProps) {
  return (
    <FormDialog
      trigger={trigger}
      title="Revoke this basis?"
      description="Nothing more is sent to them until another basis is recorded. If they asked not to be contacted, suppress them instead."
      submitLabel="Revoke"
      variant="danger"
      onSubmit={(form) => runChange(revokeConsentAction({ leadId, consentId, reason: text(form, "reason") }), "Consent revoked")}
    >
      <Field label="Why?">
        {(control) => <Input {...control} name="reason" required maxLength={300} autoComplete="off" placeholder="Left the company" />}
      </Field>
    </FormDialog>
  );
}
