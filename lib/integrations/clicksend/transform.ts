import "server-only";
import type { z } from "zod";
import type { ChannelEvent, DeliveryState } from "@/lib/domain/channel-events";
import type { PostalAddress } from "@/lib/domain/hand-over";
import type { HistoryItem, LetterResult, letterAnswer, returnAddress } from "@/lib/integrations/clicksend/wire";

/** What ClickSend said of one letter at hand-over or when asked for its price. `status` is its own word; only `SUCCESS` is good. */
export type LetterOutcome = {
  reference: string | null;
  key: string | null;
  status: string;
  pages: number | null;
  costMicroAud: number | null;
};

/** A letter in the history. `state` is null for a status we do not know. */
export type PostedLetter = {
  reference: string;
  /** Our own key, as it was sent in `custom_string`. */
  key: string | null;
  status: string;
  state: DeliveryState | null;
  costMicroAud: number | null;
  addedAt: Date | null;
};

export type ReturnAddress = PostalAddress & { id: string };

/** `Sent` is handed over to the post and the last there is: nobody tells when a letter arrives. */
const STATES: Readonly<Record<string, DeliveryState>> = {
  scheduled: "queued",
  "waiting for production": "queued",
  "in production": "queued",
  sent: "sent",
  failed: "failed",
  cancelled: "failed",
};

export function toLetterOutcomes(answer: z.infer<typeof letterAnswer>): LetterOutcome[] {
  const currency = answer._currency?.currency_name_short ?? "AUD";
  return answer.recipients.map((recipient) => toOutcome(recipient, currency));
}

export function toPostedLetter(item: HistoryItem): PostedLetter {
  return {
    reference: item.message_id,
    key: item.custom_string || null,
    status: item.status,
    state: STATES[item.status.trim().toLowerCase()] ?? null,
    costMicroAud: toMicroAud(item.post_price, "AUD"),
    addedAt: item.date_added ? new Date(Number(item.date_added) * 1000) : null,
  };
}

/** What the history says about a letter, as the webhook ClickSend does not have would. Empty for a status that says nothing. */
export function letterToEvents({ reference, status, state, costMicroAud }: PostedLetter, at: Date): ChannelEvent[] {
  if (state === null) return [];
  const code = state === "failed" ? status : null;
  return [{ kind: "delivery", reference, state, code, isPermanent: null, costMicroAud, at }];
}

export function toReturnAddress(address: z.infer<typeof returnAddress>): ReturnAddress {
  return {
    id: address.return_address_id,
    name: address.address_name,
    company: null,
    line1: address.address_line_1,
    line2: address.address_line_2 || null,
    city: address.address_city,
    state: address.address_state ?? "",
    postcode: address.address_postal_code,
    country: address.address_country,
  };
}

function toOutcome({ message_id, custom_string, status, post_pages, post_price }: LetterResult, currency: string): LetterOutcome {
  return {
    reference: message_id || null,
    key: custom_string || null,
    status,
    pages: post_pages ?? null,
    costMicroAud: toMicroAud(post_price, currency),
  };
}

/** Null where no price is given, or one in a currency we do not convert. */
function toMicroAud(price: string | number | null | undefined, currency: string): number | null {
  const amount = price === null || price === undefined || price === "" ? Number.NaN : Number(price);
  return Number.isFinite(amount) && currency === "AUD" ? Math.round(amount * 1_000_000) : null;
}
