"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { zodResolver } from "@hookform/resolvers/zod";
import { useAction } from "next-safe-action/hooks";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { editCampaignAction } from "@/app/dashboard/campaigns/actions";
import { CampaignFields } from "@/app/dashboard/campaigns/campaign-fields";
import { SaveFooter } from "@/app/dashboard/save-footer";
import { ReadOnlyNotice } from "@/app/dashboard/settings/read-only-notice";
import { Card, CardContent } from "@/components/ui/card";
import { ClientForm } from "@/components/ui/client-form";
import { type CampaignInput, campaignInput } from "@/lib/domain/campaigns";
import type { PermissionMode } from "@/lib/domain/outreach";

type EditCampaignFormProps = {
  campaignId: string;
  values: CampaignInput;
  defaultMode: PermissionMode;
  defaultOffer: string | null;
  mayEdit: boolean;
};

export function EditCampaignForm({ campaignId, values, defaultMode, defaultOffer, mayEdit }: EditCampaignFormProps) {
  const form = useForm<CampaignInput>({
    resolver: zodResolver(campaignInput, undefined, { raw: true }),
    defaultValues: values,
    disabled: !mayEdit,
  });
  const save = useAction(editCampaignAction, {
    onSuccess: () => {
      form.reset(form.getValues());
      toast.success("Saved. It holds from the next message on.");
    },
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  return (
    <ClientForm noValidate onSubmit={form.handleSubmit((input) => save.execute({ campaignId, ...input }))} className="grid max-w-3xl gap-4">
      <ReadOnlyNotice mayEdit={mayEdit} minimum="member" />
      <Card>
        <CardContent className="grid gap-4">
          <CampaignFields form={form} defaultMode={defaultMode} offer={{ ofWorkspace: defaultOffer }} />
        </CardContent>
        <SaveFooter isPending={save.isExecuting} isDirty={form.formState.isDirty} mayEdit={mayEdit} />
      </Card>
    </ClientForm>
  );
}
