import type { Metadata } from "next";
import Link from "next/link";
import { ByHandForm } from "@/app/dashboard/settings/audience/by-hand-form";
import { DiscoveryFailureCard } from "@/app/dashboard/settings/audience/discovery-failure-card";
import { DiscoveryMonitor } from "@/app/dashboard/settings/audience/discovery-monitor";
import { loadAudience } from "@/app/dashboard/settings/audience/load-audience";
import { WebsiteForm } from "@/app/dashboard/settings/audience/website-form";
import { ReadOnlyNotice } from "@/app/dashboard/settings/read-only-notice";
import { SampleButton } from "@/app/onboarding/sample-button";
import { StepFooter } from "@/app/onboarding/step-footer";
import { PageHeader } from "@/components/feedback/page-header";
import { Button } from "@/components/ui/button";
import { Card, CardContent } from "@/components/ui/card";
import { requireMembership } from "@/lib/auth/membership";
import { roleAtLeast } from "@/lib/domain/roles";

export const metadata: Metadata = { title: "Your website" };

const BY_HAND = "/onboarding/website?by=hand";

export default async function WebsitePage({ searchParams }: PageProps<"/onboarding/website">) {
  const { role, client, clientId } = await requireMembership();
  const { current, discovery, websiteUrl } = await loadAudience();
  const mayEdit = roleAtLeast(role, "admin");
  const isByHand = (await searchParams).by === "hand";
  const isMoving = discovery?.status === "queued" || discovery?.status === "running";
  const isThrough = discovery?.status === "ready" || discovery?.status === "confirmed";
  return (
    <>
      <PageHeader
        title="Your website"
        description="We read up to 15 of its pages and work out whom you sell to. You see where each thing comes from, and nothing counts before you confirm it."
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <ReadOnlyNotice mayEdit={mayEdit} minimum="admin" />
        {isMoving || isThrough ? (
          <DiscoveryMonitor
            key={discovery.id}
            clientId={clientId}
            progress={discovery}
            mayChange={mayEdit}
            next={
              <>
                <p className="text-muted-foreground">
                  {discovery.status === "ready" ? "Now it is your turn." : "You have confirmed what came of it."}
                </p>
                <Button asChild>
                  <Link href="/onboarding/audience">{discovery.status === "ready" ? "Review what we found" : "See the cards"}</Link>
                </Button>
              </>
            }
          />
        ) : isByHand ? (
          <ByHandForm mayEdit={mayEdit} />
        ) : discovery?.status === "failed" ? (
          <DiscoveryFailureCard progress={discovery} byHandHref={BY_HAND} mayEdit={mayEdit} />
        ) : (
          <Card>
            <CardContent className="grid gap-3">
              <WebsiteForm initialUrl={websiteUrl} mayEdit={mayEdit} />
              <p className="text-xs text-muted-foreground">
                It takes about a minute. No website, or not one to show?{" "}
                <Link href={BY_HAND} className="font-medium text-link hover:underline">
                  Type it in by hand
                </Link>
                .
              </p>
            </CardContent>
          </Card>
        )}
        {isByHand && !isMoving && !isThrough ? (
          <p className="text-xs text-muted-foreground">
            <Link href="/onboarding/website" className="font-medium text-link hover:underline">
              Back to reading a website
            </Link>
          </p>
        ) : null}
      </div>
      {isMoving ? null : (
        <StepFooter step="website" isDone={isThrough || current.profile !== null}>
          {client.isSample ? null : <SampleButton />}
        </StepFooter>
      )}
    </>
  );
}
