"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { zodResolver } from "@hookform/resolvers/zod";
import { useAction } from "next-safe-action/hooks";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { createCampaignAction } from "@/app/dashboard/campaigns/actions";
import { CampaignFields } from "@/app/dashboard/campaigns/campaign-fields";
import { SplitChoice } from "@/app/dashboard/campaigns/new/split-choice";
import { ReadOnlyNotice } from "@/app/dashboard/settings/read-only-notice";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardFooter } from "@/components/ui/card";
import { ClientForm } from "@/components/ui/client-form";
import { Switch } from "@/components/ui/switch";
import type { CampaignSplit } from "@/lib/domain/campaign-plan";
import { type CampaignInput, campaignInput } from "@/lib/domain/campaigns";
import type { PermissionMode } from "@/lib/domain/outreach";

type NewCampaignFormProps = { defaultMode: PermissionMode; split: CampaignSplit; mayCreate: boolean };

/** Name, description and mode; everything else comes from the audience. */
export function NewCampaignForm({ defaultMode, split, mayCreate }: NewCampaignFormProps) {
  const form = useForm<CampaignInput>({
    resolver: zodResolver(campaignInput, undefined, { raw: true }),
    defaultValues: { name: "", description: "", permissionMode: null, offer: "" },
    disabled: !mayCreate,
  });
  const [isSplit, setIsSplit] = useState(false);
  const [isWritten, setIsWritten] = useState(true);
  const create = useAction(createCampaignAction, { onError: (failure) => toast.error(actionErrorText(failure)) });
  return (
    <ClientForm
      noValidate
      onSubmit={form.handleSubmit(({ name, description, permissionMode }) =>
        create.execute({ name, description, permissionMode, isSplit, isWritten }),
      )}
      className="grid gap-4"
    >
      <ReadOnlyNotice mayEdit={mayCreate} minimum="member" />
      <Card>
        <CardContent className="grid gap-4">
          <CampaignFields form={form} defaultMode={defaultMode} />
          {split.shouldSplit ? <SplitChoice split={split} isSplit={isSplit} onChange={setIsSplit} mayChoose={mayCreate} /> : null}
          <label className="flex items-start gap-3" htmlFor="write-it">
            <Switch id="write-it" checked={isWritten} onCheckedChange={setIsWritten} disabled={!mayCreate} className="mt-0.5" />
            <span className="grid gap-0.5">
              <span className="font-medium">Write it for me</span>
              <span className="text-xs text-pretty text-muted-foreground">
                Channels, days and messages from your audience, each with its reason. You see and change everything before anything leaves.
              </span>
            </span>
          </label>
        </CardContent>
        <CardFooter className="justify-end">
          <Button type="submit" isPending={create.isExecuting} disabled={!mayCreate}>
            {isSplit ? `Create ${split.campaigns.length} drafts` : "Create the draft"}
          </Button>
        </CardFooter>
      </Card>
    </ClientForm>
  );
}
