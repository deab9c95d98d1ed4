"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import type { ApprovalView } from "@/app/dashboard/approvals/approval-view";
import { Button } from "@/components/ui/button";
import { ClientForm } from "@/components/ui/client-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { approvalEditInput, approvalRejectInput } from "@/lib/domain/leads";

const editInput = approvalEditInput.omit({ approvalId: true });
type EditInput = z.infer<typeof editInput>;
const rejectInput = approvalRejectInput.omit({ approvalId: true });

type FormProps<Values> = { isBusy: boolean; onSubmit: (values: Values) => void; onCancel: () => void };

/** The text as it will be sent, to change before approving it. Escape leaves it as it was. */
export function EditForm({ approval, isBusy, onSubmit, onCancel }: FormProps<EditInput> & { approval: ApprovalView }) {
  const form = useForm<EditInput>({ resolver: zodResolver(editInput), defaultValues: { subject: approval.subject, body: approval.body } });
  const { errors } = form.formState;
  return (
    <ClientForm
      noValidate
      className="grid gap-3"
      onSubmit={form.handleSubmit(onSubmit)}
      onKeyDown={(event) => event.key === "Escape" && onCancel()}
    >
      {approval.channel === "email" ? (
        <Field label="Subject" error={errors.subject?.message}>
          {(control) => <Input {...control} {...form.register("subject")} autoComplete="off" />}
        </Field>
      ) : null}
      <Field label="Message" error={errors.body?.message}>
        {(control) => <Textarea {...control} {...form.register("body")} rows={10} autoFocus />}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" isPending={isBusy}>
          Approve this text
        </Button>
        <Button variant="outline" disabled={isBusy} onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </ClientForm>
  );
}

export function RejectForm({ isBusy, onSubmit, onCancel }: FormProps<string>) {
  const form = useForm<{ reason: string }>({ resolver: zodResolver(rejectInput), defaultValues: { reason: "" } });
  return (
    <ClientForm
      noValidate
      className="grid gap-3"
      onSubmit={form.handleSubmit(({ reason }) => onSubmit(reason))}
      onKeyDown={(event) => event.key === "Escape" && onCancel()}
    >
      <Field label="Why not?" hint="This step is skipped; the next one keeps its gap." error={form.formState.errors.reason?.message}>
        {(control) => (
          <Input {...control} {...form.register("reason")} autoComplete="off" autoFocus placeholder="Wrong person for this offer" />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="danger" isPending={isBusy}>
          Reject
        </Button>
        <Button variant="outline" disabled={isBusy} onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </ClientForm>
  );
}
