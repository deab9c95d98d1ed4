import { House, Inbox, Megaphone, Plus, Settings, ShieldCheck, Upload, Users } from "lucide-react";
import type { Route } from "next";
import type { PaletteCommand } from "@/components/shell/command-palette";
import type { NavigationGroup } from "@/components/shell/navigation";

/** Where one can go, with what waits there. */
export function dashboardNavigation({ approvals, needsReply }: { approvals: number; needsReply: number }): NavigationGroup[] {
  return [
    {
      items: [
        { href: "/dashboard", label: "Home", icon: <House />, hotkey: "g h", isExact: true },
        { href: "/dashboard/campaigns", label: "Campaigns", icon: <Megaphone />, hotkey: "g c" },
        { href: "/dashboard/leads" as Route, label: "Leads", icon: <Users />, hotkey: "g l" },
        { href: "/dashboard/approvals" as Route, label: "Approvals", icon: <ShieldCheck />, hotkey: "g a", count: approvals },
        { href: "/dashboard/inbox" as Route, label: "Inbox", icon: <Inbox />, hotkey: "g i", count: needsReply },
      ],
    },
    { items: [{ href: "/dashboard/settings", label: "Settings", icon: <Settings />, hotkey: "g s" }] },
  ];
}

/** What the command palette can do besides going to a page of the navigation. */
export const DASHBOARD_COMMANDS: readonly PaletteCommand[] = [
  { label: "New campaign", href: "/dashboard/campaigns/new", icon: <Plus />, hotkey: "n c" },
  { label: "Import leads", href: "/dashboard/leads/import" as Route, icon: <Upload />, hotkey: "n l" },
  { label: "Invite a teammate", href: "/dashboard/settings/team", icon: <Plus /> },
  { label: "Connect a mailbox", href: "/dashboard/settings/mailboxes", icon: <Plus /> },
  { label: "Suppression list", href: "/dashboard/settings/suppressions" },
  { label: "Emergency stop", href: "/dashboard/settings/emergency-stop" },
];
