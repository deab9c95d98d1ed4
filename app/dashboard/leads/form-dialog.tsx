"use client";

import { type ReactNode, useState, useTransition } from "react";
import { Alert } from "@/components/ui/alert";
import { Button, type ButtonProps } from "@/components/ui/button";
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

type FormDialogProps = {
  /** The button that opens it. */
  trigger: ReactNode;
  title: string;
  description: ReactNode;
  submitLabel: string;
  variant?: ButtonProps["variant"];
  /** Gets what was entered; answers null when done, else the sentence to show. What was typed stays. */
  onSubmit: (form: FormData) => Promise<string | null>;
  /** The fields, by their `name`. */
  children?: ReactNode;
};

/** A few fields in a dialog that closes when the change is made. */
export function FormDialog({ trigger, title, description, submitLabel, variant = "primary", onSubmit, children }: FormDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, startSubmit] = useTransition();

  const changeOpen = (willOpen: boolean) => {
    if (isPending) return;
    setProblem(null);
    setIsOpen(willOpen);
  };
  return (
    <Dialog open={isOpen} onOpenChange={changeOpen}>
      <DialogTrigger asChild>{trigger}</DialogTrigger>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          <DialogDescription asChild>
            <div>{description}</div>
          </DialogDescription>
        </DialogHeader>
        <ClientForm
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            const form = new FormData(event.currentTarget);
            startSubmit(async () => {
              const found = await onSubmit(form);
              setProblem(found);
              if (found === null) setIsOpen(false);
            });
          }}
        >
          {children}
          {problem ? <Alert tone="danger">{problem}</Alert> : null}
          <DialogFooter>
            <DialogClose asChild>
              <Button variant="outline">Cancel</Button>
            </DialogClose>
            <Button type="submit" variant={variant} isPending={isPending}>
              {submitLabel}
            </Button>
          </DialogFooter>
        </ClientForm>
      </DialogContent>
    </Dialog>
  );
}
