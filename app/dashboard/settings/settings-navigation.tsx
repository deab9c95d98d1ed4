"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";

const PAGES = [
  { href: "/dashboard/settings", label: "Organisation" },
  { href: "/dashboard/settings/audience", label: "Audience" },
  { href: "/dashboard/settings/defaults", label: "Mode and data" },
  { href: "/dashboard/settings/team", label: "Team" },
  { href: "/dashboard/settings/mailboxes", label: "Mailboxes" },
  { href: "/dashboard/settings/senders", label: "Other senders" },
  { href: "/dashboard/settings/suppressions", label: "Suppression list" },
  { href: "/dashboard/settings/webhooks", label: "Webhooks" },
  { href: "/dashboard/settings/ai", label: "AI" },
  { href: "/dashboard/settings/emergency-stop", label: "Emergency stop" },
] as const;

export function SettingsNavigation() {
  const pathname = usePathname();
  const list = useRef<HTMLUListElement>(null);
  // On a phone the list is wider than the screen.
  useEffect(() => {
    const current = list.current?.querySelector(`[href="${PAGES.find(({ href }) => isCurrent(href, pathname))?.href}"]`);
    current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [pathname]);
  return (
    <nav aria-label="Settings" className="-mx-1 overflow-x-auto lg:sticky lg:top-18 lg:self-start">
      <ul ref={list} className="flex gap-0.5 px-1 pb-1 lg:grid">
        {PAGES.map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={isCurrent(href, pathname) ? "page" : undefined}
              className="flex h-8 items-center rounded-md px-2.5 font-medium whitespace-nowrap text-muted-foreground hover:bg-accent hover:text-foreground aria-[current=page]:bg-accent aria-[current=page]:text-foreground"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Its page or one below it; everything lies below the first. */
function isCurrent(href: string, pathname: string): boolean {
  return pathname === href || (href !== PAGES[0].href && pathname.startsWith(`${href}/`));
}
