import type { Metadata } from "next";
import { organisationValues } from "@/app/dashboard/settings/(organisation)/organisation-values";
import { IdentityForm } from "@/app/onboarding/identity/identity-form";
import { loadSetupOnce } from "@/app/onboarding/load-setup";
import { StepFooter } from "@/app/onboarding/step-footer";
import { PageHeader } from "@/components/feedback/page-header";
import { requireMembership } from "@/lib/auth/membership";
import { getOrganisation } from "@/lib/db/queries/settings";
import { roleAtLeast } from "@/lib/domain/roles";

export const metadata: Metadata = { title: "Who you are" };

export default async function IdentityPage() {
  const { clientId, role, ctx } = await requireMembership();
  const organisation = await ctx.tx((db) => getOrganisation(db, { clientId }));
  const { hasIdentity } = await loadSetupOnce();
  return (
    <>
      <PageHeader
        title="Who you are"
        description="Every message says who it is from and how to reach you. Australian law wants that in each of them."
      />
      <IdentityForm
        values={{ ...organisationValues(organisation), toneSample: organisation.toneSample ?? "" }}
        mayEdit={roleAtLeast(role, "admin")}
      />
      <StepFooter step="identity" isDone={hasIdentity} />
    </>
  );
}
