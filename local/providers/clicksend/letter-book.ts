import { createHash } from "node:crypto";
import type { AddressFields } from "@/lib/integrations/clicksend/recipient";
import type { Records } from "@/local/providers/records";
import { seeded } from "@/local/providers/seeded";

/** A letter as it lies in the account. Times are milliseconds. */
export type Letter = {
  id: string;
  to: AddressFields;
  returnAddressId: number;
  key: string;
  uploadId: string;
  text: string;
  pages: number;
  price: string;
  addedAt: number;
  inProductionAt: number;
  sentAt: number;
  arrivesAt: number;
  failsAt: number | null;
  /** What the person or the post did with it; nobody tells the product. */
  outcome: "arrived" | "returned" | null;
};

/** A file left with ClickSend, as base64. */
export type Upload = { content: string; pages: number; text: string };

export type LetterBook = ReturnType<typeof letterBook>;

const HOUR = 3_600_000;
const LETTER = "letter";
const UPLOAD = "upload";

/** The letters of the account. What a letter does when is settled at once, and is the same for the same letter in every run. */
export function letterBook(records: Records, { seed, now }: { seed: string; now: () => Date }) {
  return {
    async keepUpload(upload: Upload): Promise<string> {
      const id = createHash("sha256").update(upload.content).digest("hex").slice(0, 32);
      await records.insert(UPLOAD, id, upload, now());
      return id;
    },
    findUpload: async (id: string) => (await records.find<Upload>(UPLOAD, id))?.data,
    async add(letter: Pick<Letter, "to" | "returnAddressId" | "key" | "uploadId" | "text" | "pages" | "price">): Promise<Letter> {
      const { address_name, address_line_1, address_postal_code } = letter.to;
      // Not by the sender's key: that is another in every run.
      const name = [address_name, address_line_1, address_postal_code].join();
      const id = letterId(seed, name, await records.next(`letter ${name}`));
      const added: Letter = { ...letter, id, ...course(id, now().getTime()), failsAt: null, outcome: null };
      await records.insert(LETTER, id, added, now());
      return added;
    },
    find: async (id: string) => (await records.find<Letter>(LETTER, id))?.data,
    change: (id: string, change: Partial<Letter>) => records.update(LETTER, id, change),
    count: () => records.count(LETTER),
    /** Latest first, as the history shows them. */
    list: async (limit: number, offset: number) =>
      (await records.list<Letter>(LETTER, { newestFirst: true, limit, offset })).map(({ data }) => data),
  };

  function course(id: string, addedAt: number) {
    const chance = seeded(seed, "letter", id);
    const inProductionAt = addedAt + chance.whole(1, 6) * HOUR;
    const sentAt = inProductionAt + chance.whole(12, 36) * HOUR;
    return { addedAt, inProductionAt, sentAt, arrivesAt: sentAt + chance.whole(48, 120) * HOUR };
  }
}

/** ClickSend's word for where a letter is. `Sent` is the last there is. */
export function statusOf({ failsAt, sentAt, inProductionAt }: Letter, now: Date): string {
  const at = now.getTime();
  if (failsAt !== null && at >= failsAt) return "Failed";
  if (at >= sentAt) return "Sent";
  return at >= inProductionAt ? "In production" : "Waiting for production";
}

/** ClickSend writes its UUIDs in capitals. */
function letterId(...names: readonly (string | number)[]): string {
  const hex = createHash("sha256").update(names.join("\u0000")).digest("hex").toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");
}
