import "server-only";
import { knownDeliveries } from "@/lib/db/queries/recovery";
import { findReceivingMailbox } from "@/lib/engines/inbound/match-inbound";
import { storeDelivery } from "@/lib/engines/inbound/store-delivery";
import type { Finding, Recovery } from "@/lib/engines/recovery/recovery";
import type { Postmark } from "@/lib/integrations/postmark/api";
import { toRawEmail } from "@/lib/integrations/postmark/transform";

const PAGE = 500;
const MOST_PAGES = 20;

/**
 * Puts answers that came in at Postmark and never reached our door through it after all, under the id they would have come with: should
 * the webhook still come, it is a repeat.
 */
export async function recoverMail({ db, systemCtx, providers, from, to }: Recovery): Promise<Finding[]> {
  const { postmark } = providers;
  if (postmark === null) return [];
  const listed = await listAll(postmark, { from, to });
  const known = await knownDeliveries(
    db,
    "postmark",
    listed.map(({ MessageID }) => MessageID),
  );
  const findings: Finding[] = [];
  for (const { MessageID, Date: written } of listed) {
    if (known.has(MessageID) || new Date(written) > to) continue;
    const message = await postmark.getInbound(MessageID);
    const mailbox = await findReceivingMailbox(
      db,
      [message.OriginalRecipient, ...message.ToFull.map(({ Email }) => Email)].filter(Boolean),
    );
    if (!mailbox) continue;
    const { OriginalRecipient, From, ToFull } = message;
    const body = { MessageID, OriginalRecipient, From, ToFull, RawEmail: await toRawEmail(message, to) };
    const isNew = await storeDelivery(systemCtx(mailbox.clientId), { provider: "postmark", externalId: MessageID, body });
    if (isNew) findings.push({ clientId: mailbox.clientId, provider: "postmark", kind: "missed" });
  }
  return findings;
}

async function listAll(api: Postmark, { from, to }: { from: Date; to: Date }) {
  const found: Awaited<ReturnType<Postmark["listInbound"]>>["InboundMessages"] = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { InboundMessages } = await api.listInbound({ count: PAGE, offset: page * PAGE, since: from, until: to });
    found.push(...InboundMessages);
    if (InboundMessages.length < PAGE) break;
  }
  return found;
}
