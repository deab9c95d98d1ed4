import type { Metadata } from "next";
import Link from "next/link";
import { NewCampaignForm } from "@/app/dashboard/campaigns/new/new-campaign-form";
import { KeyValueList } from "@/components/feedback/key-value-list";
import { PageHeader } from "@/components/feedback/page-header";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { requireMembership } from "@/lib/auth/membership";
import { getOrganisation, type Organisation } from "@/lib/db/queries/settings";
import { roleAtLeast } from "@/lib/domain/roles";
import { loadSplit } from "@/lib/engines/campaigns/create-campaign";

export const metadata: Metadata = { title: "New campaign" };

export default async function NewCampaignPage() {
  const { clientId, role, ctx } = await requireMembership();
  const { organisation, split } = await ctx.tx(async (db) => ({
    organisation: await getOrganisation(db, { clientId }),
    split: await loadSplit(db, { clientId }, { name: "Campaign" }),
  }));
  return (
    <>
      <PageHeader
        title="New campaign"
        description="It becomes a draft with its sequence. Nothing leaves before you activate it."
        parents={[{ label: "Campaigns", href: "/dashboard/campaigns" }]}
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <NewCampaignForm mayCreate={roleAtLeast(role, "member")} defaultMode={organisation.defaultPermissionMode} split={split} />
        <AudienceSummary organisation={organisation} />
      </div>
    </>
  );
}

/** What the campaign inherits, so that nobody types it again or wonders where it comes from. */
function AudienceSummary({ organisation }: { organisation: Organisation }) {
  const joined = (values: readonly string[]) => values.map((value) => value.replaceAll("_", " ")).join(", ");
  return (
    <Card>
      <CardHeader>
        <CardTitle>Audience</CardTitle>
        <Button asChild variant="ghost" size="sm">
          <Link href="/dashboard/settings/audience">Edit</Link>
        </Button>
      </CardHeader>
      <CardContent className="grid gap-3">
        {organisation.icpConfirmedAt ? null : <Badge tone="warning">Not confirmed yet</Badge>}
        <KeyValueList
          items={[
            { label: "Industries", value: joined(organisation.icpIndustries) },
            { label: "Titles", value: joined(organisation.icpTitles) },
            { label: "Sizes", value: joined(organisation.icpCompanySizes) },
            { label: "Places", value: joined(organisation.icpLocations) },
            { label: "What hurts them", value: joined(organisation.icpPainPoints) },
          ]}
        />
        <p className="text-xs text-muted-foreground">Every campaign of this workspace takes it from your settings.</p>
      </CardContent>
    </Card>
  );
}
