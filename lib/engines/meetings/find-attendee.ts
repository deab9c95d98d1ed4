import "server-only";
import { subDays } from "date-fns";
import type { Db } from "@/lib/db/client";
import type { BookingEvent } from "@/lib/domain/booking-event";
import { isFreeMailDomain } from "@/lib/domain/free-mail";
import { canonicalEmail, registrableDomain } from "@/lib/engines/suppression/canonical-identity";

export type Attendee = { clientId: string; leadId: string };

/** A colleague of somebody we wrote to this long ago may still book in their place. */
const COMPANY_DAYS = 90;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Whose booking it is: our own key in the link, then the address, then another address of the same company, where that leaves exactly one
 * person. A calendar says nothing of whose client it is, so anything that fits two clients fits nobody.
 */
export async function findAttendee(
  db: Db,
  { key, attendee }: Pick<BookingEvent, "key" | "attendee">,
  now: Date,
): Promise<Attendee | undefined> {
  const named = key !== null && UUID.test(key) ? await byKey(db, key) : undefined;
  if (named) return named;
  const email = canonicalEmail(attendee.email);
  if (email === null) return undefined;
  return onlyOne(await byAddress(db, email)) ?? byCompany(db, { email, name: attendee.name, since: subDays(now, COMPANY_DAYS) });
}

/** The key is a touch's, or a lead's. */
async function byKey(db: Db, key: string): Promise<Attendee | undefined> {
  const touch = await db.selectFrom("touches").select(["clientId", "leadId"]).where("id", "=", key).executeTakeFirst();
  if (touch) return touch;
  return db
    .selectFrom("leads")
    .select(["clientId", "id as leadId"])
    .where("id", "=", key)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
}

function byAddress(db: Db, email: string): Promise<Attendee[]> {
  return db
    .selectFrom("leads")
    .select(["clientId", "id as leadId"])
    .where("deletedAt", "is", null)
    .where("lastContactedAt", "is not", null)
    .where((eb) => eb.or([eb("email", "=", email), eb("personalEmail", "=", email)]))
    .limit(2)
    .execute();
}

async function byCompany(
  db: Db,
  { email, name, since }: { email: string; name: string | null; since: Date },
): Promise<Attendee | undefined> {
  const domain = registrableDomain(email);
  if (domain === null || isFreeMailDomain(domain)) return undefined;
  const people = await db
    .selectFrom("leads")
    .select(["clientId", "id as leadId", "firstName", "lastName"])
    .where("deletedAt", "is", null)
    .where("lastContactedAt", ">", since)
    .where("domain", "=", domain)
    .limit(50)
    .execute();
  const isSameName = (person: { firstName: string | null; lastName: string | null }) =>
    name !== null && plain(`${person.firstName ?? ""} ${person.lastName ?? ""}`) === plain(name);
  return onlyOne(people) ?? onlyOne(people.filter(isSameName));
}

function onlyOne(people: readonly Attendee[]): Attendee | undefined {
  const [one] = people;
  return people.length === 1 && one ? { clientId: one.clientId, leadId: one.leadId } : undefined;
}

function plain(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L} ]/gu, "")
    .replace(/\s+/g, " ")
    .trim();
}
