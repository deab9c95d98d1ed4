import "server-only";
import { subDays } from "date-fns";
import type { Db } from "@/lib/db/client";
import type { TouchSituation } from "@/lib/db/queries/gate-facts";
import {
  connectionsByLead,
  contactsByEmailDomain,
  contactsByKey,
  knownCompanies,
  knownNumbers,
  lettersByLead,
} from "@/lib/db/queries/reach-facts";
import { isFreeMailDomain } from "@/lib/domain/free-mail";
import { letterAddress } from "@/lib/domain/letter-address";
import { parseAustralianNumber } from "@/lib/domain/phone";
import type { GateFacts } from "@/lib/engines/gate/facts";
import { leadSuppressionKeys, suppressionKey } from "@/lib/engines/suppression/suppression-key";

const CALLS_SINCE_DAYS = 14;
const WEEK_DAYS = 7;

/** What stands around one touch: the person's number, profile, company, and everybody who reached them lately. */
export type Reach = Pick<GateFacts, "company" | "contactsByAnybody" | "linkedin" | "phone" | "letter"> & {
  personKeys: readonly string[];
  toDomain: readonly Date[];
};

export type ReachBook = { of(situation: TouchSituation): Reach };

/** Loads the reach of some touches in a fixed number of queries; what a channel does not need is not asked. */
export async function loadReach(
  db: Db,
  {
    clientId,
    situations,
    now,
    pepper,
    legalName,
  }: { clientId: string; situations: readonly TouchSituation[]; now: Date; pepper: string; legalName: string | null },
): Promise<ReachBook> {
  const on = (...channels: string[]) => situations.filter(({ channel }) => channels.includes(channel));
  const keys = new Map(situations.map((situation) => [situation.id, personKeys(situation, pepper)]));
  const hashes = unique(on("sms", "voice").map(({ phone }) => numberKey(phone, pepper)));
  const week = subDays(now, WEEK_DAYS);

  const connections = await connectionsByLead(db, { clientId, leadIds: unique(on("linkedin").map(({ leadId }) => leadId)) });
  const letters = await lettersByLead(db, { clientId, leadIds: unique(on("mail").map(({ leadId }) => leadId)) });
  const numbers = await knownNumbers(db, { clientId, hashes, callsSince: subDays(now, CALLS_SINCE_DAYS) });
  const toDomains = await contactsByEmailDomain(db, { clientId, domains: unique(on("email").map(emailDomain)), since: week });
  const companies = await knownCompanies(db, { clientId, domains: unique(situations.map(companyDomain)) });
  const contacts = await contactsByKey(db, { hashes: unique([...keys.values()].flat()), since: week });

  return {
    of(situation) {
      const domain = companyDomain(situation);
      const company = companies.get(domain ?? "");
      const { wash = null, calls = [] } = numbers.get(numberKey(situation.phone, pepper) ?? "") ?? {};
      const connection = connections.get(situation.leadId);
      return {
        personKeys: keys.get(situation.id) ?? [],
        company: {
          domain,
          othersInFlight: company?.leadIds.filter((id) => id !== situation.leadId).length ?? 0,
          heldReason: company?.heldReason ?? null,
          heldUntil: company?.heldUntil ?? null,
        },
        contactsByAnybody: latest(unique((keys.get(situation.id) ?? []).flatMap((key) => contacts.get(key) ?? []))),
        linkedin: {
          connection: (connection?.state as "invited" | undefined) ?? "none",
          invitedAt: connection?.invitedAt ?? null,
          acceptedAt: connection?.acceptedAt ?? null,
        },
        phone: {
          wash: wash
            ? { result: wash.result as "clear", receivedAt: wash.receivedAt, isOwn: legalName !== null && wash.submittedBy === legalName }
            : null,
          calls,
        },
        letter: {
          lastLetterAt: letters.get(situation.leadId)?.lastLetterAt ?? null,
          isReturned: letters.get(situation.leadId)?.returnedFrom.includes(postalAddress(situation)) ?? false,
        },
        toDomain: toDomains.get(emailDomain(situation)) ?? [],
      };
    },
  };
}

/** The keyed form of a number, under which calls and washes are counted; null for what is no number. */
export function numberKey(phone: string | null, pepper: string): string | null {
  const number = phone === null ? null : parseAustralianNumber(phone);
  return number && suppressionKey({ pepper }, "phone", number.e164);
}

/** Every key by which a person is recognised whoever reaches them; companies are not people. */
export function personKeys(person: { email: string; phone: string | null; linkedinUrl: string | null }, pepper: string): string[] {
  const keys = leadSuppressionKeys({ pepper }, person);
  return [...keys.email, ...keys.phone, ...keys.linkedin];
}

function postalAddress({ addressLine1, city, leadState, postcode }: TouchSituation): string {
  return letterAddress({ line1: addressLine1 ?? "", city: city ?? "", state: leadState ?? "", postcode: postcode ?? "" });
}

export function emailDomain({ email }: { email: string }): string {
  return email.slice(email.lastIndexOf("@") + 1).toLowerCase();
}

/** The company a person stands for. */
export function companyDomain({ domain }: { domain: string | null }): string | null {
  return domain === null || isFreeMailDomain(domain) ? null : domain;
}

function unique<T>(values: readonly (T | null)[]): T[] {
  return [...new Set(values.filter((value) => value !== null))];
}

function latest(times: Date[]): Date[] {
  const sorted = times.sort((a, b) => a.getTime() - b.getTime());
  return sorted.filter((at, index) => at.getTime() !== sorted[index - 1]?.getTime());
}
