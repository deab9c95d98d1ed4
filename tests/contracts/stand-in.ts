import type { ListeningHttp } from "@/local/http/listen-http";
import type { PersonDirectory } from "@/local/providers/directory";
import { startProviders } from "@/local/providers/server";

export const NOW = new Date("2026-11-24T02:00:00Z");

type StandIn = ListeningHttp & {
  /** Arranges how the next calls fail. */
  fail(fault: Record<string, unknown>): Promise<void>;
  control(method: string, path: string, body?: unknown): Promise<unknown>;
};

/** The providers on a real socket with their state in memory and the clock standing still. */
export async function startStandIn(people?: PersonDirectory): Promise<StandIn> {
  const running = await startProviders({ port: 0, databaseUrl: null, clock: { now: () => NOW }, seed: 1, ...(people ? { people } : {}) });
  const control = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${running.url}/_control${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text ? (JSON.parse(text) as unknown) : undefined;
  };
  return { ...running, control, fail: async (fault) => void (await control("POST", "/faults", fault)) };
}

/** A fetch that answers from a script, for answers the stand-in never gives. */
export function scriptedFetch(status: number, body: string, headers: Record<string, string> = {}): typeof fetch {
  return async () => new Response(status === 204 ? null : body, { status, headers: { "content-type": "application/json", ...headers } });
}
