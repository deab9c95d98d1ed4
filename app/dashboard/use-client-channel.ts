"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { useCreateSupabase } from "@/app/public-config";

/** A burst of events is told once. */
const GATHER_MS = 150;

type ChannelHandlers = {
  /** How many events came since the last call. */
  onEvents: (count: number) => void;
  /** The connection is there again after it was lost: events may have been missed. */
  onBack: () => void;
};

/**
 * Listens for one kind of event on the client's private Realtime channel. An event is a hint only: whoever hears it fetches what changed
 * under the person's own rights.
 * @returns whether the channel is joined
 */
export function useClientChannel(clientId: string, event: "activity" | "discovery", { onEvents, onBack }: ChannelHandlers): boolean {
  const createSupabase = useCreateSupabase();
  const [isConnected, setIsConnected] = useState(false);
  const tell = useEffectEvent(onEvents);
  const back = useEffectEvent(onBack);

  useEffect(() => {
    const supabase = createSupabase();
    let gathered = 0;
    let gathering: ReturnType<typeof setTimeout> | undefined;
    let wasConnected = false;
    let isOver = false;

    const channel = supabase.channel(`client:${clientId}`, { config: { private: true } });
    channel.on("broadcast", { event }, () => {
      gathered += 1;
      gathering ??= setTimeout(() => {
        tell(gathered);
        gathered = 0;
        gathering = undefined;
      }, GATHER_MS);
    });
    // A private channel is joined with the person's token, which has to be there before.
    void supabase.realtime.setAuth().then(() => {
      if (isOver) return;
      channel.subscribe((status) => {
        const isJoined = status === "SUBSCRIBED";
        setIsConnected(isJoined);
        if (isJoined && wasConnected) back();
        wasConnected ||= isJoined;
      });
    });

    return () => {
      isOver = true;
      clearTimeout(gathering);
      void supabase.removeChannel(channel);
    };
  }, [clientId, event, createSupabase]);

  return isConnected;
}
