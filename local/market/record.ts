import type { ReactionKind } from "@/local/market/decide-reactions";

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
  bookedAt: Date | null;
};

export type Reaction = {
  id: number;
  mailId: string;
  email: string;
  ordinal: number;
  kind: ReactionKind;
  dueAt: Date;
  until: Date | null;
  attempts: number;
};

export type ViolationKind = "written_after_opt_out" | "written_after_bounce" | "received_twice" | "opt_out_refused";
export type Violation = { kind: ViolationKind; email: string; messageId: string; at: Date; detail: string };

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
export const PERSON_COLUMNS = `away_until as "awayUntil", bounced_at as "bouncedAt", human_reactions as "humanReactions",
  opted_out_at as "optedOutAt", opted_out_by as "optedOutBy", booked_at as "bookedAt"`;
export const BOOKING_COLUMNS = `id, booking_url as "bookingUrl", email, name, starts_at as "startsAt", duration_minutes as "durationMinutes",
  booked_at as "bookedAt", by_persona as "byPersona"`;
