"use client";

import { useAction } from "next-safe-action/hooks";
import { type FormEvent, useState } from "react";
import { cancelImportAction, startImportAction } from "@/app/dashboard/leads/import/actions";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardContent } from "@/components/ui/card";
import { ClientForm } from "@/components/ui/client-form";
import { Field } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";
import type { ImportQuote } from "@/lib/domain/enrichment-quote";
import type { ColumnMapping, DefaultConsent, ImportNotices } from "@/lib/domain/lead-import";
import { ColumnTable } from "./column-table";
import { ConsentOptions } from "./consent-options";
import { QuoteCard } from "./quote-card";

type MappingFormProps = {
  importJobId: string;
  header: readonly string[];
  preview: readonly (readonly string[])[];
  suggested: ColumnMapping;
  notices: ImportNotices;
  campaigns: readonly { id: string; name: string }[];
  quote: ImportQuote;
};

/** What the columns mean, where consent comes from, which campaign the leads are for, and what they cost; then the import starts. */
export function MappingForm({ importJobId, header, preview, suggested, notices, campaigns, quote }: MappingFormProps) {
  const [mapping, setMapping] = useState<ColumnMapping>(suggested);
  const [consent, setConsent] = useState<DefaultConsent | null>(null);
  const [campaignId, setCampaignId] = useState("");
  const start = useAction(startImportAction);
  const cancel = useAction(cancelImportAction);
  const problem = start.result.serverError ?? cancel.result.serverError ?? validationText(start.result.validationErrors);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.execute({
      importJobId,
      mapping,
      campaignId: campaignId || null,
      defaultConsent: consent,
      confirmedCeilingMicroAud: quote.ceilingMicroAud,
    });
  };

  return (
    <ClientForm onSubmit={submit} className="grid gap-6">
      {notices.encoding ? (
        <Alert tone="warning" title="Check the names below">
          The file is not in UTF-8 and was read as Windows-1252, the older Western encoding. If names look wrong, save it again as “CSV
          UTF-8” and upload that file.
        </Alert>
      ) : null}
      <section className="grid gap-3" aria-labelledby="columns">
        <div>
          <h2 id="columns" className="text-base font-semibold">
            Columns
          </h2>
          <p className="text-muted-foreground">Only the e-mail address is required. Columns that are left out are not stored.</p>
        </div>
        <ColumnTable header={header} preview={preview} mapping={mapping} onChange={setMapping} />
      </section>

      <ConsentOptions value={consent} onChange={setConsent} hasBasisColumn={mapping.consentBasis !== undefined} />

      <Card>
        <CardContent>
          <Field label="Campaign" isOptional hint="The leads are enrolled there once they are enriched and scored.">
            {(control) => (
              <NativeSelect {...control} value={campaignId} onChange={(event) => setCampaignId(event.target.value)}>
                <option value="">None yet</option>
                {campaigns.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
        </CardContent>
      </Card>

      <QuoteCard quote={quote} />

      {problem ? (
        <Alert tone="danger" title="The import has not started">
          {problem}
        </Alert>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button
          variant="outline"
          onClick={() => cancel.execute({ importJobId })}
          isPending={cancel.isExecuting}
          disabled={start.isExecuting}
        >
          Discard file
        </Button>
        <Button type="submit" isPending={start.isExecuting} disabled={!mapping.email || cancel.isExecuting}>
          Start import
        </Button>
      </div>
    </ClientForm>
  );
}

function validationText(
  errors: { formErrors: string[]; fieldErrors: Record<string, string[] | undefined> } | undefined,
): string | undefined {
  if (!errors) return undefined;
  return [...errors.formErrors, ...Object.values(errors.fieldErrors).flatMap((messages) => messages ?? [])].join(" ") || undefined;
}
