import { Users } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { DiscoveryMonitor } from "@/app/dashboard/settings/audience/discovery-monitor";
import { IcpInForce } from "@/app/dashboard/settings/audience/icp-in-force";
import { IcpReview } from "@/app/dashboard/settings/audience/icp-review";
import { loadAudience } from "@/app/dashboard/settings/audience/load-audience";
import { PatternCard } from "@/app/dashboard/settings/audience/pattern-card";
import { PortfolioList } from "@/app/dashboard/settings/audience/portfolio-list";
import { ReadOnlyNotice } from "@/app/dashboard/settings/read-only-notice";
import { StepFooter } from "@/app/onboarding/step-footer";
import { EmptyState } from "@/components/feedback/empty-state";
import { PageHeader } from "@/components/feedback/page-header";
import { Button } from "@/components/ui/button";
import { requireMembership } from "@/lib/auth/membership";
import { roleAtLeast } from "@/lib/domain/roles";

export const metadata: Metadata = { title: "Whom you sell to" };

export default async function OnboardingAudiencePage() {
  const { role, clientId } = await requireMembership();
  const { current, discovery, ownClients } = await loadAudience();
  const mayEdit = roleAtLeast(role, "admin");
  const isMoving = discovery?.status === "queued" || discovery?.status === "running";
  const proposed = discovery && "draft" in discovery && discovery.status === "ready" ? discovery : null;
  return (
    <>
      <PageHeader
        title="Whom you sell to"
        description="Each card says how sure we are and where it comes from. Change what is wrong and confirm what is right."
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <ReadOnlyNotice mayEdit={mayEdit} minimum="admin" />
        {proposed ? (
          <>
            <PatternCard profile={proposed.draft} />
            {ownClients.length > 0 ? <PortfolioList companies={ownClients} mayEdit={mayEdit} mayKeepOut={false} /> : null}
            <IcpReview result={proposed} mayEdit={mayEdit} nextHref="/onboarding/identity" />
          </>
        ) : isMoving ? (
          <DiscoveryMonitor clientId={clientId} progress={discovery} mayChange={mayEdit} />
        ) : current.profile ? (
          <IcpInForce profile={current.profile} version={current.version} mayEdit={mayEdit} />
        ) : (
          <EmptyState
            icon={<Users />}
            title="There is nothing to review yet"
            className="rounded-lg border bg-card"
            action={
              <>
                <Button asChild>
                  <Link href="/onboarding/website">Read my website</Link>
                </Button>
                <Button asChild variant="outline">
                  <Link href="/onboarding/website?by=hand">Type it in by hand</Link>
                </Button>
              </>
            }
          >
            Your website, or what you tell us by hand, becomes a proposal that you check here card by card.
          </EmptyState>
        )}
      </div>
      {isMoving ? null : <StepFooter step="audience" isDone={current.profile !== null && !proposed} />}
    </>
  );
}
