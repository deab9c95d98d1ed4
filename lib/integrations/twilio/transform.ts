import "server-only";
import type { z } from "zod";
import type { ChannelEvent, DeliveryState } from "@/lib/domain/channel-events";
import { usdToMicroAud } from "@/lib/domain/provider-costs";
import { isStopKeyword } from "@/lib/domain/sms";
import { meaningOfCode } from "@/lib/integrations/twilio/error-codes";
import type { TwilioInboundText, TwilioStatus } from "@/lib/integrations/twilio/webhook";
import type { lookupAnswer, messageAnswer, numberAnswer } from "@/lib/integrations/twilio/wire";

export type TwilioMessage = {
  sid: string;
  isOutbound: boolean;
  from: string | null;
  to: string | null;
  body: string;
  /** Twilio's own word. */
  status: string;
  /** Null for a status that says nothing about delivery. */
  state: DeliveryState | null;
  errorCode: number | null;
  segments: number | null;
  /** Null until Twilio has set the price, some time after the message is on its way, or where it is in a currency we do not convert. */
  costMicroAud: number | null;
  createdAt: Date | null;
  sentAt: Date | null;
};

/** What a line is, as far as Twilio knows. Only `mobile` takes texts for certain. */
export type LineType = "mobile" | "landline" | "voip" | "toll_free" | "premium" | "other" | "unknown";

export type NumberLookup = { isValid: boolean; e164: string; country: string | null; lineType: LineType; carrier: string | null };

export type TwilioNumber = {
  sid: string;
  e164: string;
  name: string | null;
  canText: boolean;
  canCall: boolean;
  smsUrl: string | null;
  voiceUrl: string | null;
};

/** Twilio's message states in ours; what is missing says nothing about delivery. */
const STATES: Readonly<Record<string, DeliveryState>> = {
  accepted: "queued",
  scheduled: "queued",
  queued: "queued",
  sending: "queued",
  sent: "sent",
  delivered: "delivered",
  read: "delivered",
  partially_delivered: "delivered",
  undelivered: "undelivered",
  failed: "failed",
  canceled: "failed",
};

const LINE_TYPES: Readonly<Record<string, LineType>> = {
  mobile: "mobile",
  landline: "landline",
  fixedVoip: "voip",
  nonFixedVoip: "voip",
  tollFree: "toll_free",
  premium: "premium",
  sharedCost: "other",
  uan: "other",
  voicemail: "other",
  pager: "other",
  personal: "other",
};

/** The state a status stands for, or null. */
export function toDeliveryState(status: string): DeliveryState | null {
  return Object.hasOwn(STATES, status) ? (STATES[status] ?? null) : null;
}

/** A message of ours or of somebody's, as a look-up or a list shows it. */
export function toMessage(message: z.infer<typeof messageAnswer>): TwilioMessage {
  return {
    sid: message.sid,
    isOutbound: message.direction.startsWith("outbound"),
    from: message.from ?? null,
    to: message.to ?? null,
    body: message.body ?? "",
    status: message.status,
    state: toDeliveryState(message.status),
    errorCode: message.error_code ?? null,
    segments: message.num_segments ? Number(message.num_segments) : null,
    costMicroAud: toMicroAud(message.price, message.price_unit),
    createdAt: toDate(message.date_created),
    sentAt: toDate(message.date_sent),
  };
}

export function toNumberLookup(answer: z.infer<typeof lookupAnswer>): NumberLookup {
  const line = answer.line_type_intelligence;
  return {
    isValid: answer.valid,
    e164: answer.phone_number,
    country: answer.country_code ?? null,
    lineType: LINE_TYPES[line?.type ?? ""] ?? "unknown",
    carrier: line?.carrier_name ?? null,
  };
}

export function toNumber(number: z.infer<typeof numberAnswer>): TwilioNumber {
  return {
    sid: number.sid,
    e164: number.phone_number,
    name: number.friendly_name ?? null,
    canText: number.capabilities?.sms === true,
    canCall: number.capabilities?.voice === true,
    smsUrl: number.sms_url || null,
    voiceUrl: number.voice_url || null,
  };
}

/** A look-up as the event its callback would have been, for messages whose callback never came; with the price, which callbacks lack. */
export function messageToEvents(message: TwilioMessage, at: Date): ChannelEvent[] {
  return deliveryEvents({ ...message, reference: message.sid }, at);
}

/** A status callback. Twilio sends no time with it, so `receivedAt` is when it came. Empty for a status we do not know. */
export function statusToEvents(status: TwilioStatus, receivedAt: Date): ChannelEvent[] {
  const errorCode = status.ErrorCode ? Number(status.ErrorCode) : null;
  const state = toDeliveryState(status.MessageStatus);
  return deliveryEvents({ reference: status.MessageSid, to: status.To, state, errorCode, costMicroAud: null }, receivedAt);
}

/**
 * A text somebody sent us: always the message; before it the withdrawal, when Twilio took it for one or it is a stop word.
 * Twilio's START changes nothing here: only a person lifts a suppression.
 */
export function inboundToEvents(text: TwilioInboundText, receivedAt: Date): ChannelEvent[] {
  const message: ChannelEvent = {
    kind: "message",
    channel: "sms",
    externalId: text.MessageSid,
    from: text.From,
    to: text.To,
    text: text.Body,
    at: receivedAt,
  };
  return text.OptOutType === "STOP" || isStopKeyword(text.Body) ? [optedOut(text.From, receivedAt), message] : [message];
}

type Delivery = {
  reference: string;
  to: string | null;
  state: DeliveryState | null;
  errorCode: number | null;
  costMicroAud: number | null;
};

function deliveryEvents({ reference, to, state, errorCode, costMicroAud }: Delivery, at: Date): ChannelEvent[] {
  if (state === null) return [];
  const meaning = meaningOfCode(errorCode);
  const code = errorCode === null ? null : String(errorCode);
  const event: ChannelEvent = { kind: "delivery", reference, state, code, isPermanent: isAddressGone(meaning), costMicroAud, at };
  return meaning?.cause === "opted_out" && to ? [optedOut(to, at), event] : [event];
}

/** Only what is said about the address counts: a filtered text or a blocked sender leaves the number as good as it was. */
function isAddressGone(meaning: ReturnType<typeof meaningOfCode>): boolean | null {
  if (meaning?.cause === "address") return meaning.isPermanent;
  return meaning?.cause === "moment" && meaning.isPermanent === false ? false : null;
}

function optedOut(address: string, at: Date): ChannelEvent {
  return { kind: "opted_out", channel: "sms", address, isComplaint: false, at };
}

/** Prices are text and negative, as what leaves the account: "-0.05150". */
function toMicroAud(price: string | null | undefined, unit: string | null | undefined): number | null {
  const amount = price ? Math.abs(Number(price)) : Number.NaN;
  if (!Number.isFinite(amount)) return null;
  if (unit?.toUpperCase() === "AUD") return Math.round(amount * 1_000_000);
  return unit?.toUpperCase() === "USD" ? usdToMicroAud(amount) : null;
}

function toDate(text: string | null | undefined): Date | null {
  const time = Date.parse(text ?? "");
  return Number.isNaN(time) ? null : new Date(time);
}
