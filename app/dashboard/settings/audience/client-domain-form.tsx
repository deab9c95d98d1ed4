"use client";

import { useAction } from "next-safe-action/hooks";
import { useState } from "react";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { setClientDomainAction } from "@/app/dashboard/settings/audience/actions";
import { Button } from "@/components/ui/button";
import { ClientForm } from "@/components/ui/client-form";
import { Input } from "@/components/ui/input";
import type { OwnClientRow } from "@/lib/domain/own-clients";

/** Where a person gives a company its domain, by which its people are recognised. */
export function ClientDomainForm({ company }: { company: OwnClientRow }) {
  const [domain, setDomain] = useState(company.domain ?? "");
  const save = useAction(setClientDomainAction, {
    onSuccess: ({ data }) => {
      setDomain(data.domain);
      toast.success(`${company.name}: ${data.domain}`);
    },
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  return (
    <ClientForm
      className="mt-1.5 flex max-w-sm items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        save.execute({ portfolioId: company.id, domain });
      }}
    >
      <Input
        aria-label={`Domain of ${company.name}`}
        placeholder="client.com.au"
        autoComplete="off"
        value={domain}
        onChange={(event) => setDomain(event.target.value)}
      />
      <Button type="submit" variant="outline" size="sm" isPending={save.isExecuting} disabled={domain.trim() === ""}>
        Set domain<span className="sr-only">: {company.name}</span>
      </Button>
    </ClientForm>
  );
}
