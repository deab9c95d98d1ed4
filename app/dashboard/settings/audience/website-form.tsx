"use client";

import { Search } from "lucide-react";
import { useAction } from "next-safe-action/hooks";
import { useState } from "react";
import { actionErrorText } from "@/app/dashboard/action-error";
import { requestDiscoveryAction } from "@/app/dashboard/settings/audience/actions";
import { Button } from "@/components/ui/button";
import { ClientForm } from "@/components/ui/client-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { requestDiscoveryInput } from "@/lib/domain/discovery";

type WebsiteFormProps = {
  /** The address to begin with. */
  initialUrl: string;
  label?: string;
  submitLabel?: string;
  mayEdit: boolean;
};

/** Has a website read. What comes of it shows on the page around. */
export function WebsiteForm({ initialUrl, label = "Address of your website", submitLabel = "Read it", mayEdit }: WebsiteFormProps) {
  const [websiteUrl, setWebsiteUrl] = useState(initialUrl);
  const [problem, setProblem] = useState<string>();
  const request = useAction(requestDiscoveryAction, { onError: (failure) => setProblem(actionErrorText(failure)) });
  return (
    <ClientForm
      noValidate
      className="flex flex-wrap items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const input = { source: "website" as const, websiteUrl };
        const checked = requestDiscoveryInput.safeParse(input);
        setProblem(checked.error?.issues[0]?.message);
        if (checked.success) request.execute(input);
      }}
    >
      <Field label={label} error={problem} className="min-w-48 flex-1">
        {(control) => (
          <Input
            {...control}
            inputMode="url"
            autoComplete="url"
            spellCheck={false}
            placeholder="youragency.com.au"
            disabled={!mayEdit}
            value={websiteUrl}
            onChange={(event) => setWebsiteUrl(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" className="mt-6.5" isPending={request.isExecuting} disabled={!mayEdit}>
        <Search />
        {submitLabel}
      </Button>
    </ClientForm>
  );
}
