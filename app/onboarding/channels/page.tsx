import { Mail } from "lucide-react";
import type { Metadata } from "next";
import { firstSendText } from "@/app/dashboard/(home)/first-send-text";
import { ConnectMailboxDialog } from "@/app/dashboard/settings/mailboxes/connect-mailbox-dialog";
import { ReadOnlyNotice } from "@/app/dashboard/settings/read-only-notice";
import { AddManagedMailboxDialog, AddSenderDialog } from "@/app/dashboard/settings/senders/add-sender-dialog";
import { MailboxRowView, SenderRowView } from "@/app/onboarding/channels/connection-row";
import { StepFooter } from "@/app/onboarding/step-footer";
import { EmptyState } from "@/components/feedback/empty-state";
import { PageHeader } from "@/components/feedback/page-header";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import { requireMembership } from "@/lib/auth/membership";
import { listSenders } from "@/lib/db/queries/senders";
import { listMailboxes } from "@/lib/db/queries/settings";
import { roleAtLeast } from "@/lib/domain/roles";
import { describeMailbox } from "@/lib/engines/settings/describe-mailbox";

export const metadata: Metadata = { title: "Channels" };

export default async function ChannelsPage() {
  const { clientId, role, client, ctx } = await requireMembership();
  const { mailboxes, senders } = await ctx.tx(async (db) => ({
    mailboxes: await listMailboxes(db, { clientId, now: ctx.now }),
    senders: await listSenders(db, { clientId, now: ctx.now }),
  }));
  const mayEdit = roleAtLeast(role, "admin");
  const states = mailboxes.map((mailbox) => describeMailbox(mailbox, ctx.now));
  return (
    <>
      <PageHeader
        title="Channels"
        description="Your own mailboxes carry your messages. LinkedIn seats, numbers and return addresses can follow at any time."
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <ReadOnlyNotice mayEdit={mayEdit} minimum="admin" />
        <Card>
          <CardHeader>
            <CardTitle>Mailboxes</CardTitle>
            {mayEdit && mailboxes.length > 0 ? <MailboxDialogs /> : null}
          </CardHeader>
          {mailboxes.length === 0 ? (
            <EmptyState icon={<Mail />} title="No mailbox is connected" className="py-8" action={mayEdit ? <MailboxDialogs /> : null}>
              {firstSendText(states, ctx.now, client.timezone)}
            </EmptyState>
          ) : (
            <>
              <ul>
                {mailboxes.map((mailbox) => (
                  <MailboxRowView key={mailbox.id} mailbox={mailbox} mayCheck={mayEdit} />
                ))}
              </ul>
              <p className="border-t px-4 py-2.5 text-xs text-muted-foreground">{firstSendText(states, ctx.now, client.timezone)}</p>
            </>
          )}
        </Card>
        <Card>
          <CardHeader>
            <CardTitle>Other senders</CardTitle>
            {mayEdit ? <AddSenderDialog /> : null}
          </CardHeader>
          {senders.length === 0 ? (
            <p className="px-4 py-3 text-muted-foreground">
              None yet. Steps on LinkedIn, by phone, text or letter wait until one is there.
            </p>
          ) : (
            <ul>
              {senders.map((sender) => (
                <SenderRowView key={sender.id} sender={sender} />
              ))}
            </ul>
          )}
        </Card>
      </div>
      <StepFooter step="channels" isDone={mailboxes.length + senders.length > 0} />
    </>
  );
}

function MailboxDialogs() {
  return (
    <div className="flex flex-wrap gap-2">
      <ConnectMailboxDialog />
      <AddManagedMailboxDialog />
    </div>
  );
}
