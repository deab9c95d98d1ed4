"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useAction } from "next-safe-action/hooks";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { registerField } from "@/app/dashboard/register-field";
import { IdentityFields } from "@/app/dashboard/settings/(organisation)/organisation-form";
import { editOrganisationAction } from "@/app/dashboard/settings/actions";
import { ReadOnlyNotice } from "@/app/dashboard/settings/read-only-notice";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardFooter } from "@/components/ui/card";
import { ClientForm } from "@/components/ui/client-form";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
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
          <Field
            label="How you write"
            isOptional
            className="sm:col-span-2"
            hint="Paste a message you have sent and liked: it shows how you sound. It is never sent itself."
            error={form.formState.errors.toneSample?.message}
          >
            {(control) => <Textarea {...control} {...registerField(form, "toneSample")} className="min-h-24" />}
          </Field>
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
