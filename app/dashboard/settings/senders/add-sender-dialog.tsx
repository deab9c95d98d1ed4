"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { zodResolver } from "@hookform/resolvers/zod";
import { useAction } from "next-safe-action/hooks";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { addSenderAction } from "@/app/dashboard/settings/actions";
import { AddResourceDialog } from "@/app/dashboard/settings/add-resource-dialog";
import { PrewarmedField } from "@/app/dashboard/settings/prewarmed-field";
import { Button } from "@/components/ui/button";
import { ClientForm } from "@/components/ui/client-form";
import { DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { SENDER_TYPES, type SenderInput, type SenderType, senderInput, senderTypes } from "@/lib/domain/senders";

const EMPTY = { label: "", senderName: "", externalId: "", isPrewarmed: false };
const USUAL_LIMIT: Readonly<Record<SenderType, number>> = {
  seat: 17,
  text_number: 100,
  call_number: 50,
  return_address: 100,
  managed_mailbox: 30,
};
const ID_HINTS: Readonly<Record<SenderType, string>> = {
  seat: "The LinkedIn account's id in HeyReach",
  text_number: "The number's SID in Twilio",
  call_number: "The phone number's id in Vapi",
  return_address: "The return address's id in ClickSend",
  managed_mailbox: "Only where the address alone is not enough",
};
const LABELS: Readonly<Record<(typeof SENDER_TYPES)[SenderType]["kind"], { label: string; placeholder: string }>> = {
  seat: { label: "Name", placeholder: "Priya Nair" },
  number: { label: "Number", placeholder: "+61 412 345 678" },
  return_address: { label: "Name", placeholder: "Level 2, 10 Example Street" },
  mailbox: { label: "Address", placeholder: "priya@agency.example" },
};
const OTHER_TYPES = senderTypes.filter((type) => type !== "managed_mailbox");

export function AddSenderDialog() {
  return (
    <AddResourceDialog title="Add a sender" description="A seat, number or return address that is set up at its provider already.">
      {(close) => <AddSenderForm types={OTHER_TYPES} onAdded={close} />}
    </AddResourceDialog>
  );
}

export function AddManagedMailboxDialog() {
  return (
    <AddResourceDialog
      title="Add one kept at Smartlead"
      description="A mailbox that Smartlead signs in to already. It is found there by its address."
    >
      {(close) => <AddSenderForm types={["managed_mailbox"]} onAdded={close} />}
    </AddResourceDialog>
  );
}

function AddSenderForm({ types, onAdded }: { types: readonly SenderType[]; onAdded: () => void }) {
  const [first = "seat"] = types;
  const form = useForm<SenderInput>({
    resolver: zodResolver(senderInput),
    defaultValues: { ...EMPTY, type: first, dailyLimit: USUAL_LIMIT[first] },
  });
  const add = useAction(addSenderAction, {
    onSuccess: ({ input }) => {
      toast.success(`${input.label} is added.`);
      onAdded();
    },
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  const { errors } = form.formState;
  const type = form.watch("type");
  const { kind, mostADay } = SENDER_TYPES[type];
  const isMailbox = kind === "mailbox";
  return (
    <ClientForm noValidate onSubmit={form.handleSubmit((input) => add.execute(input))} className="grid gap-4">
      <div className="grid items-start gap-3 sm:grid-cols-2">
        {types.length > 1 ? (
          <Field label="What is it?">
            {(control) => (
              <NativeSelect
                {...control}
                {...form.register("type", {
                  onChange: (event: { target: { value: SenderType } }) => form.setValue("dailyLimit", USUAL_LIMIT[event.target.value]),
                })}
              >
                {types.map((known) => (
                  <option key={known} value={known}>
                    {SENDER_TYPES[known].label}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
        ) : null}
        <Field label={LABELS[kind].label} error={errors.label?.message}>
          {(control) => (
            <Input
              {...control}
              {...form.register("label")}
              type={isMailbox ? "email" : "text"}
              autoComplete="off"
              placeholder={LABELS[kind].placeholder}
            />
          )}
        </Field>
        <Field
          label={isMailbox ? "Its id at Smartlead" : "Id at the provider"}
          isOptional={isMailbox}
          hint={ID_HINTS[type]}
          error={errors.externalId?.message}
        >
          {(control) => <Input {...control} {...form.register("externalId")} autoComplete="off" spellCheck={false} />}
        </Field>
        <Field label="Sender's name" isOptional={!isMailbox} error={errors.senderName?.message}>
          {(control) => <Input {...control} {...form.register("senderName")} autoComplete="off" placeholder="Priya Nair" />}
        </Field>
        <Field label="At most a day" hint={`${mostADay} is the ceiling`} error={errors.dailyLimit?.message}>
          {(control) => <Input {...control} {...form.register("dailyLimit", { valueAsNumber: true })} type="number" min={1} />}
        </Field>
      </div>
      {type === "seat" ? (
        <PrewarmedField
          control={form.control}
          label="It has been inviting people for weeks already"
          otherwise="Otherwise it starts with 5 a day and grows over twelve days."
        />
      ) : null}
      {isMailbox ? (
        <PrewarmedField
          control={form.control}
          label="It has been warmed up already"
          otherwise="Otherwise it warms up first: nothing cold before day 15, then a few more each day."
        />
      ) : null}
      <DialogFooter>
        <Button type="submit" isPending={add.isExecuting}>
          Add
        </Button>
      </DialogFooter>
    </ClientForm>
  );
}
