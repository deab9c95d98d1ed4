import { Mail } from "lucide-react";
import type { Metadata } from "next";
import { ConnectMailboxDialog } from "@/app/dashboard/settings/mailboxes/connect-mailbox-dialog";
import { MailboxCard } from "@/app/dashboard/settings/mailboxes/mailbox-card";
import { EmptyState } from "@/components/feedback/empty-state";
import { PageHeader } from "@/components/feedback/page-header";
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
    <>
      <PageHeader
        title="Mailboxes"
        description={`Your own mailboxes carry your messages. Every limit counts days on the ${zoneCity(client.timezone)} clock.`}
        actions={mayEdit ? <ConnectMailboxDialog /> : null}
      />
      {mailboxes.length === 0 ? (
        <EmptyState
          icon={<Mail />}
          title="No mailbox is connected"
          className="rounded-lg border bg-card"
          action={mayEdit ? <ConnectMailboxDialog /> : null}
        >
          Without one nothing can be sent. A new mailbox warms up for two weeks first; connect it today and it is ready sooner.
        </EmptyState>
      ) : (
        <ul className="grid gap-3">
          {mailboxes.map((mailbox) => (
            <li key={mailbox.id}>
              <MailboxCard
                mailbox={mailbox}
                state={describeMailbox(mailbox, ctx.now)}
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
