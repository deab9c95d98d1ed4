import type { Route } from "next";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import type { IcpVersionRow } from "@/lib/domain/discovery";
import { CARD_LABELS } from "@/lib/domain/icp";
import { formatZonedTime } from "@/lib/ui/format-time";

type VersionHistoryProps = { versions: readonly IcpVersionRow[]; current: number; timeZone: string };

const SOURCES: Record<IcpVersionRow["source"], string> = {
  website: "From the website",
  by_hand: "From what you typed",
  settings: "Edited here",
  api: "By the API",
};

/** Every version that was proposed or in force: what changed, where it came from, and who put it there. */
export function VersionHistory({ versions, current, timeZone }: VersionHistoryProps) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Versions</CardTitle>
      </CardHeader>
      <ol>
        {versions.map(({ id, version, kind, source, createdAt, createdByName, changedCards }) => (
          <li key={id} className="grid gap-0.5 border-b px-4 py-2.5 last:border-b-0">
            <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <Link href={`/dashboard/settings/audience/versions/${version}` as Route} className="font-medium text-link hover:underline">
                Version {version}
              </Link>
              {version === current ? <Badge tone="success">In force</Badge> : kind === "proposed" ? <Badge>Proposed</Badge> : null}
              <span className="text-xs text-muted-foreground">
                {SOURCES[source]}
                {createdByName ? ` · ${createdByName}` : ""} · {formatZonedTime(new Date(createdAt), timeZone)}
              </span>
            </div>
            {changedCards.length > 0 ? (
              <p className="text-xs text-muted-foreground">Changed: {changedCards.map((card) => CARD_LABELS[card]).join(", ")}</p>
            ) : null}
          </li>
        ))}
      </ol>
    </Card>
  );
}
