import { type ParsedMail, simpleParser } from "mailparser";
import { behaviourByTag } from "@/local/mail/behaviour";
import type { MessageWithRaw } from "@/local/mail/message";
import { addresses } from "@/local/mail/mime/original-message";
import { decideReactions } from "@/local/market/decide-reactions";
import { MAIL_GRACE_MS, optOutDetail, optOutGraceMs } from "@/local/market/opt-out-grace";
import { personaOf } from "@/local/market/persona";
import type { PointIndex } from "@/local/market/point-index";
import type { Violation } from "@/local/market/record";
import type { Arrived, Judgement, MarketStore, Situation } from "@/local/market/store";

export type Receiver = { store: MarketStore; points: PointIndex; seed: string };

const BOOKING_PAGE = /https?:\/\/[^\s<>"')]+\/book\/[a-z0-9-]+/i;

/**
 * Takes a message that reached a mailbox outside the product. Only outreach counts: mail with an unsubscribe header, and answers to
 * what the person wrote. Sign-in links and notices are none, and addresses whose tag says how they behave are played by local/mail.
 */
export async function receive({ store, points, seed }: Receiver, message: MessageWithRaw): Promise<void> {
  const email = message.mailbox;
  if (message.direction !== "outgoing" || behaviourByTag(email)) return;
  const mail = await simpleParser(message.raw, { skipImageLinks: true, skipTextToHtml: true });
  const answersThem = await store.wroteAnyOf(email, citedIds(mail));
  if (!mail.headers.has("list") && !answersThem) return;

  const arrived = toArrived(message, mail);
  await points.mention(email);
  await store.receive(arrived, (situation) => judge(seed, arrived, situation, answersThem));
}

function judge(seed: string, message: Arrived, { person, ordinal, isRepeat, contacts }: Situation, answersThem: boolean): Judgement {
  const violations = violationsOf(message, { person, isRepeat });
  if (isRepeat) return { reactions: [], violations };
  const history = {
    awayUntil: person.awayUntil,
    humanReactions: person.humanReactions,
    hasOptedOut: person.optedOutAt !== null,
    hasBooked: person.bookedAt !== null,
    otherContacts: contacts,
  };
  const persona = personaOf(seed, message.email);
  return { reactions: decideReactions(seed, persona, { ordinal, at: message.receivedAt, answersThem }, history), violations };
}

function violationsOf(message: Arrived, { person, isRepeat }: Pick<Situation, "person" | "isRepeat">): Violation[] {
  const { email, messageId, receivedAt: at } = message;
  const found: Violation[] = [];
  const about = { channel: "email" as const, email, messageId, at };
  const isLater = (since: Date | null, graceMs: number) => since !== null && at.getTime() > since.getTime() + graceMs;
  if (isRepeat) found.push({ ...about, kind: "received_twice", detail: "the same Message-ID arrived twice" });
  if (isLater(person.optedOutAt, optOutGraceMs(person)))
    found.push({ ...about, kind: "written_after_opt_out", detail: optOutDetail(person) });
  if (isLater(person.bouncedAt, MAIL_GRACE_MS)) found.push({ ...about, kind: "written_after_bounce", detail: "the address had bounced" });
  return found;
}

function toArrived(message: MessageWithRaw, mail: ParsedMail): Arrived {
  const [from = { name: "", address: message.mailFrom }] = addresses(mail.from);
  return {
    mailId: message.id,
    email: message.mailbox,
    messageId: message.messageId,
    mailbox: from.address,
    senderName: from.name,
    mailFrom: message.mailFrom,
    subject: message.subject,
    bookingUrl: BOOKING_PAGE.exec(`${mail.text ?? ""}\n${mail.html || ""}`)?.[0] ?? null,
    receivedAt: message.receivedAt,
    raw: message.raw,
  };
}

function citedIds(mail: ParsedMail): string[] {
  const references = mail.references === undefined ? [] : [mail.references].flat();
  return [...new Set([mail.inReplyTo ?? "", ...references])].filter(Boolean);
}
