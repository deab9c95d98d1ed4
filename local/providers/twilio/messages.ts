import { parseAustralianNumber } from "@/lib/domain/phone";
import { countSmsSegments } from "@/lib/domain/sms";
import type { Callbacks } from "@/local/providers/callbacks";
import type { Recipients } from "@/local/providers/recipients";
import type { Handler } from "@/local/providers/stand-in";
import { ACCOUNT_PATH, API_VERSION, sid, TWILIO_ACCOUNT } from "@/local/providers/twilio/account";
import { playText, type Step } from "@/local/providers/twilio/course";
import { formOf } from "@/local/providers/twilio/form";
import { type MessageBook, textResource } from "@/local/providers/twilio/message-book";
import type { NumberBook } from "@/local/providers/twilio/numbers";
import { pageOf } from "@/local/providers/twilio/page";
import { refused } from "@/local/providers/twilio/refusals";

export type MessagesContext = {
  book: MessageBook;
  numbers: NumberBook;
  callbacks: Callbacks;
  recipients: Recipients;
  seed: string;
  now: () => Date;
};

/** Somebody's text to one of our numbers. */
export type TextReceived = { from: string; to: string; text: string; at: Date; sid: string };

const LONGEST_BODY = 1600;
const LONGEST_VALIDITY = 36_000;
const FORM = "application/x-www-form-urlencoded; charset=UTF-8";
/** Twilio repeats a status or inbound webhook only when no connection came about, which the queue does by itself. */
const NO_RETRIES: readonly number[] = [];

/** Sending, reading and receiving texts. */
export function messageRoutes(context: MessagesContext): Readonly<Record<string, Handler>> {
  const { book, now } = context;
  return {
    [`POST ${ACCOUNT_PATH}/Messages.json`]: (call) => sendText(context, formOf(call)),

    async [`GET ${ACCOUNT_PATH}/Messages.json`](call) {
      const texts = await book.list({ to: call.query.get("To"), from: call.query.get("From") });
      const since = Date.parse(call.query.get("DateSent>") ?? "");
      const resources = texts.map((text) => textResource(text, now()));
      return pageOf(
        call,
        "messages",
        Number.isNaN(since) ? resources : resources.filter(({ date_sent: sent }) => sent !== null && Date.parse(sent) >= since),
      );
    },

    async [`GET ${ACCOUNT_PATH}/Messages/{sid}.json`]({ params: { sid: id = "" } }) {
      const text = await book.find(id);
      return text ? { answer: { status: 200, json: textResource(text, now()) }, subject: text.to } : refused(20404);
    },
  };
}

/**
 * Delivers a text to the product: stored, heeded when it is a stop word, and posted to the number's address. The account has no Advanced
 * Opt-Out, so a STOP looks like any other text there.
 */
export async function receiveText(
  { book, numbers, callbacks }: MessagesContext,
  { from, to, text, at, sid: id }: TextReceived,
): Promise<void> {
  await book.add({
    sid: id,
    direction: "inbound",
    from,
    to,
    body: text,
    steps: [{ at: at.getTime(), status: "received", errorCode: null }],
  });
  await book.heed(from, to, text, at);
  const url = (await numbers.find(to))?.sms_url;
  if (!url) return;
  const fields = new URLSearchParams({
    ToCountry: "AU",
    SmsMessageSid: id,
    NumMedia: "0",
    SmsSid: id,
    SmsStatus: "received",
    FromCountry: "AU",
    To: to,
    NumSegments: String(countSmsSegments(text).segments),
    MessageSid: id,
    AccountSid: TWILIO_ACCOUNT.accountSid,
    From: from,
    ApiVersion: API_VERSION,
    Body: text,
  });
  await callbacks.enqueue("twilio", { key: id, url, contentType: FORM, body: fields.toString(), dueAt: at, retryDelaysMs: NO_RETRIES });
}

async function sendText(context: MessagesContext, form: URLSearchParams) {
  const { book, numbers, recipients, seed, now } = context;
  const { To: to = "", From: from = "", Body: body = "", StatusCallback: callback, ValidityPeriod } = Object.fromEntries(form);
  const validitySeconds = Number(ValidityPeriod ?? LONGEST_VALIDITY);
  const sender = await numbers.find(from);
  const code =
    refusedForm({ to, from, body, callback, validitySeconds }) ??
    (sender === undefined ? 21660 : sender.capabilities.sms ? undefined : 21661) ??
    ((await book.isBlocked(to, from)) ? 21610 : undefined);
  if (code !== undefined) return refused(code, to);

  const at = now();
  const id = sid("SM", seed, from, to, await book.countBetween(from, to), body);
  const { steps, replies } = await playText({ sid: id, to, from, body, at, validitySeconds }, recipients, seed);
  const text = { sid: id, direction: "outbound-api" as const, from, to, body, steps };
  await book.add(text);
  if (callback) await enqueueStatuses(context, { sid: id, from, to, steps, callback });
  for (const [index, reply] of replies.entries()) {
    await receiveText(context, { from: to, to: from, text: reply.text, at: reply.at, sid: sid("SM", seed, "reply", id, index) });
  }
  return { answer: { status: 201, json: textResource(text, at) }, subject: to };
}

type SentForm = { to: string; from: string; body: string; callback: string | undefined; validitySeconds: number };

function refusedForm({ to, from, body, callback, validitySeconds }: SentForm): number | undefined {
  if (from === "") return 21603;
  if (body === "") return 21602;
  if (body.length > LONGEST_BODY) return 21617;
  if (to === from) return 21266;
  if (callback !== undefined && !URL.canParse(callback)) return 21609;
  if (!Number.isInteger(validitySeconds) || validitySeconds < 1 || validitySeconds > LONGEST_VALIDITY) return 20001;
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return 21211;
  if (!to.startsWith("+61")) return 21408;
  const kind = parseAustralianNumber(to)?.kind;
  if (kind === undefined) return 21211;
  if (kind === "landline") return 21635;
  return kind === "premium" || kind === "special" ? 21614 : undefined;
}

type Statuses = { sid: string; from: string; to: string; steps: readonly Step[]; callback: string };

async function enqueueStatuses({ callbacks }: MessagesContext, { sid: id, from, to, steps, callback }: Statuses): Promise<void> {
  const queued = steps.map(({ at, status, errorCode }) => {
    const fields = new URLSearchParams({
      SmsSid: id,
      SmsStatus: status,
      MessageStatus: status,
      To: to,
      MessageSid: id,
      AccountSid: TWILIO_ACCOUNT.accountSid,
      From: from,
      ApiVersion: API_VERSION,
      ...(errorCode === null ? {} : { ErrorCode: String(errorCode) }),
      ...(status === "delivered" ? { RawDlrDoneDate: new Date(at).toISOString().replace(/\D/g, "").slice(2, 12) } : {}),
    });
    const key = `${id}:${status}`;
    return { key, url: callback, contentType: FORM, body: fields.toString(), dueAt: new Date(at), retryDelaysMs: NO_RETRIES };
  });
  await callbacks.enqueue("twilio", ...queued);
}
