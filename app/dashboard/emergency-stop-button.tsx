"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { zodResolver } from "@hookform/resolvers/zod";
import { OctagonX } from "lucide-react";
import { useAction } from "next-safe-action/hooks";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { stopEverythingAction } from "@/app/dashboard/actions";
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
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { stopReasonInput } from "@/lib/domain/reasons";

type EmergencyStopButtonProps = {
  /** Admins and owners; for others the button says whom to ask. */
  mayStop: boolean;
  size?: ButtonProps["size"];
};

/** Stops all outreach of the client after one sentence of why. */
export function EmergencyStopButton({ mayStop, size }: EmergencyStopButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  const form = useForm<{ reason: string }>({ resolver: zodResolver(stopReasonInput), defaultValues: { reason: "" } });
  const stop = useAction(stopEverythingAction, {
    onSuccess: () => {
      setIsOpen(false);
      form.reset();
      toast.success("Everything is stopped. Nothing leaves until an admin releases it.");
    },
    onError: (failure) => toast.error(actionErrorText(failure)),
  });

  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button variant="outline" size={size} className="border-danger/50 text-danger hover:bg-danger/10" aria-label="Emergency stop">
          <OctagonX />
          <span className={size === "lg" ? undefined : "max-sm:hidden"}>Emergency stop</span>
        </Button>
      </DialogTrigger>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Stop everything?</DialogTitle>
          <DialogDescription>
            No message of this workspace leaves after this, on any channel, in any campaign. Replies still arrive and opt-outs are still
            honoured. An admin releases it; what became due meanwhile is planned afresh.
          </DialogDescription>
        </DialogHeader>
        {mayStop ? (
          <ClientForm className="grid gap-4" noValidate onSubmit={form.handleSubmit((values) => stop.execute(values))}>
            <Field label="Why?" hint="Everybody in the workspace sees this." error={form.formState.errors.reason?.message}>
              {(control) => <Input {...control} {...form.register("reason")} autoComplete="off" placeholder="Wrong offer in the intro" />}
            </Field>
            <DialogFooter>
              <DialogClose asChild>
                <Button variant="outline">Cancel</Button>
              </DialogClose>
              <Button type="submit" variant="danger" isPending={stop.isExecuting}>
                Stop everything
              </Button>
            </DialogFooter>
          </ClientForm>
        ) : (
          <p>Only an admin or an owner can do this. Ask one of them, or pause a single campaign.</p>
        )}
      </DialogContent>
    </Dialog>
  );
}
