"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { zodResolver } from "@hookform/resolvers/zod";
import { type ReactNode, useState } from "react";
import { useForm } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { ClientForm } from "@/components/ui/client-form";
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
  DialogTrigger,
} from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { stopReasonInput } from "@/lib/domain/reasons";

type ReasonDialogProps = {
  /** The button that opens it. */
  trigger: ReactNode;
  title: string;
  description: ReactNode;
  confirmLabel: string;
  placeholder?: string;
  /** Stands in the field to begin with; whoever confirms may change it. */
  initialReason?: string;
  /** Runs with what was typed; the dialog closes when it answers true. */
  onConfirm: (reason: string) => Promise<boolean>;
};

/** Asks for one sentence of why before something is paused. */
export function ReasonDialog({ trigger, title, description, confirmLabel, placeholder, initialReason = "", onConfirm }: ReasonDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  const form = useForm<{ reason: string }>({ resolver: zodResolver(stopReasonInput), defaultValues: { reason: initialReason } });
  const submit = form.handleSubmit(async ({ reason }) => {
    if (!(await onConfirm(reason))) return;
    form.reset();
    setIsOpen(false);
  });
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>{trigger}</DialogTrigger>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          <DialogDescription>{description}</DialogDescription>
        </DialogHeader>
        <ClientForm noValidate onSubmit={submit} className="grid gap-4">
          <Field label="Why?" error={form.formState.errors.reason?.message}>
            {(control) => <Input {...control} {...form.register("reason")} autoComplete="off" placeholder={placeholder} />}
          </Field>
          <DialogFooter>
            <DialogClose asChild>
              <Button variant="outline">Cancel</Button>
            </DialogClose>
            <Button type="submit" isPending={form.formState.isSubmitting}>
              {confirmLabel}
            </Button>
          </DialogFooter>
        </ClientForm>
      </DialogContent>
    </Dialog>
  );
}
