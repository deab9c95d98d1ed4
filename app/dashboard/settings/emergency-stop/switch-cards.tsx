import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { ChannelSwitchButton, ReleaseBreakerButton, ReleaseCompanyButton } from "@/app/dashboard/settings/emergency-stop/switch-buttons";
import { ChannelIcon } from "@/components/feedback/channel-icon";
import { StatusBadge } from "@/components/feedback/status-badge";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { listBreakers, listStops } from "@/lib/db/queries/breakers";
import { BREAKERS, type Breaker } from "@/lib/domain/breakers";
import { CHANNEL_LABELS, CHANNELS, type Channel } from "@/lib/domain/outreach";
import { formatZonedTime } from "@/lib/ui/format-time";

type Stops = Awaited<ReturnType<typeof listStops>>;
type Viewer = { timeZone: string; mayStop: boolean; mayRelease: boolean };

/** Breakers that stand open or half open: what they cover, the counts, and who released them. */
export function BreakersCard({ breakers, timeZone, mayRelease }: Viewer & { breakers: Awaited<ReturnType<typeof listBreakers>> }) {
  return (
    <SwitchCard
      title="Breakers"
      empty="No breaker stands open. Bounces, complaints, rejections and withdrawals are counted before each message."
    >
      {breakers.map((trip) => {
        const { label } = BREAKERS[trip.breaker as Breaker];
        const name = trip.resourceLabel ?? trip.campaignName ?? "E-mail of this workspace";
        const since = formatZonedTime(trip.trippedAt, timeZone);
        return (
          <SwitchRow
            key={trip.id}
            title={name}
            badge={
              <StatusBadge
                status={trip.releasedAt ? "half_open" : "blocked"}
                label={trip.releasedAt ? "A quarter of the cap" : "Stopped"}
                tone={trip.releasedAt ? "warning" : "danger"}
              />
            }
            detail={`${trip.detail}. Tripped ${since}.${
              trip.releasedAt && trip.halfOpenUntil
                ? ` Released by ${trip.releasedByName ?? trip.releasedByEmail ?? "an admin"}: ${trip.releaseReason}. Slow until ${formatZonedTime(trip.halfOpenUntil, timeZone)}.`
                : ""
            }`}
            action={mayRelease && !trip.releasedAt ? <ReleaseBreakerButton tripId={trip.id} name={`${name}, ${label}`} /> : null}
          />
        );
      })}
    </SwitchCard>
  );
}

/** The five channels, each with its switch; the platform's own stops stand above the workspace's. */
export function ChannelsCard({
  stops,
  platformStopped,
  timeZone,
  mayStop,
  mayRelease,
}: Viewer & { stops: Stops["channels"]; platformStopped: readonly Channel[] }) {
  return (
    <SwitchCard title="Channels">
      {CHANNELS.map((channel) => {
        const stop = stops.find((row) => row.channel === channel);
        const isPlatformStop = platformStopped.includes(channel);
        const own = stop
          ? `Stopped ${formatZonedTime(stop.stoppedAt, timeZone)} by ${stop.fullName ?? stop.email ?? "somebody who has left"}: ${stop.reason}.`
          : "";
        return (
          <SwitchRow
            key={channel}
            icon={<ChannelIcon channel={channel} />}
            title={CHANNEL_LABELS[channel]}
            badge={
              stop || isPlatformStop ? <StatusBadge status="blocked" label="Stopped" /> : <StatusBadge status="running" label="Running" />
            }
            detail={`${isPlatformStop ? "Stopped for the whole platform by its operator. " : ""}${own}`}
            action={(stop ? mayRelease : mayStop) ? <ChannelSwitchButton channel={channel} isStopped={stop !== undefined} /> : null}
          />
        );
      })}
    </SwitchCard>
  );
}

/** Campaigns and senders that stand still, with why; they are released where they live. */
export function PausedCard({ campaigns, resources, timeZone }: Pick<Stops, "campaigns" | "resources"> & Pick<Viewer, "timeZone">) {
  return (
    <SwitchCard title="Paused campaigns and senders" empty="No campaign and no sender is paused.">
      {[
        ...campaigns.map(({ id, name, pauseReason, pausedAt }) => ({
          id,
          name,
          reason: pauseReason,
          at: pausedAt,
          href: `/dashboard/campaigns/${id}`,
        })),
        ...resources.map(({ id, kind, label, pausedReason, pausedAt }) => ({
          id,
          name: label,
          reason: pausedReason,
          at: pausedAt,
          href: kind === "mailbox" || kind === "domain" ? "/dashboard/settings/mailboxes" : "/dashboard/settings/senders",
        })),
      ].map(({ id, name, reason, at, href }) => (
        <SwitchRow
          key={id}
          title={name}
          badge={<StatusBadge status="paused" />}
          detail={`${reason ?? "No reason was given"}${at ? `, ${formatZonedTime(at, timeZone)}` : ""}`}
          action={
            <Link href={href as Route} className="text-link underline underline-offset-2">
              Open
            </Link>
          }
        />
      ))}
    </SwitchCard>
  );
}

/** Companies where somebody refused: nobody else there is approached for a while. */
export function CompaniesCard({ companies, timeZone, mayRelease }: Pick<Stops, "companies"> & Pick<Viewer, "timeZone" | "mayRelease">) {
  return (
    <SwitchCard title="Companies left alone" empty="No company is left alone after a refusal.">
      {companies.map(({ id, domain, reason, until }) => (
        <SwitchRow
          key={id}
          title={domain}
          detail={`${reason}${until ? `; until ${formatZonedTime(until, timeZone)}` : ""}`}
          action={mayRelease ? <ReleaseCompanyButton holdId={id} domain={domain} /> : null}
        />
      ))}
    </SwitchCard>
  );
}

function SwitchCard({ title, empty, children }: { title: string; empty?: string; children: ReactNode[] }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>{title}</CardTitle>
      </CardHeader>
      <CardContent>
        {children.length === 0 ? <p className="text-muted-foreground">{empty}</p> : <ul className="grid gap-3">{children}</ul>}
      </CardContent>
    </Card>
  );
}

type SwitchRowProps = { icon?: ReactNode; title: string; badge?: ReactNode; detail: string; action: ReactNode };

function SwitchRow({ icon, title, badge, detail, action }: SwitchRowProps) {
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
      <div className="grid min-w-0 gap-0.5">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          {icon}
          <span className="min-w-0 font-medium break-all">{title}</span>
          {badge}
        </p>
        {detail ? <p className="text-xs text-pretty text-muted-foreground">{detail}</p> : null}
      </div>
      {action}
    </li>
  );
}
