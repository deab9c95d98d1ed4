import { Megaphone, Plus } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { EmptyState } from "@/components/feedback/empty-state";
import { StatusBadge } from "@/components/feedback/status-badge";
import { Button } from "@/components/ui/button";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import type { CampaignNumbers } from "@/lib/db/queries/campaigns";
import { showRate } from "@/lib/domain/monthly-target";
import { cn } from "@/lib/ui/cn";
import { formatCount, formatRate } from "@/lib/ui/format-number";

const SHOWN = 6;

export function CampaignCards({ campaigns }: { campaigns: readonly CampaignNumbers[] }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Campaigns</CardTitle>
        <Button asChild variant="ghost" size="sm">
          <Link href="/dashboard/campaigns">{campaigns.length > SHOWN ? `All ${campaigns.length}` : "All"}</Link>
        </Button>
      </CardHeader>
      {campaigns.length === 0 ? (
        <EmptyState
          icon={<Megaphone />}
          title="No campaign yet"
          className="py-8"
          action={
            <Button asChild>
              <Link href="/dashboard/campaigns/new">
                <Plus />
                New campaign
              </Link>
            </Button>
          }
        >
          It starts as a draft with a ready sequence. Nothing leaves before you activate it.
        </EmptyState>
      ) : (
        <ul className={cn("-mb-px grid overflow-hidden", campaigns.length > 1 && "sm:grid-cols-2")}>
          {campaigns.slice(0, SHOWN).map((campaign) => (
            <li key={campaign.id} className={cn("border-b", campaigns.length > 1 && "sm:odd:border-r")}>
              <CampaignCard campaign={campaign} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function CampaignCard({ campaign }: { campaign: CampaignNumbers }) {
  const shows = showRate(campaign);
  return (
    <Link href={`/dashboard/campaigns/${campaign.id}` as Route} className="grid h-full gap-2 px-4 py-3 hover:bg-accent">
      <span className="flex items-start justify-between gap-2">
        <span className="min-w-0 font-medium break-words">{campaign.name}</span>
        <StatusBadge status={campaign.status} />
      </span>
      <span className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-xs">
        <span className="text-muted-foreground">Meetings</span>
        <span>{formatCount(campaign.meetings)}</span>
        <span className="text-muted-foreground">Replied</span>
        <span>{formatRate(campaign.replied, campaign.contacted)}</span>
        <span className="text-muted-foreground">Showed up</span>
        <span>{formatRate(shows.held, shows.known)}</span>
      </span>
    </Link>
  );
}
