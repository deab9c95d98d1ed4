"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { zodResolver } from "@hookform/resolvers/zod";
import { useAction } from "next-safe-action/hooks";
import { useForm, useWatch } from "react-hook-form";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { registerField } from "@/app/dashboard/register-field";
import { SaveFooter } from "@/app/dashboard/save-footer";
import { setVoiceAction } from "@/app/dashboard/settings/ai/actions";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { ClientForm } from "@/components/ui/client-form";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { type VoiceInput, voiceInput } from "@/lib/domain/agency-voice";
import { readTone } from "@/lib/domain/read-tone";

/** A message in the agency's own words, and the tone that is heard in it. */
export function VoiceForm({ toneSample, mayEdit }: { toneSample: string; mayEdit: boolean }) {
  const form = useForm<VoiceInput>({ resolver: zodResolver(voiceInput), defaultValues: { toneSample }, disabled: !mayEdit });
  const save = useAction(setVoiceAction, {
    onSuccess: () => {
      form.reset(form.getValues());
      toast.success("Saved. What is written from now on sounds like it.");
    },
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  const { errors, isDirty } = form.formState;
  const heard = readTone(useWatch({ control: form.control, name: "toneSample" }) ?? toneSample);
  return (
    <Card>
      <CardHeader>
        <CardTitle>Voice</CardTitle>
        <Badge tone="neutral">Sounds {heard.tone}</Badge>
      </CardHeader>
      <ClientForm noValidate onSubmit={form.handleSubmit((input) => save.execute(input))}>
        <CardContent>
          <Field
            label="How you write"
            isOptional
            hint={
              heard.signs.length > 0
                ? `Heard: ${heard.signs.join(", ")}. The sample shows how you sound; it is never sent itself.`
                : "Paste a message you have sent and liked: greeting, contractions and sentence length show how you sound. It is never sent itself."
            }
            error={errors.toneSample?.message}
          >
            {(control) => <Textarea {...control} {...registerField(form, "toneSample")} className="min-h-28" />}
          </Field>
        </CardContent>
        <SaveFooter isPending={save.isExecuting} isDirty={isDirty} mayEdit={mayEdit} />
      </ClientForm>
    </Card>
  );
}
