"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { zodResolver } from "@hookform/resolvers/zod";
import { Plus } from "lucide-react";
import { useAction } from "next-safe-action/hooks";
import { useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { registerField } from "@/app/dashboard/register-field";
import { addKnowledgeAction, editKnowledgeAction } from "@/app/dashboard/settings/ai/actions";
import { Button } from "@/components/ui/button";
import { ClientForm } from "@/components/ui/client-form";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { KNOWLEDGE_LIMITS, type KnowledgeEntryInput, knowledgeEntryInput } from "@/lib/domain/knowledge";

const EMPTY: KnowledgeEntryInput = { title: "", body: "", sourceUrl: "" };
const EXPLANATION = "An answer may quote this to a prospect, word for word. Prices, contracts and legal matters still go to a person.";

export function AddKnowledgeDialog() {
  const [isOpen, setIsOpen] = useState(false);
  const add = useAction(addKnowledgeAction, {
    onSuccess: () => {
      toast.success("Added. The next draft may quote it.");
      setIsOpen(false);
    },
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button size="sm">
          <Plus />
          Add an entry
        </Button>
      </DialogTrigger>
      <DialogContent className="sm:max-w-xl">
        <DialogHeader>
          <DialogTitle>Add an entry</DialogTitle>
          <DialogDescription>{EXPLANATION}</DialogDescription>
        </DialogHeader>
        <KnowledgeForm values={EMPTY} submitLabel="Add" isPending={add.isExecuting} onSubmit={(input) => add.execute(input)} />
      </DialogContent>
    </Dialog>
  );
}

export function EditKnowledgeDialog({ entryId, values }: { entryId: string; values: KnowledgeEntryInput }) {
  const [isOpen, setIsOpen] = useState(false);
  const edit = useAction(editKnowledgeAction, {
    onSuccess: () => {
      toast.success("Saved. Drafts that were written before keep what they quoted.");
      setIsOpen(false);
    },
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button variant="ghost" size="sm" aria-label={`Edit “${values.title}”`}>
          Edit
        </Button>
      </DialogTrigger>
      <DialogContent className="sm:max-w-xl">
        <DialogHeader>
          <DialogTitle>Edit the entry</DialogTitle>
          <DialogDescription>{EXPLANATION}</DialogDescription>
        </DialogHeader>
        <KnowledgeForm
          values={values}
          submitLabel="Save"
          isPending={edit.isExecuting}
          onSubmit={(input) => edit.execute({ entryId, ...input })}
        />
      </DialogContent>
    </Dialog>
  );
}

type KnowledgeFormProps = {
  values: KnowledgeEntryInput;
  submitLabel: string;
  isPending: boolean;
  onSubmit: (input: KnowledgeEntryInput) => void;
};

function KnowledgeForm({ values, submitLabel, isPending, onSubmit }: KnowledgeFormProps) {
  const form = useForm<KnowledgeEntryInput>({
    // The browser sends what was typed; the server completes the address.
    resolver: zodResolver(knowledgeEntryInput, undefined, { raw: true }),
    defaultValues: values,
  });
  const { errors } = form.formState;
  const length = useWatch({ control: form.control, name: "body" }).trim().length;
  return (
    <ClientForm noValidate onSubmit={form.handleSubmit((input) => onSubmit(input))} className="grid gap-4">
      <Field label="Question or topic" error={errors.title?.message}>
        {(control) => (
          <Input {...control} {...registerField(form, "title")} autoComplete="off" placeholder="Which industries do you work with?" />
        )}
      </Field>
      <Field label="Answer" hint={`${length} of ${KNOWLEDGE_LIMITS.body} characters`} error={errors.body?.message}>
        {(control) => <Textarea {...control} {...registerField(form, "body")} rows={8} />}
      </Field>
      <Field label="Where it can be read" isOptional error={errors.sourceUrl?.message}>
        {(control) => (
          <Input
            {...control}
            {...registerField(form, "sourceUrl")}
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="youragency.com.au/faq"
          />
        )}
      </Field>
      <DialogFooter>
        <Button type="submit" isPending={isPending}>
          {submitLabel}
        </Button>
      </DialogFooter>
    </ClientForm>
  );
}
