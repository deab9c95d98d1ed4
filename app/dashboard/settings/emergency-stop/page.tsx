import { CircleCheck, OctagonX } from "lucide-react";
import type { Metadata } from "next";
import { EmergencyStopButton } from "@/app/dashboard/emergency-stop-button";
import { ReleaseStopButton } from "@/app/dashboard/release-stop-button";
import { EmptyState } from "@/components/feedback/empty-state";
import { KeyValueList } from "@/components/feedback/key-value-list";
import { PageHeader } from "@/components/feedback/page-header";
import { Timeline } from "@/components/feedback/timeline";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { requireMembership } from "@/lib/auth/membership";
import { getEmergencyStop, listEmergencyStops } from "@/lib/db/queries/settings";
import { roleAtLeast } from "@/lib/domain/roles";
import { formatZonedTime } from "@/lib/ui/format-time";

export const metadata: Metadata = { title: "Emergency stop" };

const HISTORY_SHOWN = 30;

export default async function EmergencyStopPage() {
  const { clientId, role, client, ctx } = await requireMembership();
  const { stop, history } = await ctx.tx(async (db) => ({
    stop: await getEmergencyStop(db, { clientId }),
    history: await listEmergencyStops(db, { clientId, limit: HISTORY_SHOWN }),
  }));
  const mayDecide = roleAtLeast(role, "admin");
  return (
    <>
      <PageHeader
        title="Emergency stop"
        description="One switch over every campaign and channel of this workspace. It is read in the moment each message is handed over."
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
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
