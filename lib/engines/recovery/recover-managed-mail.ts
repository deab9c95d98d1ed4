import "server-only";
import { listUnconfirmedMail } from "@/lib/db/queries/recovery";
import { applySmartleadNews } from "@/lib/engines/channel-events/apply-smartlead-news";
import type { Finding, Recovery } from "@/lib/engines/recovery/recovery";
import { readLane } from "@/lib/integrations/smartlead/relay-campaigns";
import { smartleadReference } from "@/lib/integrations/smartlead/transform";

/** Two calls each, of sixty a minute. */
const MOST = 25;

/**
 * Looks messages up that Smartlead took and never said it sent. It has no list of what it did, so only what is unconfirmed is asked for,
 * one person at a time; the Message-ID that answers will cite comes along.
 */
export async function recoverManagedMail({ db, systemCtx, providers, pepper, from, to }: Recovery): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { clientId, email, mailbox, providerReference } of await listUnconfirmedMail(db, { from, to, limit: MOST })) {
    const lead = await providers.smartlead.findLead(email);
    const lane = lead?.campaigns.find(
      ({ id, name }) => readLane(name)?.mailbox === mailbox.toLowerCase() && smartleadReference(id, email) === providerReference,
    );
    if (!lead || !lane || providerReference === null) {
      findings.push({ clientId, provider: "smartlead", kind: "not_there" });
      continue;
    }
    const sent = (await providers.smartlead.getHistory(lane.id, lead.id)).find(({ isOurs }) => isOurs);
    if (!sent) continue; // it still waits for its turn
    const delivery = { kind: "delivery", state: "sent", code: null, isPermanent: null, costMicroAud: null } as const;
    const about = { reference: providerReference, at: sent.at };
    const { messageId } = sent;
    await applySmartleadNews(
      db,
      systemCtx,
      [
        { kind: "event", event: { ...delivery, ...about } },
        ...(messageId === null ? [] : [{ kind: "sent", mailbox, messageId, ...about } as const]),
      ],
      { pepper },
    );
    findings.push({ clientId, provider: "smartlead", kind: "missed" });
  }
  return findings;
}
