import type { Metadata } from "next";
import { OrganisationForm } from "@/app/dashboard/settings/(organisation)/organisation-form";
import { organisationValues } from "@/app/dashboard/settings/(organisation)/organisation-values";
import { PageHeader } from "@/components/feedback/page-header";
import { requireMembership } from "@/lib/auth/membership";
import { getOrganisation } from "@/lib/db/queries/settings";
import { roleAtLeast } from "@/lib/domain/roles";
import { listTimeZones } from "@/lib/domain/time-zones";

export const metadata: Metadata = { title: "Organisation" };

export default async function OrganisationPage() {
  const { clientId, role, ctx } = await requireMembership();
  const organisation = await ctx.tx((db) => getOrganisation(db, { clientId }));
  return (
    <>
      <PageHeader
        title="Organisation"
        description="Who your messages come from. Australian law wants the sender's identity and a way to reach them in every one."
      />
      <OrganisationForm
        mayEdit={roleAtLeast(role, "admin")}
        timeZones={listTimeZones(organisation.timezone)}
        values={organisationValues(organisation)}
      />
    </>
  );
}
