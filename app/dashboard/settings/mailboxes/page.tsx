import { Mail } from "lucide-react";
import type { Metadata } from "next";
import { ConnectMailboxDialog } from "@/app/dashboard/settings/mailboxes/connect-mailbox-dialog";
import { MailboxCard } from "@/app/dashboard/settings/mailboxes/mailbox-card";
import { ResourceList } from "@/app/dashboard/settings/resource-list";
import { AddManagedMailboxDialog } from "@/app/dashboard/settings/senders/add-sender-dialog";
import { requireMembership } from "@/lib/auth/membership";
import { listMailboxes } from "@/lib/db/queries/settings";
import { roleAtLeast } from "@/lib/domain/roles";
import { describeMailbox } from "@/lib/engines/settings/describe-mailbox";
import { zoneCity } from "@/lib/ui/format-time";

export const metadata: Metadata = { title: "Mailboxes" };

export default async function MailboxesPage() {
  const { clientId, role, client, ctx } = await requireMembership();
  const mailboxes = await ctx.tx((db) => listMailboxes(db, { clientId, now: ctx.now }));
  const mayEdit = roleAtLeast(role, "admin");
  return (
    <ResourceList
      title="Mailboxes"
      description={`Your own mailboxes carry your messages, through their own server or through Smartlead. Every limit counts days on the ${zoneCity(client.timezone)} clock.`}
      addDialog={
        mayEdit ? (
          <>
            <ConnectMailboxDialog />
            <AddManagedMailboxDialog />
          </>
        ) : null
      }
      empty={{
        icon: <Mail />,
        title: "No mailbox is connected",
        text: "Without one nothing can be sent. A new mailbox warms up for two weeks first; connect it today and it is ready sooner.",
      }}
      resources={mailboxes}
      card={(mailbox) => (
        <MailboxCard
          mailbox={mailbox}
          state={describeMailbox(mailbox, ctx.now)}
          now={ctx.now}
          timeZone={client.timezone}
          mayEdit={mayEdit}
        />
      )}
    />
  );
}
