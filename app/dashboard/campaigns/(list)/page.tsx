import { Megaphone, Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { CampaignTable } from "@/app/dashboard/campaigns/(list)/campaign-table";
import { EmptyState } from "@/components/feedback/empty-state";
import { PageHeader } from "@/components/feedback/page-header";
import { Button } from "@/components/ui/button";
import { requireMembership } from "@/lib/auth/membership";
import { listCampaigns } from "@/lib/db/queries/campaigns";
import { roleAtLeast } from "@/lib/domain/roles";

export const metadata: Metadata = { title: "Campaigns" };

export default async function CampaignsPage() {
  const { clientId, role, ctx } = await requireMembership();
  const campaigns = await ctx.tx((db) => listCampaigns(db, { clientId }));
  const create = roleAtLeast(role, "member") ? (
    <Button asChild>
      <Link href="/dashboard/campaigns/new">
        <Plus />
        New campaign
      </Link>
    </Button>
  ) : null;
  return (
    <>
      <PageHeader title="Campaigns" description="Each one reaches its leads with its own sequence, inside every limit." actions={create} />
      {campaigns.length === 0 ? (
        <EmptyState icon={<Megaphone />} title="No campaign yet" className="rounded-lg border bg-card" action={create}>
          A campaign starts as a draft with a sequence you can change. Nothing leaves before you activate it.
        </EmptyState>
      ) : (
        <CampaignTable campaigns={campaigns} />
      )}
    </>
  );
}
