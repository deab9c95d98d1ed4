/** How a call ended, in our words (domain.md 4.9). */
export const CALL_OUTCOMES = [
  "meeting_booked",
  "callback",
  "interested",
  "not_interested",
  "wrong_number",
  "voicemail",
  "no_answer",
  "busy",
  "dnc_request",
  "failed",
] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

/** Where a message stands at the provider. A later state never goes back to an earlier one. */
export const DELIVERY_STATES = ["queued", "sent", "delivered", "undelivered", "failed", "returned"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** What a provider told us, in words every engine understands; each provider's transform makes these from its own payloads. */
export type ChannelEvent =
  /** Something we handed over moved on. */
  | {
      kind: "delivery";
      reference: string;
      state: DeliveryState;
      code: string | null;
      /** True: this address or number will never work; false: it may later; null: not said. */
      isPermanent: boolean | null;
      costMicroAud: number | null;
      at: Date;
    }
  /** Somebody wrote on SMS or LinkedIn. `from` and `to` are E.164, or a profile and a seat. */
  | {
      kind: "message";
      channel: "sms" | "linkedin";
      externalId: string;
      from: string;
      to: string;
      text: string;
      at: Date;
    }
  /** A LinkedIn invitation was accepted. */
  | { kind: "invitation_accepted"; seat: string; profileUrl: string; at: Date }
  /** A call is over. Transcript and recording only where consent to them was given. */
  | {
      kind: "call_ended";
      reference: string;
      outcome: CallOutcome;
      seconds: number;
      summary: string | null;
      transcript: string | null;
      consentedToRecordingAt: Date | null;
      callbackAt: Date | null;
      meetingAt: Date | null;
      costMicroAud: number | null;
      at: Date;
    }
  /** The person asked the provider to be left alone (its own STOP, unsubscribe or complaint handling). */
  | { kind: "opted_out"; channel: "email" | "sms" | "linkedin"; address: string; isComplaint: boolean; at: Date };
