import "server-only";
import { addDays, max, subDays, subHours } from "date-fns";
import type { TouchSituation } from "@/lib/db/queries/gate-facts";
import type { ResourceCapacity } from "@/lib/db/queries/resource-capacity";
import type { Channel } from "@/lib/domain/outreach";
import type { DayCounts, GateFacts } from "@/lib/engines/gate/facts";
import type { JudgedTouch } from "@/lib/engines/gate/load-facts";
import { localDay } from "@/lib/engines/gate/local-time";

type Person = {
  contacts: Date[];
  lastOn: Map<Channel, Date>;
  senders: Map<Channel, string>;
  calls: Date[];
  lastLetterAt: Date | null;
  invitedAt: Date | null;
  /** Null: never accepts. */
  acceptsAt: Date | null;
};
type Counts = Record<string, number>;
type Carried = { row: ResourceCapacity; used: Counts; catchAll: Counts; times: Date[]; invitations: number };

const ACCEPTED_AFTER_DAYS = 2;
const WEEK_DAYS = 7;

/** What has happened so far in a simulation, on top of the facts it started with. Whoever is asked twice says the same. */
export class SimulatedWorld {
  readonly #accepts: (leadId: string) => boolean;
  readonly #people = new Map<string, Person>();
  readonly #carried: ReadonlyMap<string, Carried>;
  readonly #sent = new Map<string, Counts>();
  readonly #toDomain = new Map<string, Date[]>();
  readonly #byPersonKey = new Map<string, Date[]>();
  readonly #inFlight = new Map<string, Set<string>>();

  /** @param accepts whether a person accepts an invitation, two days after it */
  constructor(resources: readonly ResourceCapacity[], accepts: (leadId: string) => boolean) {
    this.#accepts = accepts;
    this.#carried = new Map(resources.map((row) => [row.id, { row, used: {}, catchAll: {}, times: [], invitations: 0 }]));
  }

  /** The sender of a channel a person already heard from. */
  senderOf(situation: TouchSituation): string | null {
    return this.#people.get(situation.leadId)?.senders.get(situation.channel) ?? situation.senderId;
  }

  /** Resources as a plan made now would load them. */
  resources(freeAt: ReadonlyMap<string, Date>): ResourceCapacity[] {
    return [...this.#carried.values()].map(({ row, used, times }) => ({
      ...row,
      used: added(row.used, used),
      lastUsedAt: times.at(-1) ?? row.lastUsedAt,
      nextFreeAt: freeAt.get(row.id) ?? row.nextFreeAt,
    }));
  }

  /** The facts of a touch at a moment, after everything that has happened. */
  factsOf({ situation, facts }: JudgedTouch, touch: { dueAt: Date; isApproved: boolean }, at: Date): GateFacts {
    const person = this.#people.get(situation.leadId);
    const contacts = person?.contacts ?? [];
    const weekAgo = subDays(at, WEEK_DAYS);
    return {
      ...facts,
      client: { ...facts.client, sent: added(facts.client.sent, this.#sent.get("client")) },
      campaign: { ...facts.campaign, sent: added(facts.campaign.sent, this.#sent.get(situation.campaignId)) },
      lead: {
        ...facts.lead,
        status: facts.lead.status === "scored" && contacts.length > 0 ? "in_sequence" : facts.lead.status,
        lastContactedAt: contacts.at(-1) ?? facts.lead.lastContactedAt,
        lastOnChannelAt: person?.lastOn.get(situation.channel) ?? facts.lead.lastOnChannelAt,
        recentContacts: [...facts.lead.recentContacts, ...contacts].filter((contact) => contact > weekAgo),
        sentInCampaign: facts.lead.sentInCampaign + contacts.length,
      },
      company: { ...facts.company, othersInFlight: facts.company.othersInFlight + this.#othersInFlight(facts) },
      contactsByAnybody: this.#contactsByAnybody(facts).filter((contact) => contact > weekAgo),
      touch: {
        ...facts.touch,
        dueAt: touch.dueAt,
        isFirst: facts.touch.isFirst && contacts.length === 0,
        isNewThread: facts.touch.isNewThread && !person?.lastOn.has(situation.channel),
        approvedHash: touch.isApproved ? facts.touch.contentHash : facts.touch.approvedHash,
      },
      email: facts.email && this.#emailFacts(facts.email, facts, at),
      linkedin: person?.invitedAt ? connectionOf(person, person.invitedAt, at) : facts.linkedin,
      phone: facts.phone && {
        // The product washes numbers again before a wash runs out.
        wash: facts.phone.wash && { ...facts.phone.wash, receivedAt: max([facts.phone.wash.receivedAt, at]) },
        calls: [...facts.phone.calls, ...(person?.calls ?? []).map((called) => ({ at: called, outcome: null }))],
      },
      letter: person?.lastLetterAt ? { isReturned: facts.letter?.isReturned ?? false, lastLetterAt: person.lastLetterAt } : facts.letter,
      resource: facts.resource && this.#senderFacts(facts.resource, at),
      parent: facts.parent && { ...facts.parent, used: added(facts.parent.used, this.#carried.get(facts.parent.id)?.used) },
    };
  }

  /** Counts a hand-over, as the dispatcher would. */
  send(situation: TouchSituation, { client, campaign, resource, parent, lead, company, touch }: GateFacts, at: Date): void {
    if (!resource) throw new Error("a hand-over needs a resource");
    const person = this.#person(situation.leadId);
    person.contacts.push(at);
    person.lastOn.set(situation.channel, at);
    person.senders.set(situation.channel, resource.id);
    if (situation.channel === "voice") person.calls.push(at);
    if (situation.channel === "mail") person.lastLetterAt = at;
    if (touch.act === "invite") {
      person.invitedAt = at;
      person.acceptsAt = this.#accepts(situation.leadId) ? addDays(at, ACCEPTED_AFTER_DAYS) : null;
    }
    this.#count("client", localDay(at, client.timezone));
    this.#count(situation.campaignId, localDay(at, campaign.timezone));
    for (const used of [resource, parent]) {
      const carried = used && this.#carried.get(used.id);
      if (!carried) continue;
      const day = localDay(at, used.timezone);
      carried.used[day] = (carried.used[day] ?? 0) + 1;
      if (lead.emailStatus === "catch_all") carried.catchAll[day] = (carried.catchAll[day] ?? 0) + 1;
      carried.times = [...carried.times.filter((time) => time > subHours(at, 1)), at];
      if (touch.act === "invite") carried.invitations += 1;
    }
    if (situation.channel === "email") this.#toDomain.set(lead.emailDomain, [...(this.#toDomain.get(lead.emailDomain) ?? []), at]);
    for (const key of lead.personKeys) this.#byPersonKey.set(key, [...(this.#byPersonKey.get(key) ?? []), at]);
    if (company.domain !== null) {
      this.#inFlight.set(company.domain, (this.#inFlight.get(company.domain) ?? new Set()).add(situation.leadId));
    }
  }

  /** Somebody's sequence ended: the next person of the company may be approached. */
  finish({ domain, leadId }: TouchSituation): void {
    this.#inFlight.get(domain ?? "")?.delete(leadId);
  }

  #person(leadId: string): Person {
    const person = this.#people.get(leadId) ?? {
      contacts: [],
      lastOn: new Map(),
      senders: new Map(),
      calls: [],
      lastLetterAt: null,
      invitedAt: null,
      acceptsAt: null,
    };
    this.#people.set(leadId, person);
    return person;
  }

  #othersInFlight({ company, lead }: GateFacts): number {
    const people = this.#inFlight.get(company.domain ?? "");
    return (people?.size ?? 0) - (people?.has(lead.id) ? 1 : 0);
  }

  /** With those of the same person under another address. */
  #contactsByAnybody({ lead, contactsByAnybody }: GateFacts): Date[] {
    const more = new Set(lead.personKeys.flatMap((key) => this.#byPersonKey.get(key) ?? []));
    return [...contactsByAnybody, ...more].sort((a, b) => a.getTime() - b.getTime());
  }

  #emailFacts(email: NonNullable<GateFacts["email"]>, { lead }: GateFacts, at: Date): NonNullable<GateFacts["email"]> {
    const sent = [...email.toDomain, ...(this.#toDomain.get(lead.emailDomain) ?? [])];
    return { ...email, toDomain: sent.filter((time) => time > subDays(at, WEEK_DAYS)) };
  }

  #senderFacts(resource: NonNullable<GateFacts["resource"]>, at: Date): NonNullable<GateFacts["resource"]> {
    const carried = this.#carried.get(resource.id);
    if (!carried) return resource;
    return {
      ...resource,
      used: added(resource.used, carried.used),
      lastUsedAt: carried.times.at(-1) ?? resource.lastUsedAt,
      usedLastHour: [...resource.usedLastHour, ...carried.times].filter((time) => time > subHours(at, 1)),
      catchAllUsed: added(resource.catchAllUsed, carried.catchAll),
      pendingInvitations: resource.pendingInvitations + carried.invitations,
    };
  }

  #count(key: string, day: string): void {
    const counts = this.#sent.get(key) ?? {};
    counts[day] = (counts[day] ?? 0) + 1;
    this.#sent.set(key, counts);
  }
}

function connectionOf({ acceptsAt }: Person, invitedAt: Date, at: Date): NonNullable<GateFacts["linkedin"]> {
  const isAccepted = acceptsAt !== null && acceptsAt <= at;
  return { connection: isAccepted ? "accepted" : "invited", invitedAt, acceptedAt: isAccepted ? acceptsAt : null };
}

function added(base: DayCounts, more: DayCounts | undefined): Counts {
  const sum = { ...base };
  for (const [day, n] of Object.entries(more ?? {})) sum[day] = (sum[day] ?? 0) + n;
  return sum;
}
