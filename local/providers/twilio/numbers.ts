import { parseAustralianNumber } from "@/lib/domain/phone";
import type { Records } from "@/local/providers/records";
import type { Handler } from "@/local/providers/stand-in";
import { ACCOUNT_PATH, API_VERSION, rfc2822, STARTING_NUMBERS, sid, TWILIO_ACCOUNT } from "@/local/providers/twilio/account";
import { formOf } from "@/local/providers/twilio/form";
import { pageOf } from "@/local/providers/twilio/page";
import { refused } from "@/local/providers/twilio/refusals";

const NUMBER = "number";
const FOR_SALE = 200;
/** Ends of mobile numbers kept for fiction by the regulator. */
const FICTION_MOBILES = [
  "570159",
  "570110",
  "570313",
  "570737",
  "571266",
  "571491",
  "571804",
  "572549",
  "572665",
  "572983",
  "573770",
  "573087",
];
const PLACES: readonly (readonly [string, string, string])[] = [
  ["2", "Sydney", "NSW"],
  ["3", "Melbourne", "VIC"],
  ["7", "Brisbane", "QLD"],
  ["8", "Adelaide", "SA"],
];

type NumberResource = ReturnType<typeof resource>;
export type NumberBook = ReturnType<typeof numberBook>;

/** The account's own numbers. `smsUrl` is where the starting ones post what they receive. */
export function numberBook(records: Records, { seed, now, smsUrl }: { seed: string; now: () => Date; smsUrl: string }) {
  let ready: Promise<void> | undefined;
  const add = (
    e164: string,
    use: "sms" | "voice",
    urls: { smsUrl?: string | undefined; voiceUrl?: string | undefined; name?: string | undefined },
  ) => {
    const number = resource({ id: sid("PN", seed, e164), e164, use, at: now(), ...urls });
    return records.insert(NUMBER, number.sid, number, now()).then((isNew) => (isNew ? number : undefined));
  };
  const begin = async () => {
    for (const { e164, use } of STARTING_NUMBERS) await add(e164, use, use === "sms" ? { smsUrl } : {});
  };
  const start = () => {
    ready ??= begin().catch((error: unknown) => {
      ready = undefined; // the database was away; the next call asks again
      throw error;
    });
    return ready;
  };
  return {
    async find(e164: string): Promise<NumberResource | undefined> {
      await start();
      return (await records.find<NumberResource>(NUMBER, sid("PN", seed, e164)))?.data;
    },
    async list(): Promise<NumberResource[]> {
      await start();
      return (await records.list<NumberResource>(NUMBER)).map(({ data }) => data);
    },
    async buy(
      e164: string,
      use: "sms" | "voice",
      urls: { smsUrl?: string | undefined; voiceUrl?: string | undefined; name?: string | undefined },
    ) {
      await start();
      return add(e164, use, urls);
    },
    async update(id: string, change: Partial<NumberResource>): Promise<NumberResource | undefined> {
      await start();
      return (await records.update<NumberResource>(NUMBER, id, { ...change, date_updated: rfc2822(now()) }))?.data;
    },
  };
}

/** Listing, buying and setting up numbers. */
export function numberRoutes(book: NumberBook): Readonly<Record<string, Handler>> {
  const forSale = (kind: "Mobile" | "Local"): Handler => {
    return async ({ query, path }) => {
      const owned = new Set((await book.list()).map(({ phone_number }) => phone_number));
      const wanted = query.get("Contains")?.replace(/\*+$/, "") ?? "";
      const limit = Number(query.get("PageSize") ?? 30);
      const numbers = offered(kind).filter(({ phone_number: e164 }) => !owned.has(e164) && e164.startsWith(wanted));
      return { answer: { status: 200, json: { available_phone_numbers: numbers.slice(0, limit), uri: path } } };
    };
  };
  return {
    async [`GET ${ACCOUNT_PATH}/IncomingPhoneNumbers.json`](call) {
      const wanted = call.query.get("PhoneNumber");
      const numbers = await book.list();
      return pageOf(
        call,
        "incoming_phone_numbers",
        numbers.filter(({ phone_number }) => wanted === null || phone_number === wanted),
      );
    },

    async [`POST ${ACCOUNT_PATH}/IncomingPhoneNumbers.json`](call) {
      const form = Object.fromEntries(formOf(call));
      const kind = parseAustralianNumber(form.PhoneNumber ?? "")?.kind;
      const use = kind === "mobile" ? "sms" : "voice";
      const isForSale = offered(use === "sms" ? "Mobile" : "Local").some(({ phone_number }) => phone_number === form.PhoneNumber);
      if (!form.PhoneNumber || !isForSale) return refused(21422);
      if (use === "sms" && !form.BundleSid) return refused(21649);
      if (use === "voice" && !form.AddressSid) return refused(21631);
      const urls = { smsUrl: form.SmsUrl, voiceUrl: form.VoiceUrl, name: form.FriendlyName };
      const bought = await book.buy(form.PhoneNumber, use, urls);
      return bought ? { answer: { status: 201, json: bought }, subject: form.PhoneNumber } : refused(21422);
    },

    async [`POST ${ACCOUNT_PATH}/IncomingPhoneNumbers/{sid}.json`](call) {
      const form = Object.fromEntries(formOf(call));
      const changed = await book.update(call.params.sid ?? "", {
        ...(form.FriendlyName === undefined ? {} : { friendly_name: form.FriendlyName }),
        ...(form.SmsUrl === undefined ? {} : { sms_url: form.SmsUrl }),
        ...(form.VoiceUrl === undefined ? {} : { voice_url: form.VoiceUrl }),
      });
      return changed ? { answer: { status: 200, json: changed }, subject: changed.phone_number } : refused(20404);
    },

    [`GET ${ACCOUNT_PATH}/AvailablePhoneNumbers/AU/Mobile.json`]: forSale("Mobile"),
    [`GET ${ACCOUNT_PATH}/AvailablePhoneNumbers/AU/Local.json`]: forSale("Local"),
  };
}

function offered(kind: "Mobile" | "Local") {
  const numbers: readonly (readonly [string, string | null, string | null])[] =
    kind === "Mobile"
      ? FICTION_MOBILES.map((end) => [`+61491${end}`, null, null] as const)
      : PLACES.flatMap(([area, locality, region]) =>
          Array.from({ length: FOR_SALE / PLACES.length }, (_, index) => [`+61${area}5550${2000 + index}`, locality, region] as const),
        );
  return numbers.map(([phone_number, locality, region]) => ({
    friendly_name: phone_number,
    phone_number,
    locality,
    region,
    postal_code: null,
    iso_country: "AU",
    address_requirements: kind === "Mobile" ? "any" : "local",
    beta: false,
    capabilities: { voice: true, SMS: kind === "Mobile", MMS: false, fax: false },
  }));
}

type NewNumber = {
  id: string;
  e164: string;
  use: "sms" | "voice";
  at: Date;
  smsUrl?: string | undefined;
  voiceUrl?: string | undefined;
  name?: string | undefined;
};

function resource({ id, e164, use, at, smsUrl, voiceUrl, name = e164 }: NewNumber) {
  return {
    account_sid: TWILIO_ACCOUNT.accountSid,
    address_requirements: use === "sms" ? "any" : "local",
    api_version: API_VERSION,
    beta: false,
    capabilities: { mms: false, sms: use === "sms", voice: true, fax: false },
    date_created: rfc2822(at),
    date_updated: rfc2822(at),
    friendly_name: name,
    origin: "twilio",
    phone_number: e164,
    sid: id,
    sms_fallback_method: "POST",
    sms_fallback_url: null,
    sms_method: "POST",
    sms_url: smsUrl ?? null,
    status: "in-use",
    status_callback: null,
    status_callback_method: "POST",
    uri: `${ACCOUNT_PATH}/IncomingPhoneNumbers/${id}.json`,
    voice_caller_id_lookup: false,
    voice_fallback_method: "POST",
    voice_fallback_url: null,
    voice_method: "POST",
    voice_url: voiceUrl ?? null,
  };
}
