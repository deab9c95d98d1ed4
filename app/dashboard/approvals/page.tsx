import { ShieldCheck } from "lucide-react";
import type { Metadata, Route } from "next";
import Link from "next/link";
import { approvalView } from "@/app/dashboard/approvals/approval-view";
import { ApprovalsQueue } from "@/app/dashboard/approvals/approvals-queue";
import { WaitingAnswers } from "@/app/dashboard/approvals/waiting-answers";
import { UnknownOutcomes } from "@/app/dashboard/leads/unknown-outcomes";
import { EmptyState } from "@/components/feedback/empty-state";
import { PageHeader } from "@/components/feedback/page-header";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { requireMembership } from "@/lib/auth/membership";
import { listPendingApprovals, listUnknownTouches, summariseApprovals } from "@/lib/db/queries/approvals";
import { listWaitingAnswers } from "@/lib/db/queries/reply-drafts";
import { roleAtLeast } from "@/lib/domain/roles";
import { previewTouches } from "@/lib/engines/leads/preview-touches";
import { requestSecrets } from "@/lib/http/sender-options";
import { formatCount, formatCountOf } from "@/lib/ui/format-number";
import { formatDuration } from "@/lib/ui/format-time";

export const metadata: Metadata = { title: "Approvals" };

export default async function ApprovalsPage() {
  const { ctx, clientId, client, role } = await requireMembership();
  const { pending, summary, unknown, answers } = await ctx.tx(async (db) => ({
    pending: await listPendingApprovals(db, { clientId, now: ctx.now }),
    summary: await summariseApprovals(db, { clientId, now: ctx.now }),
    unknown: await listUnknownTouches(db, { clientId }),
    answers: await listWaitingAnswers(db, { clientId, now: ctx.now }),
  }));
  const previews =
    pending.length > 0
      ? await previewTouches(ctx, { touches: pending, now: ctx.now, pepper: requestSecrets().pepper })
      : new Map<string, never>();
  const mayDecide = roleAtLeast(role, "member");
  const { total, followUps, oldestAt } = summary;

  return (
    <>
      <PageHeader
        title="Approvals"
        description={
          total === 0
            ? "Messages of campaigns in co-pilot mode wait here for a person."
            : `${waitingText(followUps, total - followUps)}${oldestAt ? `, the oldest for ${formatDuration(ctx.now.getTime() - oldestAt.getTime())}` : ""}. Each lapses after 24 hours and is drafted again.`
        }
      />
      <div className="grid gap-6">
        {unknown.length > 0 ? <UnknownOutcomes touches={unknown} now={ctx.now} timeZone={client.timezone} mayDecide={mayDecide} /> : null}
        {answers.length > 0 ? <WaitingAnswers answers={answers} now={ctx.now} timeZone={client.timezone} /> : null}
        {pending.length > 0 ? (
          <ApprovalsQueue
            approvals={pending.map((row) => approvalView(row, previews.get(row.touchId)))}
            now={ctx.now}
            timeZone={client.timezone}
            mayDecide={mayDecide}
          />
        ) : null}
        {pending.length + answers.length + unknown.length === 0 ? (
          <Card>
            <EmptyState
              icon={<ShieldCheck />}
              title="Nothing waits for you"
              action={
                <Button asChild variant="outline">
                  <Link href={"/dashboard/campaigns" as Route}>To the campaigns</Link>
                </Button>
              }
            >
              In co-pilot mode every message comes here first, with its checks and the time at which it would go out. In autopilot messages
              go out by themselves.
            </EmptyState>
          </Card>
        ) : null}
        {total > pending.length ? (
          <p className="text-muted-foreground">{formatCount(total - pending.length)} more follow as you decide these.</p>
        ) : null}
      </div>
    </>
  );
}

/** "2 follow-ups and 1 first message wait" */
function waitingText(followUps: number, firstMessages: number): string {
  const parts = [
    followUps > 0 ? formatCountOf(followUps, "follow-up") : null,
    firstMessages > 0 ? formatCountOf(firstMessages, "first message") : null,
  ].filter((part) => part !== null);
  return `${parts.join(" and ")} ${followUps + firstMessages === 1 ? "waits" : "wait"}`;
}
