import { SearchX, Upload, Users } from "lucide-react";
import type { Metadata, Route } from "next";
import Link from "next/link";
import { ExportButton } from "@/app/dashboard/leads/export-button";
import { loadLeadFilter } from "@/app/dashboard/leads/lead-params";
import { leadTableRow } from "@/app/dashboard/leads/lead-table-row";
import { LeadsTable } from "@/app/dashboard/leads/leads-table";
import { localDayAfter } from "@/app/dashboard/leads/local-day";
import { EmptyState } from "@/components/feedback/empty-state";
import { PageHeader } from "@/components/feedback/page-header";
import { Button } from "@/components/ui/button";
import { requireMembership } from "@/lib/auth/membership";
import { countLeads, LEAD_LIST_DEPTH, LEAD_SORTS, listCampaignChoices, listLeads } from "@/lib/db/queries/leads";
import type { LeadFilterInput } from "@/lib/domain/leads";
import { roleAtLeast } from "@/lib/domain/roles";
import { formatCount } from "@/lib/ui/format-number";
import { loadTableQuery } from "@/lib/ui/search-params";

export const metadata: Metadata = { title: "Leads" };

type LeadsPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function LeadsPage({ searchParams }: LeadsPageProps) {
  const { ctx, clientId, client, role } = await requireMembership();
  const { offset, limit, sort } = await loadTableQuery(searchParams, { sortable: LEAD_SORTS, defaultSort: "-score" });
  const input = await loadLeadFilter(searchParams);
  const filter = { ...input, now: ctx.now };
  const { rows, total, campaigns } = await ctx.tx(async (db) => ({
    rows: await listLeads(db, { clientId, filter, sort, offset, limit }),
    total: await countLeads(db, { clientId, filter }),
    campaigns: await listCampaignChoices(db, { clientId }),
  }));
  const mayChange = roleAtLeast(role, "member");

  return (
    <>
      <PageHeader
        title="Leads"
        description="Everybody your campaigns may reach, with what happens next to each."
        actions={
          mayChange ? (
            <>
              <ExportButton />
              <Button asChild>
                <Link href={"/dashboard/leads/import" as Route}>
                  <Upload />
                  Import leads
                </Link>
              </Button>
            </>
          ) : null
        }
      />
      <LeadsTable
        rows={rows.map((row) => leadTableRow(row, { now: ctx.now, timeZone: client.timezone }))}
        total={total}
        filter={input}
        campaigns={campaigns}
        now={ctx.now}
        timeZone={client.timezone}
        tomorrow={localDayAfter(ctx.now, client.timezone)}
        mayChange={mayChange}
        empty={isNarrowed(input) ? <NothingMatches /> : <NoLeads mayChange={mayChange} />}
      />
      {total >= LEAD_LIST_DEPTH ? (
        <p className="mt-2 text-xs text-muted-foreground">
          At least {formatCount(LEAD_LIST_DEPTH)} leads match; the first {formatCount(LEAD_LIST_DEPTH)} in this order can be paged through.
          Search or filter to see others.
        </p>
      ) : null}
    </>
  );
}

function isNarrowed({ search, statuses, tiers, states, campaignId, hasConsent, blockedBy }: LeadFilterInput): boolean {
  return (
    search !== "" ||
    [statuses, tiers, states].some((list) => list.length > 0) ||
    [campaignId, hasConsent, blockedBy].some((v) => v !== null)
  );
}

function NothingMatches() {
  return (
    <EmptyState icon={<SearchX />} title="No lead matches">
      Try fewer words, or clear a filter. A search looks at names, companies, addresses and domains.
    </EmptyState>
  );
}

function NoLeads({ mayChange }: { mayChange: boolean }) {
  return (
    <EmptyState
      icon={<Users />}
      title="No leads yet"
      action={
        mayChange ? (
          <Button asChild>
            <Link href={"/dashboard/leads/import" as Route}>Import a CSV</Link>
          </Button>
        ) : null
      }
    >
      Import a list with the reason you may contact each person. They are enriched, scored and enter a campaign by themselves.
    </EmptyState>
  );
}
