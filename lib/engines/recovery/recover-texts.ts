import "server-only";
import { knownMessages, listHandedOver, listProviderSenders, touchesByReference } from "@/lib/db/queries/recovery";
import { DELIVERY_STATES, type DeliveryState } from "@/lib/domain/channel-events";
import { applyChannelEvents } from "@/lib/engines/channel-events/apply-channel-events";
import { compareCosts } from "@/lib/engines/recovery/compare-costs";
import type { Finding, Recovery } from "@/lib/engines/recovery/recovery";
import { ProviderError } from "@/lib/errors";
import type { Twilio } from "@/lib/integrations/twilio/api";
import { inboundToEvents, messageToEvents, type TwilioMessage } from "@/lib/integrations/twilio/transform";

const PAGE_SIZE = 500;
const MOST_PAGES = 40;
const SOURCE = { source: "twilio", channel: "sms", key: null } as const;

/** Compares Twilio's list with ours: states whose callback was lost, texts that came in and were never posted, and what only one side knows. */
export async function recoverTexts(recovery: Recovery): Promise<Finding[]> {
  const { db, providers, from, to } = recovery;
  const ours = new Set((await listProviderSenders(db, "twilio")).map(({ label }) => label));
  if (ours.size === 0) return [];
  const listed = await listAll(providers.twilio, from);
  const settled = listed.filter(({ createdAt, sentAt }) => (sentAt ?? createdAt ?? to) <= to);
  const sent = settled.filter(({ isOutbound, from: number }) => isOutbound && ours.has(number ?? ""));
  const received = settled.filter(({ isOutbound, to: number }) => !isOutbound && ours.has(number ?? ""));
  const unlisted = await findUnlisted(recovery, listed);
  return [
    ...(await recoverStates(recovery, [...sent, ...unlisted.messages])),
    ...(await recoverInbound(recovery, received)),
    ...unlisted.findings,
  ];
}

/** What we handed over and the list does not show: it may have failed before it was sent, or not be there at all. */
async function findUnlisted({ db, providers, from, to }: Recovery, listed: readonly TwilioMessage[]) {
  const there = new Set(listed.map(({ sid }) => sid));
  const messages: TwilioMessage[] = [];
  const findings: Finding[] = [];
  for (const { clientId, providerReference } of await listHandedOver(db, { channel: "sms", provider: "twilio", from, to })) {
    if (providerReference === null || there.has(providerReference)) continue;
    try {
      messages.push(await providers.twilio.getMessage(providerReference));
    } catch (error) {
      if (!(error instanceof ProviderError) || error.status !== 404) throw error;
      findings.push({ clientId, provider: "twilio", kind: "not_there" });
    }
  }
  return { messages, findings };
}

async function listAll(api: Pick<Twilio, "listMessages">, sentSince: Date): Promise<TwilioMessage[]> {
  const found: TwilioMessage[] = [];
  let page: string | null = null;
  for (let read = 0; read < MOST_PAGES; read += 1) {
    const { messages, nextPage } = await api.listMessages({ sentSince, pageSize: PAGE_SIZE, page });
    found.push(...messages);
    if (nextPage === null) break;
    page = nextPage;
  }
  return found;
}

async function recoverStates({ db, systemCtx, pepper, to }: Recovery, sent: readonly TwilioMessage[]): Promise<Finding[]> {
  const touches = await touchesByReference(db, { channel: "sms", references: sent.map(({ sid }) => sid) });
  const byReference = new Map(touches.map((touch) => [touch.providerReference, touch]));
  const findings = compareCosts(
    "twilio",
    sent.flatMap(({ sid, costMicroAud: theirs }) => {
      const touch = byReference.get(sid);
      return touch ? [{ clientId: touch.clientId, ours: touch.costMicros, theirs }] : [];
    }),
  );
  for (const message of sent) {
    const touch = byReference.get(message.sid);
    if (!touch) {
      findings.push({ clientId: null, provider: "twilio", kind: "not_ours" });
      continue;
    }
    if (!isBehind(touch.deliveryState as DeliveryState | null, message.state)) continue;
    const news = { ...SOURCE, reference: message.sid, receiver: null, events: messageToEvents(message, message.sentAt ?? to) };
    await applyChannelEvents(db, systemCtx, news, { pepper });
    findings.push({ clientId: touch.clientId, provider: "twilio", kind: "missed" });
  }
  return findings;
}

/** Whether a state is further on than the one we were told of; `queued` is told by nobody. */
function isBehind(known: DeliveryState | null, told: DeliveryState | null): boolean {
  if (told === null || told === "queued") return false;
  return known === null || DELIVERY_STATES.indexOf(known) < DELIVERY_STATES.indexOf(told);
}

async function recoverInbound({ db, systemCtx, pepper, to }: Recovery, received: readonly TwilioMessage[]): Promise<Finding[]> {
  const stored = await knownMessages(
    db,
    received.map(({ sid }) => `twilio:${sid}`),
  );
  const numbers = new Map((await listProviderSenders(db, "twilio")).map(({ label, clientId }) => [label, clientId]));
  const findings: Finding[] = [];
  for (const message of received) {
    if (stored.has(`twilio:${message.sid}`)) continue;
    const text = { MessageSid: message.sid, AccountSid: "", From: message.from ?? "", To: message.to ?? "", Body: message.body };
    const news = { ...SOURCE, reference: null, receiver: text.To, events: inboundToEvents(text, message.createdAt ?? to) };
    await applyChannelEvents(db, systemCtx, news, { pepper });
    findings.push({ clientId: numbers.get(text.To) ?? null, provider: "twilio", kind: "missed" });
  }
  return findings;
}
