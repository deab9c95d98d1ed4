"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useClientChannel } from "@/app/dashboard/use-client-channel";
import type { ActivityRow } from "@/lib/db/queries/activities";
import { FEED_PAGE_SIZE } from "@/lib/domain/feed";

/** The numbers beside the feed are recomputed by the server, at most this often. */
const PAGE_REFRESH_MS = 5_000;

type FeedOptions = { clientId: string; initialRows: ActivityRow[]; now: Date; isPaused: boolean };

/**
 * Rows of the feed, kept fresh by the client's private Realtime channel. An event is a hint only: rows are fetched under the person's
 * own rights. A lost connection catches up when it is back.
 */
export function useActivityFeed({ clientId, initialRows, now: initialNow, isPaused }: FeedOptions) {
  const router = useRouter();
  const [fetched, setFetched] = useState<ActivityRow[]>([]);
  const [older, setOlder] = useState<ActivityRow[]>([]);
  const [now, setNow] = useState(initialNow);
  const [missed, setMissed] = useState(0);
  const [hasMore, setHasMore] = useState(initialRows.length === FEED_PAGE_SIZE);
  const [isLoadingMore, setIsLoadingMore] = useState(false);
  const [error, setError] = useState<string | null>(null);
  // The page's numbers go on being refreshed while the list is paused; its rows wait.
  const [pageRows, setPageRows] = useState(initialRows);
  if (!isPaused && pageRows !== initialRows) setPageRows(initialRows);
  const rows = mergeRows(pageRows, fetched, older);

  const load = async (before: ActivityRow | null) => {
    try {
      const page = await fetchActivities(before);
      setNow(page.now);
      setError(null);
      return page.rows;
    } catch {
      setError("The feed could not be loaded. It tries again with the next event.");
      return null;
    }
  };
  const catchUp = async () => {
    const newest = await load(null);
    if (newest) setFetched((current) => mergeRows(newest, current));
  };
  const isConnected = useActivityChannel(clientId, {
    onEvents: (count) => {
      if (isPaused) setMissed((current) => current + count);
      else void catchUp();
    },
    onBack: () => {
      if (!isPaused) void catchUp();
    },
    onQuiet: () => router.refresh(),
  });

  const [wasPaused, setWasPaused] = useState(isPaused);
  if (wasPaused !== isPaused) {
    setWasPaused(isPaused);
    setMissed(0);
  }
  const resume = useEffectEvent(() => void catchUp());
  useEffect(() => {
    if (!isPaused) resume();
  }, [isPaused]);

  return {
    rows,
    now: now > initialNow ? now : initialNow,
    missed,
    hasMore,
    isConnected,
    isLoadingMore,
    error,
    loadMore: async () => {
      setIsLoadingMore(true);
      const page = await load(rows.at(-1) ?? null);
      if (page) {
        setOlder((current) => [...current, ...page]);
        setHasMore(page.length === FEED_PAGE_SIZE);
      }
      setIsLoadingMore(false);
    },
  };
}

type ChannelHandlers = { onEvents: (count: number) => void; onBack: () => void; onQuiet: () => void };

/** Listens for new rows, and asks for the page's numbers after some, since those need the server. */
function useActivityChannel(clientId: string, { onEvents, onBack, onQuiet }: ChannelHandlers): boolean {
  const refreshing = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(refreshing.current), []);
  return useClientChannel(clientId, "activity", {
    onEvents: (count) => {
      onEvents(count);
      refreshing.current ??= setTimeout(() => {
        refreshing.current = undefined;
        onQuiet();
      }, PAGE_REFRESH_MS);
    },
    onBack,
  });
}

async function fetchActivities(before: ActivityRow | null): Promise<{ rows: ActivityRow[]; now: Date }> {
  const query = before ? `?${new URLSearchParams({ before: before.occurredAt.toISOString(), id: before.id })}` : "";
  const response = await fetch(`/api/activities${query}`, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`activities answered ${response.status}`);
  const page = (await response.json()) as { rows: (Omit<ActivityRow, "occurredAt"> & { occurredAt: string })[]; now: string };
  return { rows: page.rows.map((row) => ({ ...row, occurredAt: new Date(row.occurredAt) })), now: new Date(page.now) };
}

/** One list without repeats, newest first, as the server orders it. */
function mergeRows(...lists: readonly ActivityRow[][]): ActivityRow[] {
  const byId = new Map(lists.flat().map((row) => [row.id, row]));
  return [...byId.values()].sort((a, b) => b.occurredAt.getTime() - a.occurredAt.getTime() || (a.id < b.id ? 1 : -1));
}
