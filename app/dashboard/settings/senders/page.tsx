import { Send } from "lucide-react";
import type { Metadata } from "next";
import { AddSenderDialog } from "@/app/dashboard/settings/senders/add-sender-dialog";
import { SenderCard } from "@/app/dashboard/settings/senders/sender-card";
import { EmptyState } from "@/components/feedback/empty-state";
import { PageHeader } from "@/components/feedback/page-header";
import { requireMembership } from "@/lib/auth/membership";
import { listSenders } from "@/lib/db/queries/senders";
import { roleAtLeast } from "@/lib/domain/roles";
import { resourceCap } from "@/lib/engines/gate/ramp";

export const metadata: Metadata = { title: "Other senders" };

export default async function SendersPage() {
  const { clientId, role, client, ctx } = await requireMembership();
  const senders = await ctx.tx((db) => listSenders(db, { clientId, now: ctx.now }));
  const mayEdit = roleAtLeast(role, "admin");
  return (
    <>
      <PageHeader
        title="Other senders"
        description="LinkedIn seats, numbers for texts and calls, and return addresses of letters. A person hears from the same one throughout."
        actions={mayEdit ? <AddSenderDialog /> : null}
      />
      {senders.length === 0 ? (
        <EmptyState
          icon={<Send />}
          title="Only mailboxes so far"
          className="rounded-lg border bg-card"
          action={mayEdit ? <AddSenderDialog /> : null}
        >
          Steps on a channel without a sender wait until one is added.
        </EmptyState>
      ) : (
        <ul className="grid gap-3">
          {senders.map((sender) => (
            <li key={sender.id}>
              <SenderCard
                sender={sender}
                capToday={resourceCap(sender, ctx.now)}
                now={ctx.now}
                timeZone={client.timezone}
                mayEdit={mayEdit}
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
