import type { Metadata } from "next";
import Link from "next/link";
import { AttentionList } from "@/app/dashboard/(home)/attention-list";
import { CampaignCards } from "@/app/dashboard/(home)/campaign-cards";
import { LiveFeed } from "@/app/dashboard/(home)/live-feed";
import { MonthSummary } from "@/app/dashboard/(home)/month-summary";
import { SetupChecklist } from "@/app/dashboard/(home)/setup-checklist";
import { PageHeader } from "@/components/feedback/page-header";
import { Button } from "@/components/ui/button";
import { requireMembership } from "@/lib/auth/membership";
import { listActivities } from "@/lib/db/queries/activities";
import { listCampaigns } from "@/lib/db/queries/campaigns";
import { loadAttention, loadMonth, loadSetup } from "@/lib/db/queries/dashboard";
import { getOrganisation, listMailboxes } from "@/lib/db/queries/settings";
import { FEED_PAGE_SIZE } from "@/lib/domain/feed";
import { doneSteps } from "@/lib/domain/onboarding";
import { describeMailbox } from "@/lib/engines/settings/describe-mailbox";
import { formatDate } from "@/lib/ui/format-time";

export const metadata: Metadata = { title: "Home" };

const RECENT_MS = 14 * 24 * 3_600_000;

export default async function HomePage() {
  const { clientId, client, ctx } = await requireMembership();
  const { timezone } = client;
  const found = await ctx.tx(async (db) => ({
    organisation: await getOrganisation(db, { clientId }),
    month: await loadMonth(db, { clientId, now: ctx.now, timezone }),
    attention: await loadAttention(db, { clientId, since: new Date(ctx.now.getTime() - RECENT_MS) }),
    setup: await loadSetup(db, { clientId }),
    mailboxes: await listMailboxes(db, { clientId, now: ctx.now }),
    campaigns: await listCampaigns(db, { clientId }),
    activities: await listActivities(db, { clientId, limit: FEED_PAGE_SIZE, before: null }),
  }));
  const mailboxStates = found.mailboxes.map((mailbox) => describeMailbox(mailbox, ctx.now));

  return (
    <>
      <PageHeader title={client.name} description={formatDate(ctx.now, timezone)} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        {found.setup.hasStarted && found.setup.hasIdentity && mailboxStates.length > 0 ? null : (
          <SetupChecklist
            setup={found.setup}
            mailboxes={mailboxStates}
            now={ctx.now}
            timeZone={timezone}
            guide={doneSteps(found.setup).has("done") ? null : <GuideLink />}
          />
        )}
        <MonthSummary
          month={found.month}
          tier={found.organisation.tier}
          hasStarted={found.setup.hasStarted}
          now={ctx.now}
          timeZone={timezone}
        />
        <div className="grid items-start gap-6 grid-cols-[minmax(0,1fr)] lg:grid-cols-2 xl:grid-cols-[minmax(0,7fr)_minmax(0,6fr)]">
          <div className="grid gap-6">
            <AttentionList attention={found.attention} now={ctx.now} />
            <CampaignCards campaigns={found.campaigns} />
          </div>
          <LiveFeed clientId={clientId} initialRows={found.activities} now={ctx.now} timeZone={timezone} />
        </div>
      </div>
    </>
  );
}

function GuideLink() {
  return (
    <Button asChild variant="outline" size="sm">
      <Link href="/onboarding">Guide me</Link>
    </Button>
  );
}
