"use client";

import { Activity, Pause, Play } from "lucide-react";
import { useState } from "react";
import { activityItem } from "@/app/dashboard/(home)/activity-item";
import { useActivityFeed } from "@/app/dashboard/(home)/use-activity-feed";
import { EmptyState } from "@/components/feedback/empty-state";
import { Timeline } from "@/components/feedback/timeline";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { ActivityRow } from "@/lib/db/queries/activities";
import { formatCountOf } from "@/lib/ui/format-number";

type LiveFeedProps = { clientId: string; initialRows: ActivityRow[]; now: Date; timeZone: string };

/** What happens, as it happens. Pausing keeps the list still while one reads it. */
export function LiveFeed({ clientId, initialRows, now, timeZone }: LiveFeedProps) {
  const [isPaused, setIsPaused] = useState(false);
  const feed = useActivityFeed({ clientId, initialRows, now, isPaused });
  return (
    <Card>
      <CardHeader>
        <CardTitle className="flex items-center gap-2">
          Activity
          {isPaused ? (
            <Badge tone="warning">{feed.missed > 0 ? `Paused, ${feed.missed} new` : "Paused"}</Badge>
          ) : feed.isConnected ? (
            <Badge tone="success">
              <span aria-hidden className="size-1.5 rounded-full bg-current" />
              Live
            </Badge>
          ) : (
            <Badge>Connecting</Badge>
          )}
        </CardTitle>
        <Button variant="ghost" size="sm" onClick={() => setIsPaused(!isPaused)}>
          {isPaused ? <Play /> : <Pause />}
          {isPaused ? "Go on" : "Pause"}
        </Button>
      </CardHeader>
      {feed.rows.length === 0 ? (
        <EmptyState icon={<Activity />} title="Nothing has happened yet" className="py-10">
          Every message, reply and decision shows up here, with the reason for it.
        </EmptyState>
      ) : (
        <CardContent className="grid max-h-[40rem] gap-4 overflow-y-auto" tabIndex={0} role="region" aria-label="Activity">
          {feed.error ? <p className="text-xs text-danger">{feed.error}</p> : null}
          <Timeline items={feed.rows.map(activityItem)} now={feed.now} timeZone={timeZone} />
          {feed.hasMore ? (
            <Button variant="outline" size="sm" className="justify-self-center" isPending={feed.isLoadingMore} onClick={feed.loadMore}>
              Older
            </Button>
          ) : (
            <p className="text-center text-xs text-muted-foreground">
              The beginning. {formatCountOf(feed.rows.length, "entry", "entries")}.
            </p>
          )}
        </CardContent>
      )}
    </Card>
  );
}
