import "server-only";
import { z } from "zod";
import { type ApifyRun, toRun, toRunState } from "@/lib/integrations/apify/run";
import { run } from "@/lib/integrations/apify/wire";
import { isSameText } from "@/lib/integrations/signatures/is-same-text";

/** Apify's standard payload. The run as it was when it was sent comes along, and may be missing. */
export const apifyWebhook = z.object({
  eventType: z.string(),
  eventData: z.object({ actorId: z.string().nullish(), actorRunId: z.string().min(1) }),
  resource: run.nullish(),
});
export type ApifyWebhook = z.infer<typeof apifyWebhook>;

/**
 * Apify signs nothing; the secret we gave with the run comes back in `WEBHOOK_HEADER`. Whoever holds it could lie about a run, so the run
 * is read from the API before its items are used.
 * @param header as received
 * @param secrets accepted ones; two while one replaces the other. Empty ones match nothing
 */
export function verifyApify(header: string | null, secrets: readonly string[]): boolean {
  return secrets.map((secret) => secret !== "" && isSameText(header ?? "", secret)).some(Boolean);
}

/** Names one event, for storing each once: Apify tries eleven times over more than a day. */
export function apifyEventKey({ eventType, eventData }: ApifyWebhook): string {
  return `${eventData.actorRunId}:${eventType}`;
}

/** The run an event is about and its state; null for events that are not about a run. The event's own word wins over the run's. */
export function toFinishedRun({
  eventType,
  eventData,
  resource,
}: ApifyWebhook): { runId: string; state: ApifyRun["state"]; run: ApifyRun | null } | null {
  const [, what] = /^ACTOR\.RUN\.(\w+)$/.exec(eventType) ?? [];
  if (!what) return null;
  return { runId: eventData.actorRunId, state: toRunState(what), run: resource ? toRun(resource) : null };
}
