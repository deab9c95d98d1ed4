"use client";

import { Menu, PanelLeftClose, PanelLeftOpen } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { CommandPalette, type PaletteCommand } from "@/components/shell/command-palette";
import { Logo } from "@/components/shell/logo";
import { type NavigationGroup, SIDEBAR_COOKIE } from "@/components/shell/navigation";
import { NavigationList } from "@/components/shell/navigation-list";
import { Button } from "@/components/ui/button";
import { Sheet, SheetContent, SheetDescription, SheetTitle, SheetTrigger } from "@/components/ui/sheet";
import { cn } from "@/lib/ui/cn";

const YEAR_S = 31_536_000;

type AppShellProps = {
  navigation: readonly NavigationGroup[];
  /** Where the logo leads. */
  homeHref: Route;
  /** Name of the agency, or a ClientSwitcher. */
  clientSwitcher: ReactNode;
  /** Always in sight: the button that stops all outreach, or what says that it is stopped. */
  emergencyStop: ReactNode;
  notifications?: ReactNode;
  userMenu: ReactNode;
  /** Across the top of every page: impersonation, billing trouble. */
  banner?: ReactNode;
  /** More entries for the command palette than the navigation has. */
  commands?: readonly PaletteCommand[];
  isInitiallyCollapsed?: boolean;
  children: ReactNode;
};

/** Frame of the signed-in product: sidebar, top bar, command palette, page. */
export function AppShell(props: AppShellProps) {
  const {
    navigation,
    homeHref,
    clientSwitcher,
    emergencyStop,
    notifications,
    userMenu,
    banner,
    commands = [],
    isInitiallyCollapsed = false,
    children,
  } = props;
  const pathname = usePathname();
  const [isCollapsed, setIsCollapsed] = useState(isInitiallyCollapsed);
  const [drawerPath, setDrawerPath] = useState<string | null>(null);

  const toggleSidebar = () => {
    setIsCollapsed(!isCollapsed);
    // biome-ignore lint/suspicious/noDocumentCookie: a preference, and the Cookie Store API is not in every browser
    document.cookie = `${SIDEBAR_COOKIE}=${isCollapsed ? "open" : "collapsed"}; path=/; max-age=${YEAR_S}; samesite=lax`;
  };

  return (
    <div className="flex min-h-dvh">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-primary px-3 py-2 font-medium text-primary-foreground focus:translate-y-0"
      >
        Skip to content
      </a>

      <aside className={cn("sticky top-0 hidden h-dvh shrink-0 flex-col border-r bg-sidebar md:flex", isCollapsed ? "w-14" : "w-56")}>
        <div className={cn("flex h-12 items-center", isCollapsed ? "justify-center" : "px-4")}>
          <Link href={homeHref} aria-label="Agency OS, home" className="rounded-sm">
            <Logo isMark={isCollapsed} />
          </Link>
        </div>
        <nav aria-label="Main" className="flex-1 overflow-y-auto px-2 py-2">
          <NavigationList navigation={navigation} pathname={pathname} isCollapsed={isCollapsed} />
        </nav>
        <div className="border-t p-2">
          <Button
            variant="ghost"
            className={cn("w-full text-muted-foreground", isCollapsed ? "px-0" : "justify-start px-2")}
            onClick={toggleSidebar}
            aria-expanded={!isCollapsed}
            aria-label={isCollapsed ? "Open sidebar" : "Collapse sidebar"}
          >
            {isCollapsed ? <PanelLeftOpen /> : <PanelLeftClose />}
            {isCollapsed ? null : "Collapse"}
          </Button>
        </div>
      </aside>

      <div className="flex min-w-0 flex-1 flex-col">
        <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b bg-background/90 px-3 backdrop-blur-sm sm:px-4">
          <Sheet open={drawerPath === pathname} onOpenChange={(isOpen) => setDrawerPath(isOpen ? pathname : null)}>
            <SheetTrigger asChild>
              <Button variant="ghost" size="icon" className="md:hidden" aria-label="Open navigation">
                <Menu />
              </Button>
            </SheetTrigger>
            <SheetContent side="left">
              <SheetTitle>
                <Logo />
              </SheetTitle>
              <SheetDescription className="sr-only">Navigation</SheetDescription>
              <nav aria-label="Main" className="-mx-2 overflow-y-auto">
                <NavigationList navigation={navigation} pathname={pathname} isCollapsed={false} />
              </nav>
            </SheetContent>
          </Sheet>
          <div className="min-w-0 shrink truncate">{clientSwitcher}</div>
          <div className="ml-auto flex items-center gap-1.5">
            <CommandPalette navigation={navigation} commands={commands} />
            {emergencyStop}
            {notifications}
            {userMenu}
          </div>
        </header>
        {banner}
        <main id="content" tabIndex={-1} className="mx-auto w-full max-w-[88rem] flex-1 p-4 lg:p-6">
          {children}
        </main>
      </div>
    </div>
  );
}
