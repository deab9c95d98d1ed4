import type { Pool, PoolClient } from "pg";
import type { ContactHistory, ContactPlan } from "@/local/market/contact-plan";
import { isHumanKind } from "@/local/market/reaction-kinds";
import { CONTACT_COLUMNS, type Contacted, type PersonState, type Violation } from "@/local/market/record";
import { insertViolation, inTransaction, lockPerson } from "@/local/market/rows";
import type { Contact, Reaction } from "@/local/providers/recipients";

/** What the person behind a contact decides, in the transaction that stores it. */
export type ContactJudgement = { plan: ContactPlan; violations: readonly Violation[] };
export type ContactSituation = { person: PersonState; history: ContactHistory /** They had exactly this before. */; isRepeat: boolean };

/** After one of these somebody waits for our answer. */
const ASKING = ["meeting_request", "interested", "question", "price", "callback"];
/** An opening is said again at each call, and an invitation may go without a word. */
const UNREPEATED_ACTS = ["text", "message", "letter"];

/**
 * Stores a contact with what follows from it, once; one that is told again is answered as before.
 * @returns what whoever carried it is to be told
 */
export function storeContact(
  pool: Pool,
  contact: Contact & { email: string },
  judge: (situation: ContactSituation) => ContactJudgement,
): Promise<readonly Reaction[]> {
  return inTransaction(pool, async (db) => {
    const person = await lockPerson(db, contact.email);
    const told = await findAnswer(db, contact);
    if (told) return told;
    const situation = await situationOf(db, contact, person);
    const { plan, violations } = judge(situation);
    await insertContact(db, contact, { ordinal: situation.history.ordinal, answer: plan.answer });
    for (const { kind, dueAt, until = null } of plan.reactions) {
      await db.query(
        "insert into market.reactions (channel, reference, email, ordinal, kind, due_at, until) values ($1, $2, $3, $4, $5, $6, $7)",
        [contact.channel, contact.reference, contact.email, situation.history.ordinal, kind, dueAt, until],
      );
    }
    for (const violation of violations) await insertViolation(db, violation);
    if (plan.reactions.some(({ kind }) => isHumanKind(kind)))
      await db.query("update market.people set human_reactions = human_reactions + 1 where email = $1", [contact.email]);
    return plan.answer;
  });
}

/** @throws Error when there is no such contact */
export async function findContact(pool: Pool, { channel, reference }: Pick<Contact, "channel" | "reference">): Promise<Contacted> {
  const { rows } = await pool.query<Contacted>(
    `select ${CONTACT_COLUMNS} from market.contacts c where c.channel = $1 and c.reference = $2`,
    [channel, reference],
  );
  const [contact] = rows;
  if (!contact) throw new Error("a reaction without its contact");
  return contact;
}

/** What reached people on the channels beside e-mail, oldest first. */
export async function listContacts(pool: Pool, filter: { email?: string | undefined; limit: number }): Promise<Contacted[]> {
  const { rows } = await pool.query<Contacted>(
    `select ${CONTACT_COLUMNS} from market.contacts c where $1::text is null or c.email = $1
     order by c.at, c.email, c.channel, c.ordinal limit $2`,
    [filter.email ?? null, filter.limit],
  );
  return rows;
}

/**
 * The booking page somebody finds who was not written to by mail just now: in the text itself, in the latest mail that has one, else the
 * one set for all senders or for one who has written to them, else the only one there is.
 */
export async function findBookingPage(pool: Pool, { email, text }: Pick<Contacted, "email" | "text">): Promise<string | undefined> {
  const written = /https?:\/\/[^\s<>"')]+\/book\/[a-z0-9-]+/i.exec(text)?.[0];
  if (written) return written;
  const { rows } = await pool.query<{ url: string }>(
    `select url from (
       (select booking_url as url, 1 as rank from market.received where email = $1 and booking_url is not null order by received_at desc limit 1)
       union all select url, 2 from market.booking_links
         where sender_domain in (select split_part(mailbox, '@', 2) from market.received where email = $1)
       union all select url, 3 from market.booking_links where sender_domain = '*'
       union all select min(url), 4 from market.booking_links having count(*) = 1) page
     order by rank, url limit 1`,
    [email],
  );
  return rows[0]?.url;
}

/** The mailbox that wrote to somebody last. */
export async function lastMailbox(pool: Pool, email: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ mailbox: string }>(
    "select mailbox from market.received where email = $1 order by received_at desc, ordinal desc limit 1",
    [email],
  );
  return rows[0]?.mailbox;
}

/** What was answered to this contact before. Times come back from JSON as text. */
export async function findAnswer(db: Pool | PoolClient, { channel, reference }: Contact): Promise<Reaction[] | undefined> {
  const { rows } = await db.query<{ answer: string }>(
    "select answer::text as answer from market.contacts where channel = $1 and reference = $2",
    [channel, reference],
  );
  const [row] = rows;
  const isTime = (key: string) => key === "at" || key.endsWith("At");
  return row && (JSON.parse(row.answer, (key, value) => (isTime(key) ? new Date(value) : value)) as Reaction[]);
}

type Earlier = { onChannel: number; contacts: number; mails: number; callbackAt: Date | null; isAwaited: boolean; isRepeat: boolean };

async function situationOf(db: PoolClient, contact: Contact & { email: string }, person: PersonState): Promise<ContactSituation> {
  const { rows } = await db.query<Earlier>(
    `with own as (select * from market.contacts where email = $1),
       asked as (select max(due_at) as at from market.reactions
         where email = $1 and channel = $2 and kind = any($4::text[]) and due_at < $3 and state <> 'dropped')
     select (select count(*)::int from own where channel = $2) as "onChannel", (select count(*)::int from own) as contacts,
       (select count(distinct message_id)::int from market.received where email = $1) as mails,
       (select until from market.reactions where email = $1 and kind = 'callback' and due_at < $3 order by due_at desc limit 1) as "callbackAt",
       (select at from asked) is not null and not exists (select from own, asked where own.channel = $2 and own.at > asked.at) as "isAwaited",
       exists (select from own where channel = $2 and act = $5 and act = any($7::text[]) and body = $6 and body <> '') as "isRepeat"`,
    [contact.email, contact.channel, contact.at, ASKING, contact.act, contact.text, UNREPEATED_ACTS],
  );
  const [earlier] = rows;
  if (!earlier) throw new Error("a count without a row");
  const { onChannel, contacts, mails, callbackAt, isAwaited, isRepeat } = earlier;
  const history: ContactHistory = {
    awayUntil: person.awayUntil,
    humanReactions: person.humanReactions,
    hasOptedOut: person.optedOutAt !== null,
    hasBooked: person.bookedAt !== null,
    otherContacts: contacts,
    ordinal: onChannel + 1,
    touches: contacts + mails,
    answersThem: isAwaited,
    callbackAt,
  };
  return { person, history, isRepeat };
}

async function insertContact(
  db: PoolClient,
  contact: Contact & { email: string },
  { ordinal, answer }: { ordinal: number; answer: readonly Reaction[] },
): Promise<void> {
  const { channel, reference, email, act, to, from, text, at } = contact;
  await db.query(
    `insert into market.contacts (channel, reference, email, act, ordinal, reached, sender, body, at, answer)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [channel, reference, email, act, ordinal, to, from, text, at, JSON.stringify(answer)],
  );
}
