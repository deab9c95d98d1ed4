import "server-only";
import type { ChannelHandOver, OutgoingText, Reconciled } from "@/lib/domain/hand-over";
import { TWILIO_SMS_SEGMENT_MICRO_AUD } from "@/lib/domain/provider-costs";
import { countSmsSegments } from "@/lib/domain/sms";
import { ProviderError } from "@/lib/errors";
import { twilio } from "@/lib/integrations/twilio/api";
import { meaningOfCode } from "@/lib/integrations/twilio/error-codes";
import { type TwilioAccess, TwilioRefusal } from "@/lib/integrations/twilio/request";
import type { TwilioMessage } from "@/lib/integrations/twilio/transform";
import { statusCallbackUrl } from "@/lib/integrations/twilio/webhook";

export type TwilioCarrierOptions = TwilioAccess & {
  /** The product's public address for status callbacks; our key is added to it. */
  statusCallback: string;
  now: () => Date;
  /** Seconds Twilio may hold a text back; short, so that none leaves after its window has closed. */
  validitySeconds?: number;
};

const VALIDITY_SECONDS = 900;
/** How far back a text may be the one whose answer was lost: longer than any hand-over waits to be reconciled. */
const RECONCILE_WINDOW_MS = 72 * 3_600_000;
const RECONCILE_PAGES = 4;

/** Texts through Twilio. Never repeats by itself and never throws for what Twilio says. */
export function createTwilioCarrier({ statusCallback, now, validitySeconds = VALIDITY_SECONDS, ...access }: TwilioCarrierOptions) {
  const api = twilio(access);
  return {
    /** @param key our touch; comes back in the address of every status callback */
    async handOver({ to, from, body }: OutgoingText, key: string): Promise<ChannelHandOver> {
      try {
        const callback = statusCallbackUrl(statusCallback, key);
        return outcomeOf(await api.sendMessage({ to, from, body, statusCallback: callback, validitySeconds }), "201");
      } catch (error) {
        return outcomeOfFailure(error);
      }
    },

    /**
     * Looks a text up whose answer was lost. Twilio has no field for our key, so sender, recipient, wording and the last three days
     * decide; the same wording twice to the same person counts as found, which at worst leaves a text unsent. Ask no sooner than a
     * minute after the hand-over: `not_found` is then final.
     */
    async reconcile(_key: string, { to, from, body }: OutgoingText): Promise<Reconciled> {
      const since = now().getTime() - RECONCILE_WINDOW_MS;
      try {
        let page: string | null = null;
        for (let read = 0; read < RECONCILE_PAGES; read += 1) {
          const { messages, nextPage } = await api.listMessages({ to, from, page });
          const found = messages.find((message) => isThis(message, body, since));
          if (found) return outcomeOf(found, "found");
          if (nextPage === null) return { outcome: "not_found" };
          page = nextPage;
        }
        return { outcome: "unknown", response: "too many messages to this number to tell" };
      } catch (error) {
        if (error instanceof ProviderError) return { outcome: "unknown", response: error.message };
        throw error;
      }
    },
  };
}

function isThis({ isOutbound, body, createdAt }: TwilioMessage, wanted: string, since: number): boolean {
  return isOutbound && body.trim() === wanted.trim() && (createdAt === null || createdAt.getTime() >= since);
}

function outcomeOf(message: TwilioMessage, how: string): ChannelHandOver {
  const response = [how, message.status, message.errorCode].filter(Boolean).join(" ");
  if (message.state === "failed" || message.state === "undelivered") return refused(message.errorCode, response);
  const segments = message.segments || countSmsSegments(message.body).segments;
  const costMicroAud = message.costMicroAud ?? segments * TWILIO_SMS_SEGMENT_MICRO_AUD;
  return { outcome: "accepted", reference: message.sid, costMicroAud, response };
}

/** @throws anything that is no ProviderError: a bug of ours */
function outcomeOfFailure(error: unknown): ChannelHandOver {
  if (!(error instanceof ProviderError)) throw error;
  const { status, message: response } = error;
  if (error instanceof TwilioRefusal) {
    const isAnswered = error.retryable || (status !== undefined && status < 500 && status !== 408);
    return isAnswered ? refused(error.twilioCode, response, status) : { outcome: "unknown", response };
  }
  if (error.retryable) return { outcome: "refused", isPermanent: false, cause: "moment", response };
  return { outcome: "unknown", response };
}

/** A code in no list is taken to be about this text, so that it neither marks a person nor rests a sender. */
function refused(code: number | null, response: string, status?: number): ChannelHandOver {
  const meaning = meaningOfCode(code);
  if (meaning) return { outcome: "refused", isPermanent: meaning.isPermanent ?? true, cause: meaning.cause, response };
  if (status === 401 || status === 403) return { outcome: "refused", isPermanent: false, cause: "ours", response };
  if (status === 429) return { outcome: "refused", isPermanent: false, cause: "moment", response };
  return { outcome: "refused", isPermanent: true, cause: "content", response };
}
