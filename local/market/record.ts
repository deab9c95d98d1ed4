import type { ReactionKind } from "@/local/market/reaction-kinds";
import type { Contact } from "@/local/providers/recipients";

/** How people are reached and answer. */
export type Channel = "email" | Contact["channel"];

/** Rows of schema `market`, under the names of the code. */
export type Received = {
  mailId: string;
  email: string;
  /** With its angle brackets; empty when the message had none. */
  messageId: string;
  /** 1 for the first message this person got from us. */
  ordinal: number;
  /** Address in the From field. */
  mailbox: string;
  senderName: string;
  /** Envelope sender: where reports go. */
  mailFrom: string;
  subject: string;
  /** The booking page the message links to. */
  bookingUrl: string | null;
  receivedAt: Date;
};

export type PersonState = {
  awayUntil: Date | null;
  bouncedAt: Date | null;
  humanReactions: number;
  optedOutAt: Date | null;
  optedOutBy: ReactionKind | null;
  optedOutChannel: Channel | null;
  bookedAt: Date | null;
};

/** Something that reached a person on a channel other than e-mail. */
export type Contacted = Contact & {
  email: string;
  /** 1 for the first contact with this person on this channel. */
  ordinal: number;
};

/** What somebody did or will do about a mail, or about a contact on another channel. */
export type Reaction = {
  id: number;
  email: string;
  channel: Channel;
  /** The provider's id of the contact; null for mail. */
  reference: string | null;
  /** Null for the other channels. */
  mailId: string | null;
  ordinal: number;
  kind: ReactionKind;
  dueAt: Date;
  until: Date | null;
  attempts: number;
};

export type ViolationKind = "written_after_opt_out" | "written_after_bounce" | "received_twice" | "opt_out_refused";
/** `messageId`: the message, or the provider's id of the contact. */
export type Violation = { kind: ViolationKind; channel: Channel; email: string; messageId: string; at: Date; detail: string };

export type Booking = {
  id: string;
  bookingUrl: string;
  email: string;
  name: string;
  startsAt: Date;
  durationMinutes: number;
  bookedAt: Date;
  byPersona: boolean;
};

export const RECEIVED_COLUMNS = `r.mail_id as "mailId", r.email, r.message_id as "messageId", r.ordinal, r.mailbox, r.sender_name as "senderName",
  r.mail_from as "mailFrom", r.subject, r.booking_url as "bookingUrl", r.received_at as "receivedAt"`;
export const CONTACT_COLUMNS = `c.channel, c.act, c.email, c.reached as "to", c.sender as "from", c.body as text, c.at, c.reference, c.ordinal`;
export const PERSON_COLUMNS = `away_until as "awayUntil", bounced_at as "bouncedAt", human_reactions as "humanReactions",
  opted_out_at as "optedOutAt", opted_out_by as "optedOutBy",
  opted_out_channel as "optedOutChannel", booked_at as "bookedAt"`;
export const BOOKING_COLUMNS = `id, booking_url as "bookingUrl", email, name, starts_at as "startsAt", duration_minutes as "durationMinutes",
  booked_at as "bookedAt", by_persona as "byPersona"`;
