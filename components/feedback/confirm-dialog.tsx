"use client";

import { type ReactNode, useState, useTransition } from "react";
import {
  AlertDialog,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogTitle,
  AlertDialogTrigger,
} from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type ConfirmDialogProps = {
  /** The element that opens it: a button. */
  trigger: ReactNode;
  title: string;
  /** What will happen, to how many, and whether it can be undone. */
  description: ReactNode;
  confirmLabel: string;
  tone?: "primary" | "danger";
  /** The person must type this before the button works (for what cannot be undone). */
  typedConfirmation?: string;
  /** Runs on confirmation; the dialog stays open and busy until it settles, and stays open when it rejects. */
  onConfirm: () => void | Promise<void>;
  children?: ReactNode;
};

export function ConfirmDialog({
  trigger,
  title,
  description,
  confirmLabel,
  tone = "primary",
  typedConfirmation,
  onConfirm,
  children,
}: ConfirmDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [isPending, startConfirm] = useTransition();

  const changeOpen = (willOpen: boolean) => {
    if (isPending) return;
    setTyped("");
    setIsOpen(willOpen);
  };
  const confirm = () =>
    startConfirm(async () => {
      await onConfirm();
      setTyped("");
      setIsOpen(false);
    });

  return (
    <AlertDialog open={isOpen} onOpenChange={changeOpen}>
      <AlertDialogTrigger asChild>{trigger}</AlertDialogTrigger>
      <AlertDialogContent>
        <div className="grid gap-1.5">
          <AlertDialogTitle>{title}</AlertDialogTitle>
          <AlertDialogDescription asChild>
            <div>{description}</div>
          </AlertDialogDescription>
        </div>
        {children}
        {typedConfirmation === undefined ? null : (
          <Field
            label={
              <span>
                Type <strong className="font-mono">{typedConfirmation}</strong> to confirm
              </span>
            }
          >
            {(control) => (
              <Input {...control} autoComplete="off" spellCheck={false} value={typed} onChange={(event) => setTyped(event.target.value)} />
            )}
          </Field>
        )}
        <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
          <AlertDialogCancel disabled={isPending}>Cancel</AlertDialogCancel>
          <Button
            variant={tone}
            isPending={isPending}
            disabled={typedConfirmation !== undefined && typed !== typedConfirmation}
            onClick={confirm}
          >
            {confirmLabel}
          </Button>
        </div>
      </AlertDialogContent>
    </AlertDialog>
  );
}
