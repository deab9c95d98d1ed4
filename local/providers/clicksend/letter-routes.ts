import { z } from "zod";
import { checkRecipient } from "@/local/providers/clicksend/check-recipient";
import { envelope, pageIn, pageOf, refused } from "@/local/providers/clicksend/envelope";
import { type Letter, type LetterBook, statusOf, type Upload } from "@/local/providers/clicksend/letter-book";
import type { Account } from "@/local/providers/journal";
import type { Call, Handled, Handler } from "@/local/providers/stand-in";

export type LettersContext = {
  account: Account;
  book: LetterBook;
  findAddress(id: string): Promise<object | undefined>;
  /** Where uploaded files are served from. */
  files: string;
  now: () => Date;
  onPosted(letter: Letter): Promise<void>;
};

const PRICE_CENTS = 59;
const FLAG = z.union([z.literal(0), z.literal(1)]).default(0);

const recipientInput = z.object({
  address_name: z.string(),
  address_line_1: z.string(),
  address_line_2: z.string().optional(),
  address_city: z.string(),
  address_state: z.string(),
  address_postal_code: z.string(),
  address_country: z.string(),
  return_address_id: z.int(),
  schedule: z.int().default(0),
  custom_string: z.string().default(""),
});
const lettersInput = z.object({
  file_url: z.string(),
  template_used: FLAG,
  colour: FLAG,
  duplex: FLAG,
  priority_post: FLAG,
  recipients: z.array(recipientInput).min(1),
});
type LettersInput = z.infer<typeof lettersInput>;
type Recipient = z.infer<typeof recipientInput>;

/** Pricing, sending and the history of letters. There is no idempotency key: each send prints another letter. */
export function letterRoutes(context: LettersContext): Readonly<Record<string, Handler>> {
  const { book, now } = context;
  return {
    "POST /post/letters/price": (call) => answerLetters(context, call, async () => undefined),
    "POST /post/letters/send": (call) => answerLetters(context, call, (recipient, upload) => post(context, recipient, upload)),

    async "GET /post/letters/history"(call) {
      const { page, limit } = pageIn(call);
      const letters = await book.list(limit, (page - 1) * limit);
      const shown = letters.map((letter) => ({
        message_id: letter.id,
        status: statusOf(letter, now()),
        date_added: Math.floor(letter.addedAt / 1000),
        custom_string: letter.key,
        post_price: letter.price,
        address_name: letter.to.address_name,
      }));
      return envelope(pageOf(shown, await book.count(), { page, limit }));
    },
  };
}

type UploadFound = Upload & { id: string };
type Posted = { letter: Letter } | { refusal: string } | undefined;

async function answerLetters(
  { book, findAddress, files, now }: LettersContext,
  { body }: Call,
  act: (recipient: Recipient, upload: UploadFound) => Promise<Posted>,
): Promise<Handled> {
  const input = lettersInput.safeParse(body);
  if (!input.success) return refused(400, "BAD_REQUEST");
  const id = input.data.file_url.startsWith(files) ? input.data.file_url.slice(files.length).replace(/\.pdf$/, "") : "";
  const upload = await book.findUpload(id);
  if (!upload) return refused(400, "BAD_REQUEST");
  const results: object[] = [];
  let queued = 0;
  let credits = 0;
  for (const recipient of input.data.recipients) {
    const returnAddress = await findAddress(String(recipient.return_address_id));
    const word = returnAddress ? checkRecipient(withoutNothing(recipient)) : "MISSING_REQUIRED_FIELDS";
    const posted = word === "SUCCESS" ? await act(recipient, { ...upload, id }) : { refusal: word };
    const status = posted && "refusal" in posted ? posted.refusal : "SUCCESS";
    if (status === "SUCCESS") queued += 1;
    const reference = posted && "letter" in posted ? { message_id: posted.letter.id } : {};
    if ("message_id" in reference) credits += PRICE_CENTS;
    results.push(resultOf(input.data, recipient, { status, upload, returnAddress, at: now(), ...reference }));
  }
  const data = {
    total_price: (queued * PRICE_CENTS) / 100,
    total_count: results.length,
    queued_count: queued,
    recipients: results,
    _currency: { currency_name_short: "AUD", currency_prefix_d: "$", currency_prefix_c: "c", currency_name_long: "Australian Dollars" },
  };
  return envelope(data, input.data.recipients[0]?.custom_string ?? null, credits);
}

async function post({ account, book, onPosted }: LettersContext, recipient: Recipient, upload: UploadFound): Promise<Posted> {
  if (!account.charge(PRICE_CENTS)) return { refusal: "INSUFFICIENT_CREDIT" };
  const { return_address_id, custom_string, schedule: _schedule, ...to } = withoutNothing(recipient);
  const letter = await book.add({
    to,
    returnAddressId: return_address_id,
    key: custom_string,
    uploadId: upload.id,
    text: upload.text,
    pages: upload.pages,
    price: priceText(),
  });
  await onPosted(letter);
  return { letter };
}

function resultOf(
  { colour, duplex, priority_post, file_url }: LettersInput,
  recipient: Recipient,
  found: { status: string; message_id?: string; upload: Upload; returnAddress: object | undefined; at: Date },
): object {
  const seconds = Math.floor(found.at.getTime() / 1000);
  return {
    ...(found.message_id ? { message_id: found.message_id } : {}),
    status: found.status,
    ...recipient,
    schedule: recipient.schedule || seconds,
    colour,
    duplex,
    priority_post,
    post_price: priceText(),
    post_pages: found.upload.pages,
    date_added: seconds,
    user_id: 1,
    subaccount_id: 1,
    ...(found.returnAddress
      ? { _return_address: { return_address_id: recipient.return_address_id, user_id: 1, ...found.returnAddress } }
      : {}),
    _file_url: file_url,
    _api_username: "local-clicksend-user",
  };
}

/** A second line that is not there is left out, as exact optional fields want it. */
function withoutNothing({ address_line_2, ...recipient }: Recipient) {
  return { ...recipient, ...(address_line_2 === undefined ? {} : { address_line_2 }) };
}

function priceText(): string {
  return (PRICE_CENTS / 100).toFixed(4);
}
