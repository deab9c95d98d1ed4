import "server-only";
import { TWILIO_LINE_TYPE_LOOKUP_MICRO_AUD } from "@/lib/domain/provider-costs";
import { numberFunctions } from "@/lib/integrations/twilio/numbers";
import { pageRequest } from "@/lib/integrations/twilio/page";
import { accountRequest, lookupRequest, type TwilioAccess } from "@/lib/integrations/twilio/request";
import { type NumberLookup, type TwilioMessage, toMessage, toNumberLookup } from "@/lib/integrations/twilio/transform";
import { lookupAnswer, messageAnswer, messageListAnswer } from "@/lib/integrations/twilio/wire";

export type Twilio = ReturnType<typeof twilio>;

export type TextToSend = {
  to: string;
  from: string;
  body: string;
  /** Where Twilio reports how the message is doing. */
  statusCallback: string;
  /** Seconds (1 to 36,000) Twilio may keep the message in its queue; after that it is not sent (30036). */
  validitySeconds: number;
};

export type MessageQuery = {
  to?: string;
  from?: string;
  /** Only what left or came in then or later. */
  sentSince?: Date;
  pageSize?: number;
  page?: string | null;
};

/** Twilio's API: one attempt each. All throw ProviderError, TwilioRefusal when Twilio answered; no message holds a telephone number. */
export function twilio(access: TwilioAccess) {
  const ofAccount = accountRequest(access);
  const ofLookups = lookupRequest(access);
  return {
    ...numberFunctions(access),

    /**
     * Sends one text. There is no idempotency key: a repeat is a second text on somebody's telephone, so an answer that is lost is an
     * unknown outcome and is looked up with `listMessages`.
     */
    async sendMessage({ to, from, body, statusCallback, validitySeconds }: TextToSend): Promise<TwilioMessage> {
      const form = { To: to, From: from, Body: body, StatusCallback: statusCallback, ValidityPeriod: validitySeconds };
      return toMessage(await ofAccount({ method: "POST", path: "/Messages.json", form }, messageAnswer));
    },

    async getMessage(sid: string): Promise<TwilioMessage> {
      const path = `/Messages/${encodeURIComponent(sid)}.json`;
      return toMessage(await ofAccount({ method: "GET", path, label: "/Messages/{sid}.json" }, messageAnswer));
    },

    /** Messages in both directions, latest first; `nextPage` goes back in as `page`. */
    async listMessages({
      to,
      from,
      sentSince,
      pageSize = 50,
      page = null,
    }: MessageQuery): Promise<{ messages: TwilioMessage[]; nextPage: string | null }> {
      const query = { To: to, From: from, "DateSent>": sentSince?.toISOString(), PageSize: pageSize };
      const call = pageRequest({ path: "/Messages.json", query, page, accountSid: access.apiKey.accountSid });
      const answer = await ofAccount(call, messageListAnswer);
      return { messages: answer.messages.map(toMessage), nextPage: answer.next_page_uri ?? null };
    },

    /** What kind of line a number is. A number that does not exist is answered too, with `isValid` false. */
    async lookUpNumber(e164: string): Promise<NumberLookup & { costMicroAud: number }> {
      const path = `/v2/PhoneNumbers/${encodeURIComponent(e164)}`;
      const query = { Fields: "line_type_intelligence" };
      const answer = await ofLookups({ method: "GET", path, label: "/v2/PhoneNumbers/{number}", query }, lookupAnswer);
      const isCharged = answer.line_type_intelligence?.type != null;
      return { ...toNumberLookup(answer), costMicroAud: isCharged ? TWILIO_LINE_TYPE_LOOKUP_MICRO_AUD : 0 };
    },
  };
}
