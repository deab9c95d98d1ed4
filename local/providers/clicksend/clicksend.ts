import { z } from "zod";
import { envelope, failed, pageIn, pageOf, refused } from "@/local/providers/clicksend/envelope";
import { type Letter, letterBook } from "@/local/providers/clicksend/letter-book";
import { letterRoutes } from "@/local/providers/clicksend/letter-routes";
import { readPdf } from "@/local/providers/clicksend/read-pdf";
import { hasBasicCredentials } from "@/local/providers/given-key";
import type { Handled, Played, StandIn, StandInContext } from "@/local/providers/stand-in";
import { openTimers } from "@/local/providers/timers";

/** The account the stand-in knows. It opens nothing else. */
export const CLICKSEND_ACCOUNT = { username: "local-clicksend-user", apiKey: "local-clicksend-key" } as const;
/** The address letters go back to, which is there from the start. */
export const CLICKSEND_RETURN_ADDRESS_ID = "1";

const LARGEST_FILE_BYTES = 10_000_000;
const CENTS = 1_000_000;
const ADDRESS = "return-address";
const FILES = "https://files.clicksend.example/";

const uploadInput = z.object({ content: z.base64().min(1) });
const addressInput = z.object({
  address_name: z.string().min(1),
  address_line_1: z.string().min(1),
  address_line_2: z.string().nullish(),
  address_city: z.string().min(1),
  address_state: z.string().default(""),
  address_postal_code: z.string().min(1),
  address_country: z.string().length(2),
});
const FIRST_ADDRESS: z.infer<typeof addressInput> = {
  address_name: "Example Agency",
  address_line_1: "1 Example Street",
  address_line_2: "",
  address_city: "Sydney",
  address_state: "NSW",
  address_postal_code: "2000",
  address_country: "AU",
};

/**
 * ClickSend's letters on a prepaid account of A$10,000. A letter is produced within hours, posted within two days and arrives two to five
 * days later; what the person does then is told to nobody, as with the real one.
 */
export const clicksendStandIn: StandIn = {
  name: "clicksend",
  prefix: "/clicksend/v3",
  credits: CENTS,
  env: (baseUrl) => ({
    CLICKSEND_BASE_URL: baseUrl,
    CLICKSEND_USERNAME: CLICKSEND_ACCOUNT.username,
    CLICKSEND_API_KEY: CLICKSEND_ACCOUNT.apiKey,
    CLICKSEND_RETURN_ADDRESS_ID,
  }),
  play,
};

function play({ account, records, recipients, seed, now }: StandInContext): Played {
  const book = letterBook(records, { seed, now });
  const arrivals = openTimers<{ id: string }>(records);
  const findAddress = async (id: string) => {
    const kept = (await records.find<typeof FIRST_ADDRESS>(ADDRESS, id))?.data;
    return kept ?? (id === CLICKSEND_RETURN_ADDRESS_ID ? FIRST_ADDRESS : undefined);
  };
  const shown = (id: string, address: object) => ({ return_address_id: Number(id), user_id: 1, ...address });

  async function upload({ body, query }: { body: unknown; query: URLSearchParams }): Promise<Handled> {
    const input = uploadInput.safeParse(body);
    if (!input.success || query.get("convert") !== "post") return refused(400, "BAD_REQUEST");
    const file = Buffer.from(input.data.content, "base64");
    if (file.length > LARGEST_FILE_BYTES) return refused(400, "BAD_REQUEST");
    try {
      const { pages, text } = readPdf(file);
      const id = await book.keepUpload({ content: input.data.content, pages: pages.length, text });
      return envelope({ _url: `${FILES}${id}.pdf`, user_id: 1 });
    } catch (error) {
      if (error instanceof SyntaxError) return refused(400, "BAD_REQUEST");
      throw error;
    }
  }

  /** The letter falls through the slot; a person may send it back unopened. */
  async function arrive(letter: Letter): Promise<void> {
    if (letter.failsAt !== null) return;
    const { address_name, address_line_1, address_postal_code } = letter.to;
    const reactions = await recipients.react({
      channel: "mail",
      act: "letter",
      to: [address_name, address_line_1, address_postal_code].join(", "),
      from: String(letter.returnAddressId),
      text: letter.text,
      at: new Date(letter.arrivesAt),
      reference: letter.id,
    });
    const isReturned = reactions.some(({ kind }) => kind === "returned" || kind === "unreachable");
    await book.change(letter.id, { outcome: isReturned ? "returned" : "arrived" });
  }

  return {
    routes: {
      "POST /uploads": upload,
      ...letterRoutes({
        account,
        book,
        findAddress,
        files: FILES,
        now,
        onPosted: ({ id, arrivesAt }) => arrivals.add(new Date(arrivesAt), { id }),
      }),

      async "GET /post/return-addresses"(call) {
        const kept = (await records.list<{ isGone?: boolean }>(ADDRESS)).filter(({ data }) => !data.isGone);
        const all = [shown(CLICKSEND_RETURN_ADDRESS_ID, FIRST_ADDRESS), ...kept.map(({ id, data }) => shown(id, data))];
        const { page, limit } = pageIn(call);
        return envelope(pageOf(all.slice((page - 1) * limit, page * limit), all.length, { page, limit }));
      },
      async "POST /post/return-addresses"({ body }) {
        const input = addressInput.safeParse(body);
        if (!input.success) return refused(400, "BAD_REQUEST");
        const id = String(1 + (await records.next(ADDRESS)));
        await records.insert(ADDRESS, id, input.data, now());
        return envelope(shown(id, input.data));
      },
      async "GET /post/return-addresses/{id}"({ params: { id = "" } }) {
        const address = await findAddress(id);
        return address ? envelope(shown(id, address)) : refused(404, "NOT_FOUND");
      },
      async "DELETE /post/return-addresses/{id}"({ params: { id = "" } }) {
        const isKept = (await records.update(ADDRESS, id, { isGone: true })) !== undefined;
        return isKept ? envelope(null) : refused(404, "NOT_FOUND");
      },

      "GET /account"() {
        const { used, available } = account.usage();
        return envelope({ user_id: 1, username: CLICKSEND_ACCOUNT.username, balance: ((available - used) / 100).toFixed(6) });
      },
    },
    authenticate: (call) =>
      hasBasicCredentials(call, CLICKSEND_ACCOUNT.username, CLICKSEND_ACCOUNT.apiKey) ? undefined : failed(401, "UNAUTHORIZED"),
    failure: (status) => failed(status, status === 429 ? "TOO_MANY_REQUESTS" : "INTERNAL_SERVER_ERROR"),
    tick: () =>
      arrivals.run(now, async ({ data: { id } }) => {
        const letter = await book.find(id);
        if (letter) await arrive(letter);
      }),
    state: () => arrivals.state(),
    control: {
      /** The printer cannot make this letter, from now on. */
      async "POST /letters/{id}/fail"({ params: { id = "" } }) {
        await book.change(id, { failsAt: now().getTime() });
        return { answer: { status: 200, json: { id } } };
      },
      async "GET /letters/{id}.pdf"({ params: { id = "" } }) {
        const letter = await book.find(id);
        const file = letter && (await book.findUpload(letter.uploadId));
        if (!file) return { answer: { status: 404 } };
        return { answer: { status: 200, bytes: { contentType: "application/pdf", data: Buffer.from(file.content, "base64") } } };
      },
    },
  };
}
