"use client";

import { Plus } from "lucide-react";
import { useAction } from "next-safe-action/hooks";
import { useState } from "react";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { addWebhookAction, editWebhookAction, rotateWebhookSecretAction } from "@/app/dashboard/settings/webhooks/actions";
import { SecretNotice } from "@/app/dashboard/settings/webhooks/secret-notice";
import { WebhookForm } from "@/app/dashboard/settings/webhooks/webhook-form";
import { ConfirmDialog } from "@/components/feedback/confirm-dialog";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle, DialogTrigger } from "@/components/ui/dialog";
import { SECRET_OVERLAP_HOURS, type WebhookInput } from "@/lib/domain/webhook-events";

const EMPTY: WebhookInput = { url: "", description: "", events: [] };

/** Asks for a new webhook, then shows its secret. */
export function AddWebhookDialog() {
  const [isOpen, setIsOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const add = useAction(addWebhookAction, {
    onSuccess: ({ data }) => setSecret(data.secret),
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  const change = (open: boolean) => {
    setIsOpen(open);
    setSecret(null);
  };
  return (
    <Dialog open={isOpen} onOpenChange={change}>
      <DialogTrigger asChild>
        <Button>
          <Plus />
          Add a webhook
        </Button>
      </DialogTrigger>
      <DialogContent className="sm:max-w-xl">
        <DialogHeader>
          <DialogTitle>{secret === null ? "Add a webhook" : "The webhook is added"}</DialogTitle>
          <DialogDescription>What happens in this workspace is posted to a system of yours as it happens.</DialogDescription>
        </DialogHeader>
        {secret === null ? (
          <WebhookForm values={EMPTY} submitLabel="Add" isPending={add.isExecuting} onSubmit={(input) => add.execute(input)} />
        ) : (
          <>
            <SecretNotice secret={secret} />
            <Button onClick={() => change(false)}>I have copied it</Button>
          </>
        )}
      </DialogContent>
    </Dialog>
  );
}

export function EditWebhookDialog({ webhookId, values }: { webhookId: string; values: WebhookInput }) {
  const [isOpen, setIsOpen] = useState(false);
  const edit = useAction(editWebhookAction, {
    onSuccess: () => {
      toast.success("The webhook is changed.");
      setIsOpen(false);
    },
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button variant="ghost" size="sm">
          Edit
        </Button>
      </DialogTrigger>
      <DialogContent className="sm:max-w-xl">
        <DialogHeader>
          <DialogTitle>Edit the webhook</DialogTitle>
          <DialogDescription>Deliveries under way go to the new address. The secret stays.</DialogDescription>
        </DialogHeader>
        <WebhookForm
          values={values}
          submitLabel="Save"
          isPending={edit.isExecuting}
          onSubmit={(input) => edit.execute({ webhookId, ...input })}
        />
      </DialogContent>
    </Dialog>
  );
}

/** Replaces the secret and shows the new one. */
export function RotateSecretDialog({ webhookId, host }: { webhookId: string; host: string }) {
  const [secret, setSecret] = useState<string | null>(null);
  const rotate = useAction(rotateWebhookSecretAction, {
    onSuccess: ({ data }) => setSecret(data.secret),
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  return (
    <>
      <ConfirmDialog
        trigger={
          <Button variant="ghost" size="sm">
            New secret
          </Button>
        }
        title={`A new secret for ${host}?`}
        description={`For ${SECRET_OVERLAP_HOURS} hours deliveries carry two signatures, one of each secret, so nothing is lost while you change over. Then the old one stops.`}
        confirmLabel="Make a new secret"
        onConfirm={async () => {
          await rotate.executeAsync({ webhookId });
        }}
      />
      <Dialog open={secret !== null} onOpenChange={() => setSecret(null)}>
        <DialogContent className="sm:max-w-xl">
          <DialogHeader>
            <DialogTitle>The new secret</DialogTitle>
            <DialogDescription>The old one signs beside it for {SECRET_OVERLAP_HOURS} hours.</DialogDescription>
          </DialogHeader>
          {secret === null ? null : <SecretNotice secret={secret} />}
          <Button onClick={() => setSecret(null)}>I have copied it</Button>
        </DialogContent>
      </Dialog>
    </>
  );
}
