import "server-only";
import { z } from "zod";

const text = z.string().nullish();

export const messageAnswer = z.object({
  sid: z.string(),
  status: z.string(),
  direction: z.string(),
  from: text,
  to: text,
  body: text,
  error_code: z.number().nullish(),
  num_segments: text,
  price: text,
  price_unit: text,
  date_created: text,
  date_sent: text,
});

export const messageListAnswer = z.object({ messages: z.array(messageAnswer), next_page_uri: text });

export const lookupAnswer = z.object({
  phone_number: z.string(),
  national_format: text,
  country_code: text,
  valid: z.boolean(),
  line_type_intelligence: z.object({ type: text, carrier_name: text, error_code: z.number().nullish() }).nullish(),
});

const capabilities = z.object({ sms: z.boolean().optional(), voice: z.boolean().optional() }).nullish();

export const numberAnswer = z.object({
  sid: z.string(),
  phone_number: z.string(),
  friendly_name: text,
  capabilities,
  sms_url: text,
  voice_url: text,
});

export const numberListAnswer = z.object({ incoming_phone_numbers: z.array(numberAnswer), next_page_uri: text });

export const availableNumbersAnswer = z.object({
  available_phone_numbers: z.array(z.object({ phone_number: z.string(), locality: text, region: text, address_requirements: text })),
});

export const errorAnswer = z.object({ code: z.number().nullish(), status: z.number().nullish() });
