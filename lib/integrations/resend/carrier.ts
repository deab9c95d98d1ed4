import "server-only";
import type { ChannelHandOver, Reconciled, RefusalCause } from "@/lib/domain/hand-over";
import { RESEND_EMAIL_MICRO_AUD } from "@/lib/domain/provider-costs";
import { ProviderError } from "@/lib/errors";
import { neverLeft, type ProviderAccess } from "@/lib/integrations/http";
import { type ResendEmail, resend } from "@/lib/integrations/resend/api";
import { ResendError } from "@/lib/integrations/resend/resend-error";
import { bareAddress, TOUCH_TAG } from "@/lib/integrations/resend/transform";
import type { ResendEmailRecord } from "@/lib/integrations/resend/wire";
import type { SmtpMessage } from "@/lib/integrations/smtp/hand-over";

/**
 * Resend's terms forbid unsolicited mail and let it close an account over complaints, so only two kinds go this way: an answer in a
 * conversation the other side takes part in, and our notices to our own members.
 */
export type ResendMessage = SmtpMessage & { purpose: "conversation" | "notice" };

const PAGE = 100;
const MAXIMUM_PAGES = 5;
/** How far Resend's clock may be behind ours. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** A key or a sender that is not ours to use: the resource rests until a person looks. */
const OURS = new Set(["missing_api_key", "invalid_api_key", "restricted_api_key", "invalid_access", "invalid_from_address"]);

export type ResendCarrier = ReturnType<typeof createResendCarrier>;

/**
 * Mail through Resend. Our key is the `Idempotency-Key`, so a repeat within 24 hours reaches nobody twice, and a tag that every webhook
 * brings back. Resend writes its own Message-ID and Date: `readMessageId` tells the former, which a later message has to refer to.
 */
export function createResendCarrier(access: ProviderAccess) {
  const api = resend(access);
  return {
    async handOver(message: ResendMessage, key: string): Promise<ChannelHandOver> {
      if (message.purpose === "conversation" && message.inReplyTo === null) {
        const response = "Resend carries answers and notices, not first messages";
        return { outcome: "refused", isPermanent: true, cause: "content", response };
      }
      try {
        const { id } = await api.sendEmail(toResendEmail(message, key), key);
        return accepted(id);
      } catch (error) {
        return failure(error);
      }
    },

    /** Looks the message up among those of its time, by address, subject and text; it sends nothing. */
    async reconcile(_key: string, message: ResendMessage): Promise<Reconciled> {
      try {
        const since = message.date.getTime() - CLOCK_SKEW_MS;
        let after: string | undefined;
        for (let page = 0; page < MAXIMUM_PAGES; page += 1) {
          const { data, has_more: hasMore } = await api.listEmails({ limit: PAGE, ...(after === undefined ? {} : { after }) });
          for (const listed of data) {
            if (listed.created_at.getTime() < since) return { outcome: "not_found" };
            if (isSameLetter(listed, message) && (await api.getEmail(listed.id)).text?.trim() === message.text.trim()) {
              return accepted(listed.id);
            }
          }
          after = data.at(-1)?.id;
          if (!hasMore || after === undefined) return { outcome: "not_found" };
        }
        return { outcome: "unknown", response: "too many messages since to find this one among them" };
      } catch (error) {
        return { outcome: "unknown", response: describe(error) };
      }
    },

    /** The Message-ID Resend gave an accepted message; null until it has made one. @throws ProviderError */
    async readMessageId(reference: string): Promise<string | null> {
      return (await api.getEmail(reference)).message_id ?? null;
    },
  };
}

function toResendEmail(message: ResendMessage, key: string): ResendEmail {
  const thread = message.inReplyTo === null ? {} : { "In-Reply-To": message.inReplyTo, References: message.references.join(" ") };
  return {
    from: message.from,
    to: [message.to.address],
    subject: message.subject,
    text: message.text,
    headers: { ...message.headers, ...thread },
    tags: { [TOUCH_TAG]: key },
  };
}

function isSameLetter({ to, from, subject }: ResendEmailRecord, message: ResendMessage): boolean {
  const isTo = to.some((address) => bareAddress(address) === message.to.address.toLowerCase());
  return isTo && bareAddress(from) === message.from.address.toLowerCase() && subject === message.subject;
}

function accepted(reference: string): ChannelHandOver & { outcome: "accepted" } {
  return { outcome: "accepted", reference, costMicroAud: RESEND_EMAIL_MICRO_AUD, response: "accepted by Resend" };
}

/** A key that is known with another message means that something went out under it: nobody may send it again unseen. */
function failure(error: unknown): ChannelHandOver {
  if (!(error instanceof ProviderError)) throw error;
  const response = describe(error);
  if (neverLeft(error)) return { outcome: "refused", isPermanent: false, cause: "moment", response };
  const { status } = error;
  const isLimit = status === 429 || status === 503;
  if (isLimit) return { outcome: "refused", isPermanent: false, cause: "moment", response };
  if (status === undefined || status === 409 || status >= 500 || status < 400) return { outcome: "unknown", response };
  const cause = causeOf(status, error instanceof ResendError ? error.reason : null);
  return { outcome: "refused", isPermanent: cause === "content", cause, response };
}

function causeOf(status: number, reason: string | null): RefusalCause {
  if (status === 408) return "moment";
  return status === 401 || status === 403 || (reason !== null && OURS.has(reason)) ? "ours" : "content";
}

function describe(error: unknown): string {
  if (error instanceof ProviderError) return error.message;
  throw error;
}
