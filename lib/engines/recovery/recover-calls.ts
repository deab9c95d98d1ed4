import "server-only";
import type { Db } from "@/lib/db/client";
import { listHandedOver, listProviderSenders } from "@/lib/db/queries/recovery";
import { usdToMicroAud } from "@/lib/domain/provider-costs";
import { applyChannelEvents } from "@/lib/engines/channel-events/apply-channel-events";
import { callReading } from "@/lib/engines/channel-events/call-reading";
import { findHandOver, type HandOver } from "@/lib/engines/channel-events/find-hand-over";
import { compareCosts } from "@/lib/engines/recovery/compare-costs";
import type { Finding, Recovery } from "@/lib/engines/recovery/recovery";
import { toEndedEvent } from "@/lib/integrations/vapi/transform";
import type { VapiCall } from "@/lib/integrations/vapi/wire";

/** Compares Vapi's calls with ours: Vapi posts the report of a call once and never again, so one that was lost is read here. */
export async function recoverCalls(recovery: Recovery): Promise<Finding[]> {
  const { db, providers, from, to } = recovery;
  const numbers = new Set((await listProviderSenders(db, "vapi")).map(({ externalId }) => externalId));
  if (numbers.size === 0) return [];
  const calls = (await providers.vapi.listCalls({ from, until: to })).filter(({ phoneNumberId }) => numbers.has(phoneNumberId ?? null));
  const findings: Finding[] = [];
  for (const call of calls) {
    const handOver = await findHandOver(db, { channel: "voice", key: call.customer?.externalId ?? null, reference: call.id });
    if (!handOver) findings.push({ clientId: null, provider: "vapi", kind: "not_ours" });
    else if (await recoverEnd(recovery, call, handOver)) findings.push({ clientId: handOver.clientId, provider: "vapi", kind: "missed" });
  }
  const handedOver = await listHandedOver(db, { channel: "voice", provider: "vapi", from, to });
  const costs = new Map(calls.map(({ id, cost }) => [id, typeof cost === "number" ? usdToMicroAud(cost) : null]));
  const charged = handedOver.map(({ clientId, providerReference, costMicros: ours }) => ({
    clientId,
    ours,
    theirs: costs.get(providerReference ?? "") ?? null,
  }));
  findings.push(...compareCosts("vapi", charged));
  const there = new Set(calls.map(({ id }) => id));
  for (const { clientId, providerReference } of handedOver) {
    if (providerReference !== null && !there.has(providerReference)) findings.push({ clientId, provider: "vapi", kind: "not_there" });
  }
  return findings;
}

async function recoverEnd({ db, systemCtx, pepper, to }: Recovery, call: VapiCall, handOver: HandOver): Promise<boolean> {
  if (await isEnded(db, call, handOver)) return false;
  const event = toEndedEvent(call, await callReading(db, handOver, to));
  if (!event) return false;
  const names = { source: "vapi", channel: "voice", key: call.customer?.externalId ?? null, reference: call.id, receiver: null } as const;
  return (await applyChannelEvents(db, systemCtx, { ...names, events: [event] }, { pepper })) > 0;
}

async function isEnded(db: Db, { id }: VapiCall, { clientId, touchId, attempt }: HandOver): Promise<boolean> {
  const known = await db
    .selectFrom("calls")
    .select("outcome")
    .where("clientId", "=", clientId)
    .where("touchId", "=", touchId)
    .where((eb) => (attempt === null ? eb("providerReference", "=", id) : eb("attempt", "=", attempt)))
    .executeTakeFirst();
  return known === undefined || known.outcome !== null;
}
