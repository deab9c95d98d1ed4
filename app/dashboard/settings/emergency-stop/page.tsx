import { CircleCheck, OctagonX } from "lucide-react";
import type { Metadata } from "next";
import { EmergencyStopButton } from "@/app/dashboard/emergency-stop-button";
import { ReleaseStopButton } from "@/app/dashboard/release-stop-button";
import { BreakersCard, ChannelsCard, CompaniesCard, PausedCard } from "@/app/dashboard/settings/emergency-stop/switch-cards";
import { EmptyState } from "@/components/feedback/empty-state";
import { KeyValueList } from "@/components/feedback/key-value-list";
import { PageHeader } from "@/components/feedback/page-header";
import { Timeline } from "@/components/feedback/timeline";
import { Alert } from "@/components/ui/alert";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { requireMembership } from "@/lib/auth/membership";
import { listBreakers, listStops } from "@/lib/db/queries/breakers";
import { loadPlatformStops } from "@/lib/db/queries/gate-facts";
import { getEmergencyStop, listEmergencyStops } from "@/lib/db/queries/settings";
import { roleAtLeast } from "@/lib/domain/roles";
import { formatZonedTime } from "@/lib/ui/format-time";

export const metadata: Metadata = { title: "Emergency stop" };

const HISTORY_SHOWN = 30;

export default async function EmergencyStopPage() {
  const { clientId, role, client, ctx } = await requireMembership();
  const { stop, platform, stops, breakers, history } = await ctx.tx(async (db) => ({
    stop: await getEmergencyStop(db, { clientId }),
    platform: await loadPlatformStops(db),
    stops: await listStops(db, { clientId, now: ctx.now }),
    breakers: await listBreakers(db, { clientId, now: ctx.now }),
    history: await listEmergencyStops(db, { clientId, limit: HISTORY_SHOWN }),
  }));
  const mayDecide = roleAtLeast(role, "admin");
  const viewer = { timeZone: client.timezone, mayStop: roleAtLeast(role, "member"), mayRelease: mayDecide };
  return (
    <>
      <PageHeader
        title="Emergency stop"
        description="Switches over everything, a channel, a campaign or a sender. They are read in the moment each message is handed over."
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {platform.sendingStopped ? (
          <Alert tone="danger" title="Sending is stopped for the whole platform">
            Its operator stopped every workspace. Nothing leaves until it is released there; you have to do nothing.
          </Alert>
        ) : null}
        <Card>
          <CardHeader>
            <CardTitle>{stop.pausedAt ? "Everything is stopped" : "Outreach may run"}</CardTitle>
            {stop.pausedAt ? mayDecide ? <ReleaseStopButton /> : null : <EmergencyStopButton mayStop={mayDecide} size="lg" />}
          </CardHeader>
          <CardContent>
            {stop.pausedAt ? (
              <KeyValueList
                items={[
                  { label: "Since", value: formatZonedTime(stop.pausedAt, client.timezone) },
                  { label: "By", value: stop.pausedByName ?? stop.pausedByEmail },
                  { label: "Why", value: stop.pauseReason },
                  { label: "Release", value: "An admin or an owner" },
                ]}
              />
            ) : (
              <p className="text-muted-foreground">
                Stopping holds every message that has not been handed over yet, those waiting for approval included. Replies, opt-outs and
                bounces are still taken in.
              </p>
            )}
          </CardContent>
        </Card>
        <BreakersCard breakers={breakers} {...viewer} />
        <ChannelsCard stops={stops.channels} platformStopped={platform.stoppedChannels} {...viewer} />
        <PausedCard campaigns={stops.campaigns} resources={stops.resources} timeZone={client.timezone} />
        <CompaniesCard companies={stops.companies} timeZone={client.timezone} mayRelease={mayDecide} />
        <Card>
          <CardHeader>
            <CardTitle>History</CardTitle>
          </CardHeader>
          <CardContent>
            {history.length === 0 ? (
              <EmptyState title="It was never used" className="py-6" />
            ) : (
              <Timeline
                now={ctx.now}
                timeZone={client.timezone}
                items={history.map(({ id, action, reason, occurredAt, fullName, email }) => ({
                  id,
                  at: occurredAt,
                  icon: action === "emergency_stop" ? <OctagonX /> : <CircleCheck />,
                  title: action === "emergency_stop" ? "Stopped" : "Released",
                  detail: reason,
                  tone: action === "emergency_stop" ? "danger" : "success",
                  ...((fullName ?? email) !== null && { actor: fullName ?? email ?? "" }),
                }))}
              />
            )}
          </CardContent>
        </Card>
      </div>
    </>
  );
}
