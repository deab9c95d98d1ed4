import { Ban } from "lucide-react";
import type { Metadata, Route } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { z } from "zod";
import { CallList } from "@/app/dashboard/leads/[id]/call-list";
import { ChannelCard } from "@/app/dashboard/leads/[id]/channel-card";
import { ConsentLedger } from "@/app/dashboard/leads/[id]/consent-ledger";
import { LeadActions } from "@/app/dashboard/leads/[id]/lead-actions";
import { LeadProfile } from "@/app/dashboard/leads/[id]/lead-profile";
import { LeadTimeline } from "@/app/dashboard/leads/[id]/lead-timeline";
import { LetterList } from "@/app/dashboard/leads/[id]/letter-list";
import { NextPanel } from "@/app/dashboard/leads/[id]/next-panel";
import { ResearchCard } from "@/app/dashboard/leads/[id]/research-card";
import { readCursor } from "@/app/dashboard/leads/cursor";
import { fullReceiptOf, leadName, receiptOf, STATUS_LABELS } from "@/app/dashboard/leads/lead-words";
import { localDayAfter } from "@/app/dashboard/leads/local-day";
import { UnknownOutcomes } from "@/app/dashboard/leads/unknown-outcomes";
import { PageHeader } from "@/components/feedback/page-header";
import { Receipt } from "@/components/feedback/receipt";
import { StatusBadge } from "@/components/feedback/status-badge";
import { TierChip } from "@/components/feedback/tier-chip";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { requireMembership } from "@/lib/auth/membership";
import { listUnknownTouches } from "@/lib/db/queries/approvals";
import { findLeadConnection, listLeadCalls, listLeadLetters } from "@/lib/db/queries/lead-channels";
import { findLead, listConsentBases, listLeadMeetings, listLeadTimeline } from "@/lib/db/queries/lead-detail";
import { findLeadResearch } from "@/lib/db/queries/research";
import { roleAtLeast } from "@/lib/domain/roles";
import { explainLead } from "@/lib/engines/explain/explain-lead";
import { recipientPlace } from "@/lib/engines/gate/recipient-place";
import { suppressedLeads } from "@/lib/engines/suppression/suppressed-leads";
import { suppressionReasons } from "@/lib/engines/suppression/suppression-reasons";
import { requestSecrets } from "@/lib/http/sender-options";
import { formatShortTime, formatZonedTime } from "@/lib/ui/format-time";

export const metadata: Metadata = { title: "Lead" };

type LeadPageProps = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function LeadPage({ params, searchParams }: LeadPageProps) {
  const { ctx, clientId, client, role } = await requireMembership();
  const id = z.uuid().safeParse((await params).id);
  const before = readCursor((await searchParams).before);
  const found = id.success ? await loadLead({ clientId, leadId: id.data, before, tx: ctx.tx }) : undefined;
  if (!found) notFound();
  const { lead, isSuppressed, reasons, consents, meetings, unknown, timeline, calls, letters, connection, research } = found;
  const explanation = await explainLead(ctx, { leadId: lead.id }, requestSecrets());
  const { timezone: leadZone } = recipientPlace(lead, client.timezone);
  const mayChange = roleAtLeast(role, "member");
  const name = leadName(lead);
  const receipt = receiptOf(lead.alsReasons, lead.alsWeightSource);
  const fullReceipt = fullReceiptOf(lead.alsReasons);

  return (
    <>
      <PageHeader
        title={name}
        parents={[{ label: "Leads", href: "/dashboard/leads" as Route }]}
        description={[lead.title, lead.company].filter(Boolean).join(", ") || lead.email}
        badges={
          <>
            {lead.alsTier ? <TierChip tier={lead.alsTier} score={lead.alsScore} {...(receipt && { receipt })} /> : null}
            <StatusBadge status={lead.status} label={STATUS_LABELS[lead.status]} />
            {isSuppressed ? (
              <Badge tone="danger">
                <Ban aria-hidden />
                Suppressed
              </Badge>
            ) : null}
            {lead.isCompetitor ? <Badge tone="warning">Competitor</Badge> : null}
          </>
        }
        actions={
          mayChange ? (
            <LeadActions
              leadId={lead.id}
              name={name}
              isHeld={lead.heldAt !== null || (lead.snoozedUntil !== null && lead.snoozedUntil > ctx.now)}
              mode={lead.permissionOverride}
              leadZone={leadZone}
              today={localDayAfter(ctx.now, leadZone, 0)}
              tomorrow={localDayAfter(ctx.now, leadZone)}
            />
          ) : null
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-4">
          {isSuppressed && (!explanation.next || reasons.length > 0) ? (
            <Alert tone="warning" title="They may not be contacted">
              {reasons.length > 0 ? `${reasons.map(({ text }) => text).join(" · ")}. ` : ""}A suppression is in force. It holds on every
              channel and outlives this lead.
            </Alert>
          ) : null}
          <NextPanel explanation={explanation} isSuppressed={isSuppressed} leadZone={leadZone} ownZone={client.timezone} now={ctx.now} />
          <ResearchCard lead={lead} research={research} now={ctx.now} timeZone={client.timezone} />
          {unknown.length > 0 ? (
            <UnknownOutcomes touches={unknown} now={ctx.now} timeZone={client.timezone} mayDecide={mayChange} isOnLead />
          ) : null}
          <CallList calls={calls} now={ctx.now} timeZone={client.timezone} />
          <LetterList letters={letters} now={ctx.now} timeZone={client.timezone} mayChange={mayChange} />
          <LeadTimeline
            entries={timeline.entries}
            next={timeline.next}
            isFirstPage={before === null}
            leadId={lead.id}
            now={ctx.now}
            timeZone={client.timezone}
          />
        </div>
        <div className="grid min-w-0 gap-4">
          {lead.alsTier && lead.alsScore !== null && fullReceipt.length > 0 ? (
            <Card>
              <CardContent>
                <details>
                  <summary className="font-medium">How the score of {lead.alsScore} came about</summary>
                  <Receipt
                    className="mt-3"
                    title="Lead score"
                    rows={fullReceipt}
                    total={lead.alsScore}
                    max={100}
                    note={`${receipt?.note ?? "Default weights"}${lead.scoredAt ? ` · ${formatShortTime(lead.scoredAt, ctx.now, client.timezone)}` : ""}`}
                  />
                </details>
              </CardContent>
            </Card>
          ) : null}
          <LeadProfile lead={lead} leadZone={leadZone} now={ctx.now} timeZone={client.timezone} />
          <ChannelCard lead={lead} consents={consents} connection={connection} letters={letters} timeZone={client.timezone} />
          <ConsentLedger
            leadId={lead.id}
            leadTitle={lead.title}
            consents={consents}
            today={localDayAfter(ctx.now, client.timezone, 0)}
            timeZone={client.timezone}
            mayChange={mayChange && !isSuppressed}
          />
          {meetings.length > 0 ? (
            <Card>
              <CardHeader>
                <CardTitle>Meetings</CardTitle>
              </CardHeader>
              <CardContent>
                <ul className="grid gap-3">
                  {meetings.map((meeting) => (
                    <li key={meeting.id} className="grid gap-0.5">
                      <span className="flex flex-wrap items-center justify-between gap-2">
                        {formatZonedTime(meeting.startsAt, leadZone)}
                        <StatusBadge status={meeting.status} />
                      </span>
                      <span className="text-xs text-muted-foreground">
                        {meeting.durationMinutes} min · {meeting.source.replaceAll("_", " ")}
                        {meeting.notes ? ` · ${meeting.notes}` : ""}
                      </span>
                    </li>
                  ))}
                </ul>
              </CardContent>
            </Card>
          ) : null}
          {lead.campaignId ? (
            <p className="text-muted-foreground">
              In campaign{" "}
              <Link href={`/dashboard/campaigns/${lead.campaignId}` as Route} className="text-link underline underline-offset-2">
                {lead.campaignName}
              </Link>
            </p>
          ) : null}
        </div>
      </div>
    </>
  );
}

type LoadLead = Pick<Awaited<ReturnType<typeof requireMembership>>["ctx"], "clientId" | "tx"> & {
  leadId: string;
  before: ReturnType<typeof readCursor>;
};

function loadLead({ clientId, leadId, before, tx }: LoadLead) {
  return tx(async (db) => {
    const scope = { clientId, leadId };
    const lead = await findLead(db, scope);
    if (!lead) return undefined;
    const asked = { clientId, people: [lead], secret: requestSecrets() };
    const suppressed = await suppressedLeads(db, { ...asked, channel: "email" });
    return {
      lead,
      isSuppressed: suppressed.size > 0,
      reasons: suppressed.size > 0 ? ((await suppressionReasons(db, asked)).get(lead) ?? []) : [],
      consents: await listConsentBases(db, scope),
      meetings: await listLeadMeetings(db, scope),
      calls: await listLeadCalls(db, scope),
      letters: await listLeadLetters(db, scope),
      connection: await findLeadConnection(db, scope),
      research: await findLeadResearch(db, scope),
      unknown: await listUnknownTouches(db, scope),
      timeline: await listLeadTimeline(db, { ...scope, before }),
    };
  });
}
