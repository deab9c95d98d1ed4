import "server-only";
import { toGsm7 } from "@/lib/domain/sms";
import type { LoadedAnswer } from "@/lib/engines/answers/load-answer-facts";
import type { LockedDraft } from "@/lib/engines/answers/lock-draft";
import { composeEmail, outgoingMessageId } from "@/lib/engines/content/compose-email";
import type { Parcel } from "@/lib/engines/dispatch/carriers";

type Composed = {
  clientId: string;
  now: Date;
  pepper: string;
  /** Message-IDs of the e-mail thread so far, oldest first. */
  thread: readonly string[];
};

/**
 * An answer as its channel's carrier takes it, with who sends it and how to be left alone (AU-10, AU-12, AU-18): the law knows no exception
 * for conversations. The gate has seen to it that there is a sender and an address.
 * @returns `outgoingId`: the Message-ID of an e-mail; elsewhere our key of the draft
 */
export function composeAnswer(
  draft: LockedDraft,
  { facts: { channel }, row, address, unsubscribeUrl, tail }: LoadedAnswer,
  { clientId, now, pepper, thread }: Composed,
): { parcel: Parcel; outgoingId: string } {
  const to = address ?? "";
  const label = row.label ?? "";
  const body = draft.body.trim();
  if (channel === "sms")
    return { parcel: { provider: "twilio", text: { to, from: label, body: toGsm7(body + tail) } }, outgoingId: draft.id };
  if (channel === "linkedin") {
    const seat = row.externalId ?? label;
    return { parcel: { provider: "heyreach", act: { act: "message", seat, profileUrl: to, body: body + tail } }, outgoingId: draft.id };
  }
  const messageId = outgoingMessageId(draft.id, { mailbox: label, pepper });
  const email = composeEmail({
    touchId: draft.id,
    messageId,
    mailbox: { name: row.senderName ?? row.clientName, address: label },
    // Somebody else may have booked for them.
    lead: { name: draft.toAddress === null || to === row.email ? fullName(row) : null, address: to },
    subject: draft.subject,
    body,
    sender: { legalName: row.legalName ?? "", abn: row.abn, postalAddress: row.postalAddress, contact: row.contactEmail ?? "" },
    unsubscribeUrl,
    thread,
    campaignId: row.campaignId ?? clientId,
    clientId,
    now,
  });
  return { parcel: { provider: row.provider === "smartlead" ? "smartlead" : "smtp", email }, outgoingId: messageId };
}

function fullName({ firstName, lastName }: { firstName: string | null; lastName: string | null }): string | null {
  return [firstName, lastName].filter(Boolean).join(" ") || null;
}
