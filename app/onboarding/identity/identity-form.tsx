"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useAction } from "next-safe-action/hooks";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { IdentityFields, ToneSampleField } from "@/app/dashboard/settings/(organisation)/organisation-form";
import { editOrganisationAction } from "@/app/dashboard/settings/actions";
import { ReadOnlyNotice } from "@/app/dashboard/settings/read-only-notice";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardFooter } from "@/components/ui/card";
import { ClientForm } from "@/components/ui/client-form";
import { type OrganisationInput, organisationInput } from "@/lib/domain/organisation";

/** The part of the organisation that messages carry. What is not asked here stays as it is. */
export function IdentityForm({ values, mayEdit }: { values: OrganisationInput; mayEdit: boolean }) {
  const router = useRouter();
  const form = useForm<OrganisationInput>({
    resolver: zodResolver(organisationInput, undefined, { raw: true }),
    defaultValues: values,
    disabled: !mayEdit,
  });
  const save = useAction(editOrganisationAction, {
    onSuccess: () => router.push("/onboarding/channels"),
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  return (
    <ClientForm noValidate onSubmit={form.handleSubmit((input) => save.execute(input))} className="grid gap-4">
      <ReadOnlyNotice mayEdit={mayEdit} minimum="admin" />
      <Card>
        <CardContent className="grid items-start gap-4 sm:grid-cols-2">
          <IdentityFields form={form} />
          <ToneSampleField form={form} />
        </CardContent>
        <CardFooter className="justify-end">
          <Button type="submit" isPending={save.isExecuting} disabled={!mayEdit}>
            Save and continue
          </Button>
        </CardFooter>
      </Card>
    </ClientForm>
  );
}
