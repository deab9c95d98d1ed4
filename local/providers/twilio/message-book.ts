import { countSmsSegments } from "@/lib/domain/sms";
import type { Records, StoredRecord } from "@/local/providers/records";
import { ACCOUNT_PATH, API_VERSION, rfc2822, TWILIO_ACCOUNT } from "@/local/providers/twilio/account";
import type { Step } from "@/local/providers/twilio/course";

/** A text in either direction. Times lie ahead: what has not happened yet is not shown. */
export type TextRecord = {
  sid: string;
  direction: "outbound-api" | "inbound";
  from: string;
  to: string;
  body: string;
  steps: (Step | { at: number; status: "received"; errorCode: null })[];
};

type Block = { since: number; until: number | null };

const TEXT = "text";
const BLOCK = "block";
/** What a segment to Australia costs at Twilio, in US$. */
const SEGMENT_PRICE = 0.0515;
const PRICED_AFTER_MS = 60_000;
const OPT_OUT_WORDS: ReadonlySet<string> = new Set(["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"]);
const OPT_IN_WORDS: ReadonlySet<string> = new Set(["START", "YES", "UNSTOP"]);

/** Texts and blocks as the account's records hold them. */
export function messageBook(records: Records, now: () => Date) {
  const blockId = (person: string, number: string) => `${person} ${number}`;
  return {
    /** How many texts went from one number to another before, whatever their wording; names the next one. */
    countBetween: (from: string, to: string) => records.count(TEXT, { from, to }),

    add: (text: TextRecord) => records.insert(TEXT, text.sid, text, new Date(text.steps[0]?.at ?? now())),

    async find(sid: string): Promise<TextRecord | undefined> {
      const found = await records.find<TextRecord>(TEXT, sid);
      return found && hasBegun(found.data, now()) ? found.data : undefined;
    },

    /** Latest first. */
    async list({ to, from }: { to: string | null; from: string | null }): Promise<TextRecord[]> {
      const where = { ...(to === null ? {} : { to }), ...(from === null ? {} : { from }) };
      const texts = await records.list<TextRecord>(TEXT, { where });
      return texts
        .filter(({ data }) => hasBegun(data, now()))
        .sort((a, b) => begun(b) - begun(a) || b.seq - a.seq)
        .map(({ data }) => data);
    },

    /** Whether this person told this number STOP, and not START since. */
    async isBlocked(person: string, number: string): Promise<boolean> {
      const block = (await records.find<Block>(BLOCK, blockId(person, number)))?.data;
      const at = now().getTime();
      return block !== undefined && block.since <= at && (block.until === null || block.until > at);
    },

    /** What Twilio itself does with a word like STOP or START at that moment. */
    async heed(person: string, number: string, word: string, at: Date): Promise<void> {
      const clean = word.trim().toUpperCase();
      const id = blockId(person, number);
      const block: Block = { since: at.getTime(), until: null };
      if (OPT_IN_WORDS.has(clean)) await records.update(BLOCK, id, { until: at.getTime() });
      else if (OPT_OUT_WORDS.has(clean) && !(await records.insert(BLOCK, id, block, at))) await records.update(BLOCK, id, block);
    },
  };
}

export type MessageBook = ReturnType<typeof messageBook>;

/** The resource as Twilio shows it at a moment. Its price is null until some time after it has left. */
export function textResource(text: TextRecord, at: Date) {
  const steps = text.steps.filter((step) => step.at <= at.getTime());
  const latest = steps.at(-1) ?? text.steps[0];
  const sent = steps.find(({ status }) => status === "sent" || status === "received");
  const { segments } = countSmsSegments(text.body);
  const isPriced = sent !== undefined && text.direction === "outbound-api" && sent.at + PRICED_AFTER_MS <= at.getTime();
  const uri = `${ACCOUNT_PATH}/Messages/${text.sid}`;
  const time = (ms: number | undefined) => (ms === undefined ? null : rfc2822(new Date(ms)));
  return {
    account_sid: TWILIO_ACCOUNT.accountSid,
    api_version: API_VERSION,
    body: text.body,
    date_created: time(text.steps[0]?.at),
    date_sent: time(sent?.at),
    date_updated: time(latest?.at),
    direction: text.direction,
    error_code: latest?.errorCode ?? null,
    error_message: null,
    from: text.from,
    messaging_service_sid: null,
    num_media: "0",
    num_segments: String(segments),
    price: isPriced ? `-${(SEGMENT_PRICE * segments).toFixed(5)}` : null,
    price_unit: "USD",
    sid: text.sid,
    status: latest?.status ?? "queued",
    subresource_uris: { media: `${uri}/Media.json` },
    to: text.to,
    uri: `${uri}.json`,
  };
}

function hasBegun(text: TextRecord, at: Date): boolean {
  return (text.steps[0]?.at ?? 0) <= at.getTime();
}

function begun({ data }: StoredRecord<TextRecord>): number {
  return data.steps[0]?.at ?? 0;
}
