import type { Route } from "next";
import Link from "next/link";
import { StatusBadge } from "@/components/feedback/status-badge";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { CampaignNumbers } from "@/lib/db/queries/campaigns";
import { PERMISSION_MODE_TEXTS } from "@/lib/domain/permission-mode-texts";
import { formatCount, formatRate } from "@/lib/ui/format-number";

export function CampaignTable({ campaigns }: { campaigns: readonly CampaignNumbers[] }) {
  return (
    <Table>
      <TableHeader>
        <tr>
          <TableHead>Campaign</TableHead>
          <TableHead>Status</TableHead>
          <TableHead className="max-sm:hidden">Mode</TableHead>
          <TableHead className="text-right max-sm:hidden">Enrolled</TableHead>
          <TableHead className="text-right">Sent</TableHead>
          <TableHead className="text-right">Replied, of people contacted</TableHead>
          <TableHead className="text-right">Meetings</TableHead>
        </tr>
      </TableHeader>
      <TableBody>
        {campaigns.map((campaign) => (
          <TableRow key={campaign.id} className="relative">
            <TableCell className="min-w-48">
              {/* The link covers its row. */}
              <Link
                href={`/dashboard/campaigns/${campaign.id}` as Route}
                className="font-medium after:absolute after:inset-0 hover:underline"
              >
                {campaign.name}
              </Link>
              {campaign.status === "paused" && campaign.pauseReason ? (
                <p className="line-clamp-1 text-xs text-muted-foreground">{campaign.pauseReason}</p>
              ) : campaign.description ? (
                <p className="line-clamp-1 text-xs text-muted-foreground">{campaign.description}</p>
              ) : null}
            </TableCell>
            <TableCell>
              <StatusBadge status={campaign.status} />
            </TableCell>
            <TableCell className="whitespace-nowrap max-sm:hidden">{PERMISSION_MODE_TEXTS[campaign.mode].label}</TableCell>
            <TableCell className="text-right whitespace-nowrap max-sm:hidden">
              {formatCount(campaign.enrolled)}
              <p className="text-xs text-muted-foreground">{formatCount(campaign.inSequence)} in sequence</p>
            </TableCell>
            <TableCell className="text-right">{formatCount(campaign.sent)}</TableCell>
            <TableCell className="text-right whitespace-nowrap">{formatRate(campaign.replied, campaign.contacted)}</TableCell>
            <TableCell className="text-right whitespace-nowrap">
              {formatCount(campaign.meetings)}
              {campaign.contacted > 0 ? (
                <p className="text-xs text-muted-foreground">{formatRate(campaign.meetings, campaign.contacted)}</p>
              ) : null}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
