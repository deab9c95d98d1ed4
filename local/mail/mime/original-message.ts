import { type AddressObject, simpleParser } from "mailparser";

export type MailAddress = { name: string; address: string };

/** What an answer needs to know about the message it answers. Addresses are lower case; ids keep their angle brackets. */
export type OriginalMessage = {
  raw: Buffer;
  messageId: string;
  references: string[];
  subject: string;
  date: Date | null;
  from: MailAddress;
  /** Where an answer goes: `Reply-To`, else `From`. */
  replyTo: MailAddress;
  to: MailAddress[];
  text: string;
  html: string;
};

/** Reads a message defensively: a field that is missing or broken is empty. */
export async function readOriginal(raw: Buffer): Promise<OriginalMessage> {
  const mail = await simpleParser(raw, { skipImageLinks: true });
  const from = addresses(mail.from)[0] ?? { name: "", address: "" };
  return {
    raw,
    messageId: mail.messageId ?? "",
    references: typeof mail.references === "string" ? [mail.references] : (mail.references ?? []),
    subject: mail.subject ?? "",
    date: mail.date ?? null,
    from,
    replyTo: addresses(mail.replyTo)[0] ?? from,
    to: addresses(mail.to),
    text: mail.text ?? "",
    html: mail.html || "",
  };
}

/** Flattens groups and drops entries without an address. */
export function addresses(value: AddressObject | AddressObject[] | undefined): MailAddress[] {
  const lists = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return lists
    .flatMap((list) => list.value.flatMap((entry) => entry.group ?? [entry]))
    .flatMap((entry) => (entry.address ? [{ name: entry.name, address: entry.address.toLowerCase() }] : []));
}

/** The bytes up to and including the blank line, or everything when there is none. */
export function headerBlock(raw: Buffer): Buffer {
  const windows = raw.indexOf("\r\n\r\n");
  const unix = raw.indexOf("\n\n");
  if (windows >= 0 && (unix < 0 || windows < unix)) return raw.subarray(0, windows + 4);
  return unix >= 0 ? raw.subarray(0, unix + 2) : raw;
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1) || "localhost";
}
