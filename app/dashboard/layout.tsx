import { OctagonX } from "lucide-react";
import { cookies } from "next/headers";
import Link from "next/link";
import type { ReactNode } from "react";
import { DASHBOARD_COMMANDS, dashboardNavigation } from "@/app/dashboard/dashboard-navigation";
import { EmergencyBanner } from "@/app/dashboard/emergency-banner";
import { EmergencyStopButton } from "@/app/dashboard/emergency-stop-button";
import { NotificationsMenu } from "@/app/dashboard/notifications-menu";
import { SampleBanner } from "@/app/dashboard/sample-banner";
import { SessionNotice } from "@/app/dashboard/session-notice";
import { WorkspaceSwitcher } from "@/app/dashboard/workspace-switcher";
import { AppShell } from "@/components/shell/app-shell";
import { SIDEBAR_COOKIE } from "@/components/shell/navigation";
import { UserMenu } from "@/components/shell/user-menu";
import { Button } from "@/components/ui/button";
import { requireMembership } from "@/lib/auth/membership";
import { openInvitationsOf } from "@/lib/auth/open-invitations";
import { findFullName, listNotifications, loadShellCounts } from "@/lib/db/queries/dashboard";
import { getEmergencyStop } from "@/lib/db/queries/settings";
import { roleAtLeast } from "@/lib/domain/roles";

const NOTIFICATIONS_SHOWN = 20;

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { user, clientId, role, client, all, ctx } = await requireMembership();
  const [shell, invitations, store] = await Promise.all([
    ctx.tx(async (db) => ({
      counts: await loadShellCounts(db, { clientId }),
      notifications: await listNotifications(db, { clientId, userId: user.id, limit: NOTIFICATIONS_SHOWN }),
      fullName: await findFullName(db, { userId: user.id }),
      stop: await getEmergencyStop(db, { clientId }),
    })),
    openInvitationsOf({ userId: user.id }),
    cookies(),
  ]);
  const { counts, notifications, fullName, stop } = shell;
  const mayStop = roleAtLeast(role, "admin");

  return (
    <AppShell
      navigation={dashboardNavigation(counts)}
      commands={DASHBOARD_COMMANDS}
      homeHref="/dashboard"
      isInitiallyCollapsed={store.get(SIDEBAR_COOKIE)?.value === "collapsed"}
      clientSwitcher={<WorkspaceSwitcher clients={all.map(({ clientId: id, name }) => ({ id, name }))} currentId={clientId} />}
      emergencyStop={
        stop.pausedAt ? (
          <Button asChild variant="danger">
            <Link href="/dashboard/settings/emergency-stop">
              <OctagonX />
              Stopped
            </Link>
          </Button>
        ) : (
          <EmergencyStopButton mayStop={mayStop} />
        )
      }
      notifications={<NotificationsMenu {...notifications} now={ctx.now} timeZone={client.timezone} />}
      userMenu={<UserMenu name={fullName ?? user.email} email={user.email} />}
      banner={
        <>
          <SessionNotice />
          {client.isSample ? <SampleBanner ownClientId={all.find(({ isSample }) => !isSample)?.clientId ?? null} /> : null}
          {stop.pausedAt ? (
            <EmergencyBanner
              since={stop.pausedAt}
              by={stop.pausedByName ?? stop.pausedByEmail}
              reason={stop.pauseReason}
              now={ctx.now}
              timeZone={client.timezone}
              mayRelease={mayStop}
            />
          ) : null}
          {invitations.length > 0 ? (
            <p role="status" className="border-b bg-info/8 px-4 py-2">
              {invitations.map(({ clientName }) => clientName).join(", ")} invited you to join.{" "}
              <Link href="/no-workspace" className="font-medium text-link hover:underline">
                Answer
              </Link>
            </p>
          ) : null}
        </>
      }
    >
      {children}
    </AppShell>
  );
}
