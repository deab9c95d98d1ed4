import "server-only";
import type { ChannelHandOver, OutgoingCall, OutgoingLetter, OutgoingLinkedIn, OutgoingText, Reconciled } from "@/lib/domain/hand-over";
import type { OutgoingEmail } from "@/lib/engines/content/compose-email";
import { type EmailCarrier, emailHandOver, type MailboxCredentials } from "@/lib/engines/dispatch/email-carrier";

/**
 * Carries one kind of message through one provider. `key` is ours, unique to the attempt; what the provider keeps of it is how an
 * outcome nobody saw is looked up. Never retries by itself: a repeat would reach a person twice.
 */
export interface Carrier<Message> {
  handOver(message: Message, key: string): Promise<ChannelHandOver>;
  reconcile(key: string, message: Message): Promise<Reconciled>;
}

/** One message on its way, with the provider that carries it. JSON, so that it can be stored and looked up after a crash. */
export type Parcel =
  | { provider: "smtp"; email: OutgoingEmail }
  | { provider: "smartlead"; email: OutgoingEmail }
  | { provider: "twilio"; text: OutgoingText }
  | { provider: "heyreach"; act: OutgoingLinkedIn }
  | { provider: "vapi"; call: OutgoingCall }
  | { provider: "clicksend"; letter: OutgoingLetter };

/** The providers that carry messages. SMTP is each client's own server and needs its password. */
export type Carriers = {
  smtp: EmailCarrier;
  smartlead: Carrier<OutgoingEmail>;
  twilio: Carrier<OutgoingText>;
  heyreach: Carrier<OutgoingLinkedIn>;
  vapi: Carrier<OutgoingCall>;
  clicksend: Carrier<OutgoingLetter>;
};

/** Hands a parcel to its carrier. @param credentials of the mailbox, for SMTP only */
export async function handOver(
  carriers: Carriers,
  parcel: Parcel,
  { key, credentials }: { key: string; credentials: MailboxCredentials | null },
): Promise<ChannelHandOver> {
  switch (parcel.provider) {
    case "smtp":
      if (!credentials) throw new Error("a mailbox without credentials was claimed");
      return emailHandOver(await carriers.smtp.handOver(parcel.email, credentials));
    case "smartlead":
      return carriers.smartlead.handOver(parcel.email, key);
    case "twilio":
      return carriers.twilio.handOver(parcel.text, key);
    case "heyreach":
      return carriers.heyreach.handOver(parcel.act, key);
    case "vapi":
      return carriers.vapi.handOver(parcel.call, key);
    case "clicksend":
      return carriers.clicksend.handOver(parcel.letter, key);
  }
}

/** Asks a carrier what became of a parcel. Plain SMTP cannot be asked. */
export function reconcile(carriers: Carriers, parcel: Parcel, key: string): Promise<Reconciled> {
  switch (parcel.provider) {
    case "smtp":
      return Promise.resolve({ outcome: "unknown", response: "a mail server cannot be asked whether a message arrived" });
    case "smartlead":
      return carriers.smartlead.reconcile(key, parcel.email);
    case "twilio":
      return carriers.twilio.reconcile(key, parcel.text);
    case "heyreach":
      return carriers.heyreach.reconcile(key, parcel.act);
    case "vapi":
      return carriers.vapi.reconcile(key, parcel.call);
    case "clicksend":
      return carriers.clicksend.reconcile(key, parcel.letter);
  }
}
