import "server-only";
import { z } from "zod";

const text = z.string().nullish();
/** Prices are text with four decimals; a price of nothing may be a number. */
const price = z.union([z.string(), z.number()]).nullish();
/** Ids are numbers on the wire and text to us. */
const id = z.union([z.number(), z.string()]).transform(String);

/** What stands around every answer; `data` may be anything when the call failed. */
export const envelope = z.object({ http_code: z.number(), response_code: z.string() });

const letterResult = z.object({
  message_id: text,
  status: z.string(),
  custom_string: text,
  post_price: price,
  post_pages: z.number().nullish(),
});
export type LetterResult = z.infer<typeof letterResult>;

export const letterAnswer = z.object({
  total_price: price,
  recipients: z.array(letterResult),
  _currency: z.object({ currency_name_short: text }).nullish(),
});

const historyItem = z.object({
  message_id: z.string(),
  status: z.string(),
  date_added: z.union([z.number(), z.string()]).nullish(),
  custom_string: text,
  post_price: price,
});
export type HistoryItem = z.infer<typeof historyItem>;

const page = z.object({ current_page: z.number(), last_page: z.number() });
export const historyAnswer = page.extend({ data: z.array(historyItem) });

export const returnAddress = z.object({
  return_address_id: id,
  address_name: z.string(),
  address_line_1: z.string(),
  address_line_2: text,
  address_city: z.string(),
  address_state: text,
  address_postal_code: z.union([z.string(), z.number()]).transform(String),
  address_country: z.string(),
});
export const returnAddressList = page.extend({ data: z.array(returnAddress) });

export const uploadAnswer = z.object({ _url: z.string().min(1) });

export const accountAnswer = z.object({ balance: z.union([z.string(), z.number()]).nullish() });
