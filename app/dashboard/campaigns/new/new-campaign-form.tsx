"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { zodResolver } from "@hookform/resolvers/zod";
import { useAction } from "next-safe-action/hooks";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { createCampaignAction } from "@/app/dashboard/campaigns/actions";
import { CampaignFields } from "@/app/dashboard/campaigns/campaign-fields";
import { ReadOnlyNotice } from "@/app/dashboard/settings/read-only-notice";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardFooter } from "@/components/ui/card";
import { ClientForm } from "@/components/ui/client-form";
import { type CampaignInput, campaignInput } from "@/lib/domain/campaigns";
import type { PermissionMode } from "@/lib/domain/outreach";

type NewCampaignFormProps = { defaultMode: PermissionMode; defaultOffer: string | null; mayCreate: boolean };

export function NewCampaignForm({ defaultMode, defaultOffer, mayCreate }: NewCampaignFormProps) {
  const form = useForm<CampaignInput>({
    resolver: zodResolver(campaignInput, undefined, { raw: true }),
    defaultValues: { name: "", description: "", permissionMode: null, offer: "" },
    disabled: !mayCreate,
  });
  const create = useAction(createCampaignAction, { onError: (failure) => toast.error(actionErrorText(failure)) });
  return (
    <ClientForm noValidate onSubmit={form.handleSubmit((input) => create.execute(input))} className="grid gap-4">
      <ReadOnlyNotice mayEdit={mayCreate} minimum="member" />
      <Card>
        <CardContent className="grid gap-4">
          <CampaignFields form={form} defaultMode={defaultMode} defaultOffer={defaultOffer} />
        </CardContent>
        <CardFooter className="justify-end">
          <Button type="submit" isPending={create.isExecuting} disabled={!mayCreate}>
            Create the draft
          </Button>
        </CardFooter>
      </Card>
    </ClientForm>
  );
}
