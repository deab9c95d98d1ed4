import type { Metadata } from "next";
import { ConsentForm } from "@/app/onboarding/consent/consent-form";
import { loadSetupOnce } from "@/app/onboarding/load-setup";
import { StepFooter } from "@/app/onboarding/step-footer";
import { PageHeader } from "@/components/feedback/page-header";
import { requireMembership } from "@/lib/auth/membership";
import { listAgreements } from "@/lib/db/queries/agreements";
import { getOrganisation } from "@/lib/db/queries/settings";
import { AGREEMENT_KINDS, AGREEMENTS } from "@/lib/domain/agreements";
import { formatDate } from "@/lib/ui/format-time";

export const metadata: Metadata = { title: "Agreements" };

export default async function ConsentPage() {
  const { clientId, role, client, ctx } = await requireMembership();
  const { organisation, agreements } = await ctx.tx(async (db) => ({
    organisation: await getOrganisation(db, { clientId }),
    agreements: await listAgreements(db, { clientId }),
  }));
  const { hasAgreed } = await loadSetupOnce();
  const given = AGREEMENT_KINDS.flatMap((kind) => {
    const row = agreements.find((one) => one.kind === kind && one.textVersion === AGREEMENTS[kind].version);
    return row
      ? [{ kind, text: `Agreed by ${row.fullName ?? row.email ?? "an owner"} on ${formatDate(row.createdAt, client.timezone)}` }]
      : [];
  });
  return (
    <>
      <PageHeader
        title="Agreements"
        description="Nothing here is ticked for you. Tick what you agree to; who agreed, when and to which wording is kept."
      />
      <ConsentForm given={given} isDataShared={organisation.dataSharingConsent} mayDecide={role === "owner"} />
      <StepFooter step="consent" isDone={hasAgreed} />
    </>
  );
}
