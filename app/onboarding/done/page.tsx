import type { Metadata } from "next";
import Link from "next/link";
import { SetupChecklist } from "@/app/dashboard/(home)/setup-checklist";
import { loadSetupOnce } from "@/app/onboarding/load-setup";
import { PageHeader } from "@/components/feedback/page-header";
import { Button } from "@/components/ui/button";
import { requireMembership } from "@/lib/auth/membership";
import { listMailboxes } from "@/lib/db/queries/settings";
import { doneSteps } from "@/lib/domain/onboarding";
import { describeMailbox } from "@/lib/engines/settings/describe-mailbox";

export const metadata: Metadata = { title: "Ready" };

export default async function DonePage() {
  const { clientId, client, ctx } = await requireMembership();
  const setup = await loadSetupOnce();
  const mailboxes = await ctx.tx((db) => listMailboxes(db, { clientId, now: ctx.now }));
  const isComplete = doneSteps(setup).has("done");
  return (
    <>
      <PageHeader
        title={isComplete ? "You are set up" : "Almost there"}
        description={
          isComplete
            ? "What is left is whom to write to, and with what. Nothing is sent before you start a campaign."
            : "You can go on without the rest and come back to it from your dashboard. Nothing is sent before you start a campaign."
        }
        actions={
          <Button asChild size="lg">
            <Link href="/dashboard">Open your dashboard</Link>
          </Button>
        }
      />
      <SetupChecklist
        setup={setup}
        mailboxes={mailboxes.map((mailbox) => describeMailbox(mailbox, ctx.now))}
        now={ctx.now}
        timeZone={client.timezone}
      />
    </>
  );
}
