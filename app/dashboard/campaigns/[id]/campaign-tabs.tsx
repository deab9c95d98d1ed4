"use client";

import type { Route } from "next";
import Link from "next/link";
import { usePathname } from "next/navigation";

const TABS = [
  { path: "", label: "Overview" },
  { path: "/sequence", label: "Sequence" },
  { path: "/schedule", label: "Schedule" },
  { path: "/details", label: "Mode and details" },
] as const;

export function CampaignTabs({ campaignId }: { campaignId: string }) {
  const pathname = usePathname();
  const root = `/dashboard/campaigns/${campaignId}`;
  return (
    <nav aria-label="Campaign" className="mb-4 overflow-x-auto border-b">
      <ul className="flex gap-4">
        {TABS.map(({ path, label }) => (
          <li key={path}>
            <Link
              href={`${root}${path}` as Route}
              aria-current={pathname === `${root}${path}` ? "page" : undefined}
              className="-mb-px block border-b-2 border-transparent px-0.5 py-2 font-medium whitespace-nowrap text-muted-foreground hover:text-foreground aria-[current=page]:border-primary aria-[current=page]:text-foreground"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
