import { Send } from "lucide-react";
import type { Metadata } from "next";
import { ResourceList } from "@/app/dashboard/settings/resource-list";
import { AddSenderDialog } from "@/app/dashboard/settings/senders/add-sender-dialog";
import { SenderCard } from "@/app/dashboard/settings/senders/sender-card";
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
    <ResourceList
      title="Other senders"
      description="LinkedIn seats, numbers for texts and calls, and return addresses of letters. A person hears from the same one throughout."
      addDialog={mayEdit ? <AddSenderDialog /> : null}
      empty={{ icon: <Send />, title: "Only mailboxes so far", text: "Steps on a channel without a sender wait until one is added." }}
      resources={senders}
      card={(sender) => (
        <SenderCard sender={sender} capToday={resourceCap(sender, ctx.now)} now={ctx.now} timeZone={client.timezone} mayEdit={mayEdit} />
      )}
    />
  );
}
