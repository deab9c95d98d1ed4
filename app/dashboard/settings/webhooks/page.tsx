import { Webhook } from "lucide-react";
import type { Metadata } from "next";
import { ReadOnlyNotice } from "@/app/dashboard/settings/read-only-notice";
import { WebhookCard } from "@/app/dashboard/settings/webhooks/webhook-card";
import { AddWebhookDialog } from "@/app/dashboard/settings/webhooks/webhook-dialogs";
import { EmptyState } from "@/components/feedback/empty-state";
import { PageHeader } from "@/components/feedback/page-header";
import { requireMembership } from "@/lib/auth/membership";
import { listWebhooks } from "@/lib/db/queries/webhooks";
import { roleAtLeast } from "@/lib/domain/roles";

export const metadata: Metadata = { title: "Webhooks" };

export default async function WebhooksPage() {
  const { clientId, role, client, ctx } = await requireMembership();
  const webhooks = await ctx.tx((db) => listWebhooks(db, { clientId }));
  const mayEdit = roleAtLeast(role, "admin");
  return (
    <>
      <PageHeader
        title="Webhooks"
        description="Systems of yours that are told what happens here, signed so that they can be sure it was us."
        // Only here: an empty state would go with the first webhook, and its dialog with the secret.
        actions={mayEdit ? <AddWebhookDialog /> : null}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <ReadOnlyNotice mayEdit={mayEdit} minimum="admin" />
        {webhooks.length === 0 ? (
          <EmptyState icon={<Webhook />} title="Nobody is told yet" className="rounded-lg border bg-card">
            Add the address of your CRM or automation to hear of new leads, replies, meetings and more within seconds.
          </EmptyState>
        ) : (
          <ul className="grid gap-3">
            {webhooks.map((webhook) => (
              <li key={webhook.id}>
                <WebhookCard webhook={webhook} now={ctx.now} timeZone={client.timezone} mayEdit={mayEdit} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}
