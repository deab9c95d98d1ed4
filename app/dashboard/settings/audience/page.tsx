import type { Metadata } from "next";
import Link from "next/link";
import { ByHandForm } from "@/app/dashboard/settings/audience/by-hand-form";
import { DiscardDiscovery } from "@/app/dashboard/settings/audience/discard-discovery";
import { DiscoveryFailureCard } from "@/app/dashboard/settings/audience/discovery-failure-card";
import { DiscoveryMonitor } from "@/app/dashboard/settings/audience/discovery-monitor";
import { IcpInForce } from "@/app/dashboard/settings/audience/icp-in-force";
import { IcpReview } from "@/app/dashboard/settings/audience/icp-review";
import { loadAudience } from "@/app/dashboard/settings/audience/load-audience";
import { PatternCard } from "@/app/dashboard/settings/audience/pattern-card";
import { PortfolioList } from "@/app/dashboard/settings/audience/portfolio-list";
import { VersionHistory } from "@/app/dashboard/settings/audience/version-history";
import { WebsiteForm } from "@/app/dashboard/settings/audience/website-form";
import { ReadOnlyNotice } from "@/app/dashboard/settings/read-only-notice";
import { PageHeader } from "@/components/feedback/page-header";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { requireMembership } from "@/lib/auth/membership";
import type { DiscoveryProgress } from "@/lib/domain/discovery";
import { roleAtLeast } from "@/lib/domain/roles";
import { formatDate } from "@/lib/ui/format-time";

export const metadata: Metadata = { title: "Audience" };

const HREF = "/dashboard/settings/audience";
/** A failure is news for as long, where a profile is in force without it. */
const DAY_MS = 86_400_000;

export default async function AudiencePage({ searchParams }: PageProps<typeof HREF>) {
  const { role, client, clientId, ctx } = await requireMembership();
  const { current, starting, discovery, ownClients, versions, websiteUrl } = await loadAudience();
  const mayEdit = roleAtLeast(role, "admin");
  const isMoving = discovery?.status === "queued" || discovery?.status === "running";
  const isFailed = discovery?.status === "failed" && (current.profile === null || isRecent(discovery, ctx.now));
  const isByHand = (await searchParams).by === "hand";
  return (
    <>
      <PageHeader
        title="Audience"
        description="Whom you sell to. Every lead is scored against it, and every campaign starts from it."
        badges={
          current.confirmedAt ? (
            <Badge tone="success">Confirmed {formatDate(new Date(current.confirmedAt), client.timezone)}</Badge>
          ) : (
            <Badge tone="warning">Not confirmed yet</Badge>
          )
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <ReadOnlyNotice mayEdit={mayEdit} minimum="admin" />
        {isMoving ? <DiscoveryMonitor clientId={clientId} progress={discovery} mayChange={mayEdit} /> : null}
        {isFailed ? <DiscoveryFailureCard progress={discovery} byHandHref={`${HREF}?by=hand`} mayEdit={mayEdit} /> : null}
        {isMoving || discovery?.status === "ready" || isFailed ? null : (
          <Card>
            <CardHeader>
              <CardTitle>{current.profile ? "Read your website again" : "Read your website"}</CardTitle>
              <CardDescription>
                {current.profile
                  ? "You see what changed and choose card by card. What you edited yourself stays unless you take the other."
                  : "We propose whom you sell to, with what we saw where. You confirm every card."}
              </CardDescription>
            </CardHeader>
            <CardContent>
              <WebsiteForm initialUrl={websiteUrl} mayEdit={mayEdit} />
              <p className="mt-3 text-xs text-muted-foreground">
                Or{" "}
                <Link href={`${HREF}?by=hand`} className="font-medium text-link hover:underline">
                  type it in by hand
                </Link>
                .
              </p>
            </CardContent>
          </Card>
        )}
        {isByHand && !isMoving && discovery?.status !== "ready" ? <ByHandForm mayEdit={mayEdit} /> : null}
        {discovery && "draft" in discovery && discovery.status === "ready" ? (
          <>
            <Alert
              title="A reading waits for you"
              action={mayEdit ? <DiscardDiscovery discoveryId={discovery.id} hasProfile={current.profile !== null} /> : null}
            >
              Nothing below is in force before you confirm it.
            </Alert>
            <IcpReview result={discovery} mayEdit={mayEdit} nextHref={HREF} />
          </>
        ) : (
          <>
            <PatternCard profile={current.profile} />
            <IcpInForce profile={current.profile ?? starting} version={current.version} mayEdit={mayEdit} />
          </>
        )}
        {ownClients.length > 0 && !isMoving ? (
          <PortfolioList
            companies={ownClients}
            mayEdit={mayEdit}
            mayKeepOut={mayEdit && current.profile !== null && discovery?.status !== "ready"}
          />
        ) : null}
        {versions.length > 0 ? <VersionHistory versions={versions} current={current.version} timeZone={client.timezone} /> : null}
      </div>
    </>
  );
}

function isRecent({ requestedAt }: DiscoveryProgress, now: Date): boolean {
  return now.getTime() - new Date(requestedAt).getTime() < DAY_MS;
}
