/**
 * What became of handing one message to a carrier (a mail server or a provider's API).
 * - `accepted`: it took responsibility; `reference` is its own id of the message, where it gives one
 * - `refused`: it certainly did not take it, and says whether another try makes sense
 * - `unknown`: it may have; no machine may try again
 */
export type ChannelHandOver =
  | { outcome: "accepted"; reference: string | null; costMicroAud: number | null; response: string }
  | { outcome: "refused"; isPermanent: boolean; cause: RefusalCause; response: string }
  | { outcome: "unknown"; response: string };

/**
 * Whose fault a refusal is: the address (nobody can be reached there), the person (they asked this provider to be left alone), our side
 * (key, balance, blocked sender: the resource rests), the content, or the moment (limits, an outage).
 */
export type RefusalCause = "address" | "opted_out" | "ours" | "content" | "moment";

/** Found again by our own key after an outcome nobody saw. */
export type Reconciled = ChannelHandOver | { outcome: "not_found" };

/** A text message as it goes out, compliance tail included. Numbers are E.164. */
export type OutgoingText = { to: string; from: string; body: string };

/** One act of a LinkedIn seat. `profileUrl` is canonical, `https://www.linkedin.com/in/<slug>`. */
export type OutgoingLinkedIn =
  | { act: "invite"; seat: string; profileUrl: string; note: string | null; firstName: string | null; lastName: string | null }
  | { act: "message"; seat: string; profileUrl: string; body: string };

/** A call to be placed now. `opening` and `identity` are spoken before anything the model says. */
export type OutgoingCall = {
  to: string;
  /** The provider's id of the number that rings out. */
  from: string;
  opening: string;
  brief: string;
  voicemail: string | null;
  maximumSeconds: number;
};

export type PostalAddress = {
  name: string;
  company: string | null;
  line1: string;
  line2: string | null;
  city: string;
  state: string;
  postcode: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
};

/** A letter to be printed and posted. `returnAddressId` is the provider's. */
export type OutgoingLetter = { to: PostalAddress; returnAddressId: string; body: string };
