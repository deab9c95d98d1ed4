"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent } from "react";
import { useClientChannel } from "@/app/dashboard/use-client-channel";

/** How often the page asks by itself while a discovery runs: events tell sooner, and may be lost. */
const POLL_MS = 4_000;

/** Keeps a page that shows a discovery fresh: its events have the server render it anew. */
export function useDiscoveryRefresh(clientId: string, isMoving: boolean): void {
  const router = useRouter();
  useClientChannel(clientId, "discovery", { onEvents: () => router.refresh(), onBack: () => router.refresh() });
  const poll = useEffectEvent(() => router.refresh());
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(() => poll(), POLL_MS);
    return () => clearInterval(timer);
  }, [isMoving]);
}
