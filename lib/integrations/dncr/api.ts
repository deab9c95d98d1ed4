import "server-only";
import { DNCR_WASH_MICRO_AUD } from "@/lib/domain/provider-costs";
import { InvalidError, ProviderError } from "@/lib/errors";
import { answeredNumbers, toWashable, toWashedNumbers, type WashedNumber } from "@/lib/integrations/dncr/transform";
import { type DncrAccount, type DncrOperation, readWashingAnswer, type WireAnswer, washingRequest } from "@/lib/integrations/dncr/wire";
import { failedAnswer, type HttpAnswer, type HttpRequest, type ProviderAccess, send } from "@/lib/integrations/http";

/**
 * - `washed`: `receipt` is the answer as it came, to be kept with the date as evidence (AU-21)
 * - `running`: the register has begun; ask `getWashResult` after the wait
 * - `unknown`: the wash may have been made; ask `getWashResult`, never wash again before it says `no_such_wash`
 * - `no_such_wash`: nothing was washed under this reference; washing under it pays once
 */
export type Wash =
  | { outcome: "washed"; results: WashedNumber[]; receipt: string; costMicroAud: number }
  | { outcome: "running"; retryAfterMs: number }
  | { outcome: "unknown"; retryAfterMs: number }
  | { outcome: "no_such_wash" };

export type Dncr = ReturnType<typeof dncr>;

/** Numbers in one call: what the register advises, well under the 500 it takes. */
export const WASH_LIMIT = 200;
/** How long to wait before each look at a wash that has not answered; after the last the register's help desk knows more. */
export const WASH_RESULT_WAITS_MS = [30_000, 30_000, 1_800_000] as const;

const PATH = "/dncrtelem/rtw/washing.cfc";
const TIMEOUT_MS = 60_000;
const REFERENCE = /^[\w-]{1,64}$/;
/** System codes by operation; 0 is success everywhere. */
const PROBLEMS: Readonly<Record<DncrOperation, Readonly<Record<number, string>>>> = {
  GetAccountBalance: { 1: "the account or its pass phrase is missing", 3: "there is no such account" },
  WashNumbers: {
    1: "the account, its pass phrase or the numbers are missing",
    3: "the account is missing, inactive or suspended",
    4: "there is no current subscription",
    5: "there are not enough wash credits",
  },
  GetWashResult: { 3: "there is no such account" },
};
const UNKNOWN_REFERENCE = 2;
const STILL_RUNNING = 4;

/**
 * The Do Not Call Register's real-time washing service. Numbers go in and come out as E.164.
 * @param access `baseUrl` such as https://www.donotcall.gov.au
 */
export function dncr({ apiKey, baseUrl, fetch }: ProviderAccess<DncrAccount>) {
  const request = (operation: DncrOperation, content: Parameters<typeof washingRequest>[2] = {}): HttpRequest => ({
    provider: "dncr",
    fetch,
    method: "POST",
    baseUrl,
    path: PATH,
    label: operation,
    headers: { accept: "text/xml", SOAPAction: "" },
    content: { type: "text/xml; charset=utf-8", data: washingRequest(operation, apiKey, content) },
    isRepeatable: operation !== "WashNumbers",
    timeoutMs: TIMEOUT_MS,
  });

  return {
    /**
     * Washes at most 200 numbers. `reference` is ours, saved before the call and never used for another list; every number is paid
     * for, and washing again pays again. Numbers the register would call invalid are not sent: see `toWashable`.
     * @throws InvalidError for a number that is not Australian, none or more than 200 numbers, or an unusable reference
     * @throws ProviderError when the register certainly did not wash
     */
    async washNumbers({ reference, e164s }: { reference: string; e164s: readonly string[] }): Promise<Wash> {
      const { washable, notWashable } = toWashable(e164s);
      if (notWashable.length > 0) throw new InvalidError("Only Australian numbers that can be rung are washed", "numbers");
      if (washable.size === 0 || washable.size > WASH_LIMIT) throw new InvalidError(`Wash 1 to ${WASH_LIMIT} numbers at a time`, "numbers");
      checkReference(reference);
      const call = request("WashNumbers", { reference, numbers: [...washable.values()] });
      try {
        const { wire, receipt } = await ask(call, "WashNumbers");
        return washed([...washable.keys()], wire, receipt);
      } catch (error) {
        if (error instanceof ProviderError && isUnknown(error)) return { outcome: "unknown", retryAfterMs: WASH_RESULT_WAITS_MS[0] };
        throw error;
      }
    },

    /**
     * The result of an earlier wash; free, however often it is asked.
     * @param e164s the list that was washed, so that a number the register leaves out is `unclear`; without it, what the register names
     */
    async getWashResult(reference: string, e164s?: readonly string[]): Promise<Wash> {
      checkReference(reference);
      const { wire, receipt } = await ask(request("GetWashResult", { reference }), "GetWashResult");
      if (wire.code === UNKNOWN_REFERENCE) return { outcome: "no_such_wash" };
      if (wire.code === STILL_RUNNING) return { outcome: "running", retryAfterMs: WASH_RESULT_WAITS_MS[0] };
      return washed(e164s ? [...toWashable(e164s).washable.keys()] : answeredNumbers(wire.numbers ?? []), wire, receipt);
    },

    /** Wash credits left; null when the answer does not say. */
    async getAccountBalance(): Promise<number | null> {
      const { wire } = await ask(request("GetAccountBalance"), "GetAccountBalance");
      return wire.balance;
    },
  };
}

/** @throws ProviderError: see `isUnknown` for the ones after which a wash may have been made */
async function ask(call: HttpRequest, operation: DncrOperation): Promise<{ wire: WireAnswer; receipt: string }> {
  const answer = await send(call);
  if (answer.status !== 200) throw failedAnswer(call, answer, answer.status === 500 ? { detail: "a fault" } : {});
  const wire = readAnswer(call, answer);
  if (wire.isFault) throw failedAnswer(call, { ...answer, status: 500 }, { detail: "a fault" });
  const { code } = wire;
  const isExpected =
    code === null || code === 0 || (operation === "GetWashResult" && (code === UNKNOWN_REFERENCE || code === STILL_RUNNING));
  if (isExpected) return { wire, receipt: answer.text };
  const what = PROBLEMS[operation][code] ?? "a code nobody published";
  throw new ProviderError({
    provider: "dncr",
    message: `${operation} was refused with code ${code}: ${what}`,
    retryable: false,
    status: 422,
  });
}

function readAnswer(call: HttpRequest, answer: HttpAnswer): WireAnswer {
  try {
    return readWashingAnswer(answer.text);
  } catch (cause) {
    const message = `${call.label} did not answer XML`;
    throw new ProviderError({ provider: "dncr", message, retryable: call.isRepeatable === true, status: answer.status, cause });
  }
}

/** A list is missing when the register said nothing we understand: that is no result, and above all no permission. */
function washed(e164s: readonly string[], { numbers }: WireAnswer, receipt: string): Wash {
  if (numbers === null) return { outcome: "unknown", retryAfterMs: WASH_RESULT_WAITS_MS[0] };
  return { outcome: "washed", results: toWashedNumbers(e164s, numbers), receipt, costMicroAud: e164s.length * DNCR_WASH_MICRO_AUD };
}

/** No answer, or one that says neither yes nor no. Codes and 4xx are a no; what was never sent is retryable. */
function isUnknown({ retryable, status }: ProviderError): boolean {
  return !retryable && (status === undefined || status < 400 || status >= 500 || status === 408);
}

function checkReference(reference: string): void {
  if (!REFERENCE.test(reference))
    throw new InvalidError("A wash reference is 1 to 64 letters, digits, hyphens and underscores", "reference");
}
