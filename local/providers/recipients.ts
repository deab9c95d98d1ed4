/** Something that reaches a person on a channel other than e-mail. */
export type Contact = {
  channel: "sms" | "linkedin" | "voice" | "mail";
  act: "text" | "invitation" | "message" | "call" | "letter";
  /** Whom: an E.164 number, a canonical profile URL, or for a letter `name, line1, postcode`. */
  to: string;
  /** From which number, seat or return address. */
  from: string;
  text: string;
  at: Date;
  /** The provider's id, so that one contact is reacted to once. */
  reference: string;
};

/** What the person, or the line, does about it, and when. */
export type Reaction =
  | { kind: "reply"; at: Date; text: string }
  | { kind: "accepts"; at: Date }
  | { kind: "unreachable"; at: Date; isPermanent: boolean }
  | { kind: "no_answer" | "busy" | "voicemail"; at: Date }
  | {
      kind: "conversation";
      at: Date;
      seconds: number;
      turns: readonly { who: "assistant" | "person"; text: string }[];
      result: "meeting_booked" | "callback" | "interested" | "not_interested" | "wrong_number" | "dnc_request";
      consentsToRecording: boolean;
      callbackAt?: Date;
      meetingAt?: Date;
    }
  | { kind: "returned"; at: Date };

/** The people behind numbers, profiles and letterboxes. The same contact always gets the same reactions. */
export type Recipients = { react(contact: Contact): Promise<readonly Reaction[]> };

/** Nobody reacts; messages arrive and that is all. */
export const silentRecipients: Recipients = { react: async () => [] };
