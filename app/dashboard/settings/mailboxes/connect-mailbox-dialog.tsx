"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { zodResolver } from "@hookform/resolvers/zod";
import { useAction } from "next-safe-action/hooks";
import { Controller, useForm } from "react-hook-form";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { connectMailboxAction, testMailServerAction } from "@/app/dashboard/settings/actions";
import { AddResourceDialog } from "@/app/dashboard/settings/add-resource-dialog";
import { PrewarmedField } from "@/app/dashboard/settings/prewarmed-field";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ClientForm } from "@/components/ui/client-form";
import { DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { type MailboxInput, mailboxInput } from "@/lib/domain/mailboxes";

const EMPTY: MailboxInput = {
  address: "",
  senderName: "",
  dailyLimit: 30,
  host: "",
  port: 587,
  secure: false,
  user: "",
  password: "",
  isPrewarmed: false,
};
const SERVER_FIELDS = ["host", "port", "secure", "user", "password"] as const;

export function ConnectMailboxDialog() {
  return (
    <AddResourceDialog
      title="Connect a mailbox"
      description="The outgoing server of a mailbox you own. The password is encrypted and never shown again."
    >
      {(close) => <ConnectMailboxForm onConnected={close} />}
    </AddResourceDialog>
  );
}

function ConnectMailboxForm({ onConnected }: { onConnected: () => void }) {
  const form = useForm<MailboxInput>({ resolver: zodResolver(mailboxInput), defaultValues: EMPTY });
  const test = useAction(testMailServerAction, { onError: (failure) => toast.error(actionErrorText(failure)) });
  const connect = useAction(connectMailboxAction, {
    onSuccess: ({ input }) => {
      toast.success(`${input.address} is connected.`);
      onConnected();
    },
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  const { errors } = form.formState;

  const tryServer = async () => {
    if (!(await form.trigger([...SERVER_FIELDS], { shouldFocus: true }))) return;
    const { host, port, secure, user, password } = form.getValues();
    test.execute({ host, port, secure, user, password });
  };

  return (
    <ClientForm noValidate onSubmit={form.handleSubmit((input) => connect.execute(input))} className="grid gap-4">
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <Field label="Address" error={errors.address?.message}>
          {(control) => (
            <Input
              {...control}
              {...form.register("address", {
                // Nearly always the same; a name typed by hand is left alone.
                onBlur: () => form.getValues("user") === "" && form.setValue("user", form.getValues("address").trim()),
              })}
              type="email"
              autoComplete="off"
              placeholder="priya@youragency.com.au"
            />
          )}
        </Field>
        <Field label="Sender's name" error={errors.senderName?.message}>
          {(control) => <Input {...control} {...form.register("senderName")} autoComplete="off" placeholder="Priya Nair" />}
        </Field>
        <Field label="Outgoing server" error={errors.host?.message}>
          {(control) => <Input {...control} {...form.register("host")} spellCheck={false} placeholder="smtp.example.com" />}
        </Field>
        <div className="grid grid-cols-[6rem_1fr] items-start gap-3">
          <Field label="Port" error={errors.port?.message}>
            {(control) => <Input {...control} {...form.register("port", { valueAsNumber: true })} type="number" min={1} max={65535} />}
          </Field>
          <Field label="Encryption">
            {(control) => (
              <Controller
                control={form.control}
                name="secure"
                render={({ field }) => (
                  <NativeSelect
                    {...control}
                    value={field.value ? "tls" : "starttls"}
                    onChange={(event) => field.onChange(event.target.value === "tls")}
                  >
                    <option value="starttls">STARTTLS</option>
                    <option value="tls">TLS</option>
                  </NativeSelect>
                )}
              />
            )}
          </Field>
        </div>
        <Field label="User name" error={errors.user?.message}>
          {(control) => <Input {...control} {...form.register("user")} autoComplete="off" spellCheck={false} />}
        </Field>
        <Field label="Password" hint="An app password where your provider has them" error={errors.password?.message}>
          {(control) => <Input {...control} {...form.register("password")} type="password" autoComplete="new-password" />}
        </Field>
        <Field label="At most a day" hint="40 is the ceiling for cold messages" error={errors.dailyLimit?.message}>
          {(control) => <Input {...control} {...form.register("dailyLimit", { valueAsNumber: true })} type="number" min={1} max={40} />}
        </Field>
      </div>
      <PrewarmedField
        control={form.control}
        label="It has been sending for weeks already"
        otherwise="Otherwise it warms up first: nothing cold before day 15, then a few more each day."
      />
      <div aria-live="polite">
        {test.result.data ? <Alert tone={test.result.data.isReady ? "success" : "danger"}>{test.result.data.detail}</Alert> : null}
      </div>
      <DialogFooter>
        <Button variant="outline" isPending={test.isExecuting} onClick={tryServer}>
          Test without sending
        </Button>
        <Button type="submit" isPending={connect.isExecuting}>
          Connect
        </Button>
      </DialogFooter>
    </ClientForm>
  );
}
