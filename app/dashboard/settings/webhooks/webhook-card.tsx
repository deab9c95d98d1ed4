"use client";

import type { Route } from "next";
import Link from "next/link";
import { useAction } from "next-safe-action/hooks";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { removeWebhookAction, sendTestDeliveryAction, setWebhookActiveAction } from "@/app/dashboard/settings/webhooks/actions";
import { EditWebhookDialog, RotateSecretDialog } from "@/app/dashboard/settings/webhooks/webhook-dialogs";
import { ConfirmDialog } from "@/components/feedback/confirm-dialog";
import { RelativeTime } from "@/components/feedback/relative-time";
import { StatusBadge } from "@/components/feedback/status-badge";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardContent } from "@/components/ui/card";
import type { WebhookRow } from "@/lib/db/queries/webhooks";
import { WEBHOOK_EVENT_NAMES } from "@/lib/domain/webhook-events";

type WebhookCardProps = { webhook: WebhookRow; now: Date; timeZone: string; mayEdit: boolean };

/** One webhook: where it posts, what it hears of, how it fares. */
export function WebhookCard({ webhook, now, timeZone, mayEdit }: WebhookCardProps) {
  const { id, url, description, events, isActive, disabledReason, lastSuccessAt, lastFailureAt } = webhook;
  return (
    <Card>
      <CardContent className="grid gap-3">
        <div className="grid min-w-0 gap-0.5">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <p className="min-w-0 font-medium break-all">{url}</p>
            <StatusBadge status={isActive ? "active" : "paused"} label={isActive ? "On" : "Off"} />
          </div>
          {description ? <p className="text-muted-foreground">{description}</p> : null}
        </div>
        {disabledReason ? <Alert tone="warning">{disabledReason}. What happens meanwhile is not sent later.</Alert> : null}
        <ul className="flex flex-wrap gap-1" aria-label="Events">
          {events.map((event) => (
            <li key={event} className="rounded-sm bg-muted px-1.5 py-0.5 font-mono text-xs">
              {event}
            </li>
          ))}
        </ul>
        <p className="text-xs text-muted-foreground">
          {lastSuccessAt ? (
            <>
              Last arrived <RelativeTime at={lastSuccessAt} now={now} timeZone={timeZone} />
            </>
          ) : (
            "Nothing has arrived yet"
          )}
          {lastFailureAt ? (
            <>
              {" · last failed "}
              <RelativeTime at={lastFailureAt} now={now} timeZone={timeZone} />
            </>
          ) : null}
        </p>
        <div className="-mx-2 flex flex-wrap items-center gap-1">
          <Button asChild variant="ghost" size="sm">
            <Link href={`/dashboard/settings/webhooks/${id}` as Route}>Deliveries</Link>
          </Button>
          {mayEdit ? <WebhookActions webhook={webhook} /> : null}
        </div>
      </CardContent>
    </Card>
  );
}

function WebhookActions({ webhook: { id: webhookId, url, description, events, isActive } }: { webhook: WebhookRow }) {
  const onError = (failure: Parameters<typeof actionErrorText>[0]) => toast.error(actionErrorText(failure));
  const test = useAction(sendTestDeliveryAction, { onSuccess: () => toast.success("A test is on its way; see its deliveries."), onError });
  const setActive = useAction(setWebhookActiveAction, { onError });
  const remove = useAction(removeWebhookAction, { onSuccess: () => toast.success("The webhook is removed."), onError });
  const { host } = new URL(url);
  return (
    <>
      <Button variant="ghost" size="sm" isPending={test.isExecuting} onClick={() => test.execute({ webhookId })}>
        Send a test
      </Button>
      <EditWebhookDialog
        webhookId={webhookId}
        values={{ url, description, events: WEBHOOK_EVENT_NAMES.filter((event) => events.includes(event)) }}
      />
      <RotateSecretDialog webhookId={webhookId} host={host} />
      <Button
        variant="ghost"
        size="sm"
        isPending={setActive.isExecuting}
        onClick={() => setActive.execute({ webhookId, isActive: !isActive })}
      >
        {isActive ? "Switch off" : "Switch on"}
      </Button>
      <ConfirmDialog
        trigger={
          <Button variant="ghost" size="sm" className="text-danger">
            Remove
          </Button>
        }
        title={`Remove the webhook to ${host}?`}
        description="What waits for it is not sent any more, and its secret stops. You can add it again, with another secret."
        confirmLabel="Remove"
        tone="danger"
        onConfirm={async () => {
          await remove.executeAsync({ webhookId });
        }}
      />
    </>
  );
}
