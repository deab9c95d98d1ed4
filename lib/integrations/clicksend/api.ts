import "server-only";
import { z } from "zod";
import type { PostalAddress } from "@/lib/domain/hand-over";
import { type AddressFields, toAddressFields } from "@/lib/integrations/clicksend/recipient";
import {
  type LetterOutcome,
  type PostedLetter,
  type ReturnAddress,
  toLetterOutcomes,
  toPostedLetter,
  toReturnAddress,
} from "@/lib/integrations/clicksend/transform";
import {
  accountAnswer,
  envelope,
  historyAnswer,
  letterAnswer,
  returnAddress,
  returnAddressList,
  uploadAnswer,
} from "@/lib/integrations/clicksend/wire";
import { failedAnswer, type HttpAnswer, type HttpRequest, type ProviderAccess, parseBody, send } from "@/lib/integrations/http";
import { basicAuthorization } from "@/lib/integrations/signatures/basic-authorization";

export type ClickSendKey = { username: string; apiKey: string };
export type ClickSendAccess = ProviderAccess<ClickSendKey>;
export type ClickSend = ReturnType<typeof clickSend>;

export type LetterToSend = {
  /** Where ClickSend fetches the PDF: what `uploadLetter` gave. */
  fileUrl: string;
  to: PostalAddress;
  returnAddressId: string;
  /** Comes back in the history, which is how a letter whose answer was lost is found again. */
  key: string;
};

const PROVIDER = "clicksend";
const UPLOAD_TIMEOUT_MS = 60_000;
const LARGEST_PAGE = 100;

/**
 * ClickSend's letters: one attempt each. All throw ProviderError, none of which names a person or an address.
 * @param access `baseUrl` such as https://rest.clicksend.com/v3
 */
export function clickSend({ apiKey, baseUrl, fetch }: ClickSendAccess) {
  const authorization = basicAuthorization({ user: apiKey.username, password: apiKey.apiKey });
  const ask = <Schema extends z.ZodType>(
    call: Pick<HttpRequest, "method" | "path" | "query" | "body" | "isRepeatable" | "timeoutMs">,
    data: Schema,
  ) => askInEnvelope({ ...call, provider: PROVIDER, fetch, baseUrl, headers: { authorization } }, data);
  const page = ({ page: wanted = 1, limit = LARGEST_PAGE }: PageQuery) => ({ page: wanted, limit });

  return {
    /** Leaves a PDF with ClickSend and gives the address it is sent from. Nothing is printed yet, so it may be repeated. */
    async uploadLetter(pdf: Uint8Array): Promise<string> {
      const body = { content: Buffer.from(pdf).toString("base64") };
      const call = {
        method: "POST",
        path: "/uploads",
        query: { convert: "post" },
        body,
        isRepeatable: true,
        timeoutMs: UPLOAD_TIMEOUT_MS,
      } as const;
      return (await ask(call, uploadAnswer))._url;
    },

    /** What a letter would cost and whether ClickSend takes its address; charges and prints nothing. */
    async priceLetter(letter: LetterToSend): Promise<LetterOutcome> {
      const answer = await ask({ method: "POST", path: "/post/letters/price", body: letterBody(letter), isRepeatable: true }, letterAnswer);
      return outcomeFor(letter.key, toLetterOutcomes(answer));
    },

    /**
     * Prints and posts a letter. There is no idempotency key: a repeat is a second letter, so an answer that is lost is an unknown outcome
     * and is looked up with `listLetters`. A letter can be refused inside an answer that is a success: see `status`.
     */
    async sendLetter(letter: LetterToSend): Promise<LetterOutcome> {
      const answer = await ask({ method: "POST", path: "/post/letters/send", body: letterBody(letter) }, letterAnswer);
      return outcomeFor(letter.key, toLetterOutcomes(answer));
    },

    /** A page of everything ever posted, up to 100 a page; the only place that says what became of a letter. */
    async listLetters(query: PageQuery = {}): Promise<{ letters: PostedLetter[]; lastPage: number }> {
      const answer = await ask({ method: "GET", path: "/post/letters/history", query: page(query) }, historyAnswer);
      return { letters: answer.data.map(toPostedLetter), lastPage: answer.last_page };
    },

    async listReturnAddresses(query: PageQuery = {}): Promise<{ addresses: ReturnAddress[]; lastPage: number }> {
      const answer = await ask({ method: "GET", path: "/post/return-addresses", query: page(query) }, returnAddressList);
      return { addresses: answer.data.map(toReturnAddress), lastPage: answer.last_page };
    },

    async getReturnAddress(id: string): Promise<ReturnAddress> {
      return toReturnAddress(await ask({ method: "GET", path: `/post/return-addresses/${encodeURIComponent(id)}` }, returnAddress));
    },

    /** Where letters that cannot be delivered go back to. A repeat makes a second one: look in `listReturnAddresses` after a lost answer. */
    async createReturnAddress(address: PostalAddress): Promise<ReturnAddress> {
      const body: AddressFields = toAddressFields(address);
      return toReturnAddress(await ask({ method: "POST", path: "/post/return-addresses", body }, returnAddress));
    },

    async deleteReturnAddress(id: string): Promise<void> {
      await ask({ method: "DELETE", path: `/post/return-addresses/${encodeURIComponent(id)}` }, z.unknown());
    },

    /** Prepaid credit left, in the account's currency; null when the account shows none. */
    async getBalance(): Promise<number | null> {
      const { balance } = await ask({ method: "GET", path: "/account" }, accountAnswer);
      return balance === null || balance === undefined ? null : Number(balance);
    },
  };
}

type PageQuery = { page?: number; limit?: number };

/** Black on white, one-sided, ordinary post; the place for the address is left free, so no cover page is added. */
function letterBody({ fileUrl, to, returnAddressId, key }: LetterToSend) {
  const recipient = { ...toAddressFields(to), return_address_id: Number(returnAddressId), schedule: 0, custom_string: key };
  return { file_url: fileUrl, template_used: 1, colour: 0, duplex: 0, priority_post: 0, recipients: [recipient] };
}

function outcomeFor(key: string, outcomes: readonly LetterOutcome[]): LetterOutcome {
  const outcome = outcomes.find((one) => one.key === key) ?? outcomes[0];
  return outcome ?? { reference: null, key, status: "", pages: null, costMicroAud: null };
}

async function askInEnvelope<Schema extends z.ZodType>(request: HttpRequest, data: Schema): Promise<z.infer<Schema>> {
  const answer = await send(request);
  if (answer.status < 200 || answer.status > 299) throw failedAnswer(request, answer, detailOf(answer));
  const around = parseBody(request, answer, envelope);
  const isSuccess = around.response_code === "SUCCESS" && around.http_code >= 200 && around.http_code <= 299;
  if (!isSuccess) throw failedAnswer(request, { ...answer, status: around.http_code }, detailOf(answer));
  return (parseBody(request, answer, z.object({ data })) as { data: z.infer<Schema> }).data;
}

/** ClickSend's code; its sentence is left out because it may repeat what was sent. */
function detailOf({ text }: HttpAnswer): { detail?: string } {
  const code = /"response_code"\s*:\s*"([A-Z_]{1,60})"/.exec(text)?.[1];
  return code === undefined ? {} : { detail: code };
}
