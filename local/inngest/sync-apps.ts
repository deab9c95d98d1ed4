import type { AppCaller } from "./call-app";

export type AppSync = {
  /** The app did not answer a call: ask for its functions until it does. */
  retryNow(appUrl: string): void;
  stop(): void;
};

type Options = {
  appUrls: readonly string[];
  caller: AppCaller;
  log: (line: string) => void;
  /** Called when an app reports functions other than last time in this process. */
  onFunctions: (appUrl: string, entries: readonly unknown[]) => void;
  onReachable: (appUrl: string) => void;
};

/** Machine time between syncs: of an app that answers, that is down, and that answers wrongly. */
const EVERY_MS = { healthy: 15_000, unreachable: 100, failing: 1_000 };

/** Registers every app by in-band sync, again and again: the executor initiates, the app only has to serve. */
export function keepSynced({ appUrls, caller, log, onFunctions, onReachable }: Options): AppSync {
  const timers = new Map<string, NodeJS.Timeout>();
  const lastAnswer = new Map<string, string>();
  const lastReason = new Map<string, string>();
  let isStopped = false;

  async function sync(appUrl: string) {
    const answer = await caller.sync(appUrl);
    if (isStopped) return;
    if ("reason" in answer) {
      if (lastReason.get(appUrl) !== answer.reason) log(`cannot register ${appUrl} yet: ${answer.reason}`);
      lastReason.set(appUrl, answer.reason);
      schedule(appUrl, answer.isUnreachable ? EVERY_MS.unreachable : EVERY_MS.failing);
      return;
    }
    lastReason.delete(appUrl);
    const text = JSON.stringify(answer.functions);
    if (lastAnswer.get(appUrl) !== text) onFunctions(appUrl, answer.functions);
    lastAnswer.set(appUrl, text);
    onReachable(appUrl);
    schedule(appUrl, EVERY_MS.healthy);
  }

  function schedule(appUrl: string, delayMs: number) {
    clearTimeout(timers.get(appUrl));
    timers.set(
      appUrl,
      setTimeout(() => void sync(appUrl), delayMs),
    );
  }

  for (const appUrl of appUrls) schedule(appUrl, 0);
  return {
    retryNow: (appUrl) => schedule(appUrl, EVERY_MS.unreachable),
    stop() {
      isStopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
