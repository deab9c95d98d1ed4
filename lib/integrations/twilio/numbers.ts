import "server-only";
import { pageRequest } from "@/lib/integrations/twilio/page";
import { accountRequest, type TwilioAccess } from "@/lib/integrations/twilio/request";
import { type TwilioNumber, toNumber } from "@/lib/integrations/twilio/transform";
import { availableNumbersAnswer, numberAnswer, numberListAnswer } from "@/lib/integrations/twilio/wire";

/** What a number is wanted for: Australian mobiles take texts, local numbers ring. */
export type NumberUse = "sms" | "voice";

export type AvailableNumber = { e164: string; locality: string | null; region: string | null };

export type NumberSetup = {
  name?: string;
  /** Where Twilio posts texts that arrive. */
  smsUrl?: string;
  /** Where Twilio asks what to do with a call that arrives (a callee rings back). */
  voiceUrl?: string;
};

/** Australian numbers are sold against papers on file with Twilio: a regulatory bundle, an address, or both. */
export type NumberPapers = { bundleSid?: string; addressSid?: string };

/** The part of Twilio's API that is about our own numbers. */
export function numberFunctions(access: TwilioAccess) {
  const ofAccount = accountRequest(access);
  return {
    /** Numbers of the account; with `e164` only that one, which also tells whether a purchase with a lost answer went through. */
    async listNumbers({
      e164,
      page = null,
    }: {
      e164?: string;
      page?: string | null;
    } = {}): Promise<{ numbers: TwilioNumber[]; nextPage: string | null }> {
      const query = { PhoneNumber: e164, PageSize: 100 };
      const call = pageRequest({ path: "/IncomingPhoneNumbers.json", query, page, accountSid: access.apiKey.accountSid });
      const answer = await ofAccount(call, numberListAnswer);
      return { numbers: answer.incoming_phone_numbers.map(toNumber), nextPage: answer.next_page_uri ?? null };
    },

    /** Australian numbers for sale, at most `limit`. */
    async findAvailableNumbers(use: NumberUse, { limit = 20, areaCode }: { limit?: number; areaCode?: string } = {}) {
      const path = `/AvailablePhoneNumbers/AU/${use === "sms" ? "Mobile" : "Local"}.json`;
      const wanted = use === "sms" ? { SmsEnabled: true } : { VoiceEnabled: true };
      const query = { ...wanted, PageSize: limit, Contains: areaCode ? `+61${areaCode.replace(/^0/, "")}*` : undefined };
      const answer = await ofAccount({ method: "GET", path, query }, availableNumbersAnswer);
      return answer.available_phone_numbers.map(
        ({ phone_number, locality, region }): AvailableNumber => ({
          e164: phone_number,
          locality: locality ?? null,
          region: region ?? null,
        }),
      );
    },

    /** Buys one number; charged monthly from now on. A lost answer is an unknown outcome: `listNumbers({ e164 })` tells. */
    async buyNumber(e164: string, { name, smsUrl, voiceUrl, bundleSid, addressSid }: NumberSetup & NumberPapers): Promise<TwilioNumber> {
      const form = { PhoneNumber: e164, ...setup({ name, smsUrl, voiceUrl }), BundleSid: bundleSid, AddressSid: addressSid };
      return toNumber(await ofAccount({ method: "POST", path: "/IncomingPhoneNumbers.json", form }, numberAnswer));
    },

    /** Changes what is given and leaves the rest. */
    async updateNumber(sid: string, change: NumberSetup): Promise<TwilioNumber> {
      const path = `/IncomingPhoneNumbers/${encodeURIComponent(sid)}.json`;
      return toNumber(
        await ofAccount({ method: "POST", path, label: "/IncomingPhoneNumbers/{sid}.json", form: setup(change) }, numberAnswer),
      );
    },
  };
}

function setup({ name, smsUrl, voiceUrl }: { [Key in keyof NumberSetup]: NumberSetup[Key] | undefined }) {
  return {
    FriendlyName: name,
    SmsUrl: smsUrl,
    SmsMethod: smsUrl && "POST",
    VoiceUrl: voiceUrl,
    VoiceMethod: voiceUrl && "POST",
  };
}
