import type { Metadata } from "next";
import { AudienceForm } from "@/app/dashboard/settings/audience/audience-form";
import { PageHeader } from "@/components/feedback/page-header";
import { Badge } from "@/components/ui/badge";
import { requireMembership } from "@/lib/auth/membership";
import { getOrganisation } from "@/lib/db/queries/settings";
import { INDUSTRIES } from "@/lib/domain/industries";
import { roleAtLeast } from "@/lib/domain/roles";
import { formatDate } from "@/lib/ui/format-time";

export const metadata: Metadata = { title: "Audience" };

export default async function AudiencePage() {
  const { clientId, role, client, ctx } = await requireMembership();
  const organisation = await ctx.tx((db) => getOrganisation(db, { clientId }));
  const known = new Set<string>(INDUSTRIES);
  return (
    <>
      <PageHeader
        title="Audience"
        description="Whom you sell to. Every lead is scored against it, and every campaign starts from it."
        badges={
          organisation.icpConfirmedAt ? (
            <Badge tone="success">Confirmed {formatDate(organisation.icpConfirmedAt, client.timezone)}</Badge>
          ) : (
            <Badge tone="warning">Not confirmed yet</Badge>
          )
        }
      />
      <AudienceForm
        mayEdit={roleAtLeast(role, "admin")}
        isConfirmed={organisation.icpConfirmedAt !== null}
        values={{
          icpIndustries: INDUSTRIES.filter((industry) => organisation.icpIndustries.includes(industry)),
          icpTitles: organisation.icpTitles,
          icpCompanySizes: organisation.icpCompanySizes,
          icpLocations: organisation.icpLocations,
          icpPainPoints: organisation.icpPainPoints,
        }}
        unknownIndustries={organisation.icpIndustries.filter((industry) => !known.has(industry))}
      />
    </>
  );
}
