import "server-only";
import type { ChannelHandOver, OutgoingLetter, Reconciled } from "@/lib/domain/hand-over";
import { CLICKSEND_LETTER_MICRO_AUD } from "@/lib/domain/provider-costs";
import { InvalidError, ProviderError } from "@/lib/errors";
import { type ClickSendAccess, clickSend } from "@/lib/integrations/clicksend/api";
import { composeLetterPdf, letterFont } from "@/lib/integrations/clicksend/letter-pdf";
import { findAddressProblems } from "@/lib/integrations/clicksend/recipient";
import type { LetterOutcome, PostedLetter } from "@/lib/integrations/clicksend/transform";
import type { TrueTypeFont } from "@/lib/integrations/clicksend/true-type-font";
import { neverLeft } from "@/lib/integrations/http";

export type ClickSendCarrierOptions = ClickSendAccess & {
  /** What letters are printed in; the product's own typeface unless told otherwise. */
  font?: TrueTypeFont;
};

type Refusal = Extract<ChannelHandOver, { outcome: "refused" }>;

/** Ten thousand letters; an account with more is looked through by a person. */
const MOST_PAGES_READ = 100;
const REFUSED_STATUSES: Readonly<Record<string, Pick<Refusal, "cause" | "isPermanent">>> = {
  INVALID_RECIPIENT: { cause: "address", isPermanent: true },
  MISSING_REQUIRED_FIELDS: { cause: "address", isPermanent: true },
  COUNTRY_NOT_ENABLED: { cause: "address", isPermanent: true },
  INSUFFICIENT_CREDIT: { cause: "ours", isPermanent: false },
};

/** Letters through ClickSend. Never repeats by itself and never throws for what ClickSend says. */
export function createClickSendCarrier({ font, ...access }: ClickSendCarrierOptions) {
  const api = clickSend(access);
  return {
    /** @param key our touch; travels in `custom_string` and comes back in the history */
    async handOver(letter: OutgoingLetter, key: string): Promise<ChannelHandOver> {
      const problems = findAddressProblems(letter.to);
      if (problems.length > 0) return refused("address", true, problems.map(({ message }) => message).join(" "));
      if (!/^\d+$/.test(letter.returnAddressId)) return refused("ours", false, "The return address is not one of ClickSend's.");
      const ready = await upload(letter.body);
      if ("outcome" in ready) return ready;
      try {
        return outcomeOf(await api.sendLetter({ ...ready, to: letter.to, returnAddressId: letter.returnAddressId, key }));
      } catch (error) {
        return outcomeOfFailure(error);
      }
    },

    /**
     * Looks a letter up whose answer was lost, by our key in the history. Ask no sooner than a minute after the hand-over: `not_found` is
     * then final.
     */
    async reconcile(key: string, _letter: OutgoingLetter): Promise<Reconciled> {
      try {
        for (let page = 1; page <= MOST_PAGES_READ; page += 1) {
          const { letters, lastPage } = await api.listLetters({ page });
          const found = letters.find((letter) => letter.key === key);
          if (found) return outcomeOfPosted(found);
          if (page >= lastPage) return { outcome: "not_found" };
        }
        return { outcome: "unknown", response: "too many letters in the history to tell" };
      } catch (error) {
        if (error instanceof ProviderError) return { outcome: "unknown", response: error.message };
        throw error;
      }
    },
  };

  /** Printing has not begun whatever happens here, so no failure of it leaves anything in doubt. */
  async function upload(body: string): Promise<{ fileUrl: string } | Refusal> {
    try {
      return { fileUrl: await api.uploadLetter(composeLetterPdf(body, font ?? letterFont())) };
    } catch (error) {
      if (error instanceof InvalidError) return refused("content", true, error.message);
      const outcome = outcomeOfFailure(error);
      return outcome.outcome === "refused" ? outcome : refused("moment", false, outcome.response);
    }
  }
}

function outcomeOf({ status, reference, costMicroAud }: LetterOutcome): ChannelHandOver {
  if (status === "SUCCESS")
    return { outcome: "accepted", reference, costMicroAud: costMicroAud ?? CLICKSEND_LETTER_MICRO_AUD, response: status };
  const refusal = REFUSED_STATUSES[status];
  if (refusal) return { outcome: "refused", ...refusal, response: status };
  return { outcome: "unknown", response: `ClickSend answered ${status || "nothing"} for the letter` };
}

function outcomeOfPosted({ reference, status, state, costMicroAud }: PostedLetter): ChannelHandOver {
  if (state === "failed") return refused("content", true, status);
  return { outcome: "accepted", reference, costMicroAud: costMicroAud ?? CLICKSEND_LETTER_MICRO_AUD, response: `found ${status}` };
}

/** @throws anything that is no ProviderError: a bug of ours */
function outcomeOfFailure(error: unknown): Refusal | Extract<ChannelHandOver, { outcome: "unknown" }> {
  if (!(error instanceof ProviderError)) throw error;
  const { status, message } = error;
  if (neverLeft(error) || status === 429) return refused("moment", false, message);
  if (status === 401 || status === 402 || status === 403) return refused("ours", false, message);
  const isRefused = status !== undefined && status >= 400 && status < 500 && status !== 408;
  return isRefused ? refused("content", true, message) : { outcome: "unknown", response: message };
}

function refused(cause: Refusal["cause"], isPermanent: boolean, response: string): Refusal {
  return { outcome: "refused", cause, isPermanent, response };
}
