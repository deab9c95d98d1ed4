import "server-only";
import { addSeconds, max } from "date-fns";
import type { ResourceCapacity } from "@/lib/db/queries/resource-capacity";
import type { MailHost } from "@/lib/domain/mail-hosts";
import type { DayCounts, GateFacts, SenderFacts } from "@/lib/engines/gate/facts";
import { localDay } from "@/lib/engines/gate/local-time";
import { resourceCap } from "@/lib/engines/gate/ramp";
import { slotGapSeconds } from "@/lib/engines/planning/slot-gap";

type Counts = Record<string, number>;

/** A slot that was given away and not used yet: the counters it goes into, and who will hear. */
export type OpenSlot = {
  slotAt: Date;
  campaignId: string;
  campaignTimezone: string;
  clientTimezone: string;
  resourceId: string;
  resourceTimezone: string;
  parentId: string | null;
  parentTimezone: string | null;
  /** Of an e-mail. */
  emailDomain: string | null;
  leadId: string;
  personKeys: readonly string[];
  /** The company that hears from another person with it; null: nobody new, or no company. */
  newInCompany: string | null;
};

/**
 * What plans have given away and nobody has used yet: counts and times on top of what is already used, and when each resource is free
 * again. The gate sees them through `withPlanned`, so a plan never promises more than a dispatch may take.
 */
export class CapacityLedger {
  readonly #promised = new Map<string, Counts>();
  /** Slots by resource id, by `to:<recipient domain>` and by person key, oldest first. */
  readonly #times = new Map<string, Date[]>();
  /** People who will be new to a company's ear, by its domain. */
  readonly #newInCompany = new Map<string, Set<string>>();
  readonly #freeAt = new Map<string, Date>();
  /** Drafts written as from a sender: they take no slot before somebody approves them, but want one then. */
  readonly #drafts = new Map<string, number>();
  readonly #senders: readonly ResourceCapacity[];
  readonly #parents: ReadonlyMap<string, ResourceCapacity>;

  /**
   * @param resources what carries messages, and the domains above mailboxes
   * @param open slots that earlier plans gave away
   */
  constructor(resources: readonly ResourceCapacity[], open: readonly OpenSlot[]) {
    this.#senders = resources.filter((resource) => resource.kind !== "domain");
    this.#parents = new Map(resources.filter((resource) => resource.kind === "domain").map((domain) => [domain.id, domain]));
    for (const sender of this.#senders) if (sender.nextFreeAt) this.#freeAt.set(sender.id, sender.nextFreeAt);
    for (const slot of open) this.#count(slot);
  }

  /**
   * The sender with room that is free first, then the one with most room left on the day of `at` once its drafts are out, then by name. Among those that are
   * free at once, one whose mailbox the recipient's own mail service runs goes first; nobody waits for such a one (OP-13).
   */
  chooseSender(candidates: readonly string[], at: Date, recipientHost: MailHost | null): string | null {
    const isMatch = ({ mailHost }: ResourceCapacity) => recipientHost !== null && recipientHost !== "other" && mailHost === recipientHost;
    const ranked = this.#senders
      .filter((sender) => candidates.includes(sender.id) && !this.#isPaused(sender))
      .map((sender) => ({ sender, room: this.#room(sender, at), freeAt: this.freeAt(sender.id, at), isMatch: isMatch(sender) }))
      .sort(
        (a, b) =>
          Number(b.room > 0) - Number(a.room > 0) ||
          a.freeAt.getTime() - b.freeAt.getTime() ||
          Number(b.isMatch) - Number(a.isMatch) ||
          this.#spare(b) - this.#spare(a) ||
          (a.sender.label < b.sender.label ? -1 : 1),
      );
    return ranked[0]?.sender.id ?? candidates[0] ?? null;
  }

  /** Counts a draft for whoever is to send it. */
  noteDraft(resourceId: string): void {
    this.#drafts.set(resourceId, (this.#drafts.get(resourceId) ?? 0) + 1);
  }

  freeAt(resourceId: string, notBefore: Date): Date {
    const free = this.#freeAt.get(resourceId);
    return free ? max([free, notBefore]) : notBefore;
  }

  /** Whether anything could still take a slot between `from` and `until`. */
  hasRoom(from: Date, until: Date): boolean {
    return this.#senders.some((sender) => !this.#isPaused(sender) && this.freeAt(sender.id, from) <= until && this.#room(sender, from) > 0);
  }

  /** The same facts, counting what has been promised. */
  withPlanned(facts: GateFacts, campaignId: string): GateFacts {
    const add = (counts: DayCounts, key: string): Counts => {
      const sum = { ...counts };
      for (const [day, n] of Object.entries(this.#promised.get(key) ?? {})) sum[day] = (sum[day] ?? 0) + n;
      return sum;
    };
    return {
      ...facts,
      client: { ...facts.client, sent: add(facts.client.sent, "client") },
      campaign: { ...facts.campaign, sent: add(facts.campaign.sent, campaignId) },
      resource: facts.resource && { ...this.#withTimes(facts.resource), used: add(facts.resource.used, facts.resource.id) },
      parent: facts.parent && { ...facts.parent, used: add(facts.parent.used, facts.parent.id) },
      email: facts.email && this.#withRecipientDomain(facts.email, facts),
      company: { ...facts.company, othersInFlight: facts.company.othersInFlight + this.#othersPromised(facts) },
      contactsByAnybody: this.#withContacts(facts),
    };
  }

  /** Gives a slot away; the resource rests after it. @returns the slot as a later plan would find it */
  take(slotAt: Date, facts: GateFacts, campaignId: string): OpenSlot {
    const { client, campaign, resource, parent, lead, company } = facts;
    if (!resource) throw new Error("a slot needs a resource");
    const slot: OpenSlot = {
      slotAt,
      clientTimezone: client.timezone,
      campaignId,
      campaignTimezone: campaign.timezone,
      resourceId: resource.id,
      resourceTimezone: resource.timezone,
      parentId: parent?.id ?? null,
      parentTimezone: parent?.timezone ?? null,
      emailDomain: resource.kind === "mailbox" ? lead.emailDomain : null,
      leadId: lead.id,
      personKeys: lead.personKeys,
      newInCompany: lead.status === "in_sequence" ? null : company.domain,
    };
    this.#count(slot);
    const rest = Math.max(slotGapSeconds(resource, slotAt), resource.minimumSpacingSeconds);
    this.#freeAt.set(resource.id, addSeconds(slotAt, rest));
    return slot;
  }

  /** When each resource is free again, to be written back. */
  freeTimes(): ReadonlyMap<string, Date> {
    return this.#freeAt;
  }

  #withTimes(resource: SenderFacts): SenderFacts {
    return { ...resource, usedLastHour: [...resource.usedLastHour, ...(this.#times.get(resource.id) ?? [])] };
  }

  #withRecipientDomain(email: NonNullable<GateFacts["email"]>, { lead }: GateFacts): NonNullable<GateFacts["email"]> {
    const promised = this.#times.get(`to:${lead.emailDomain}`);
    return promised ? { ...email, toDomain: [...email.toDomain, ...promised].sort((a, b) => a.getTime() - b.getTime()) } : email;
  }

  #isPaused(sender: ResourceCapacity): boolean {
    return sender.pausedAt !== null || (this.#parents.get(sender.parentId ?? "")?.pausedAt ?? null) !== null;
  }

  #room(sender: ResourceCapacity, at: Date): number {
    const parent = this.#parents.get(sender.parentId ?? "");
    const own = resourceCap(sender, at) - this.#taken(sender, at);
    return parent ? Math.min(own, parent.dailyLimit - this.#taken(parent, at)) : own;
  }

  #spare({ sender, room }: { sender: ResourceCapacity; room: number }): number {
    return room - (this.#drafts.get(sender.id) ?? 0);
  }

  #taken(resource: ResourceCapacity, at: Date): number {
    const day = localDay(at, resource.timezone);
    return (resource.used[day] ?? 0) + (this.#promised.get(resource.id)?.[day] ?? 0);
  }

  #othersPromised({ lead, company }: GateFacts): number {
    const people = this.#newInCompany.get(company.domain ?? "");
    return (people?.size ?? 0) - (people?.has(lead.id) ? 1 : 0);
  }

  #withContacts({ lead, contactsByAnybody }: GateFacts): readonly Date[] {
    const promised = lead.personKeys.flatMap((key) => this.#times.get(key) ?? []);
    return promised.length === 0 ? contactsByAnybody : [...contactsByAnybody, ...promised].sort((a, b) => a.getTime() - b.getTime());
  }

  #count({ slotAt, ...slot }: OpenSlot): void {
    this.#add("client", localDay(slotAt, slot.clientTimezone));
    this.#add(slot.campaignId, localDay(slotAt, slot.campaignTimezone));
    this.#add(slot.resourceId, localDay(slotAt, slot.resourceTimezone));
    if (slot.parentId && slot.parentTimezone) this.#add(slot.parentId, localDay(slotAt, slot.parentTimezone));
    for (const key of [slot.resourceId, ...(slot.emailDomain ? [`to:${slot.emailDomain}`] : []), ...slot.personKeys]) {
      this.#remember(key, slotAt);
    }
    if (slot.newInCompany) {
      this.#newInCompany.set(slot.newInCompany, (this.#newInCompany.get(slot.newInCompany) ?? new Set()).add(slot.leadId));
    }
  }

  #remember(key: string, slot: Date): void {
    this.#times.set(
      key,
      [...(this.#times.get(key) ?? []), slot].sort((a, b) => a.getTime() - b.getTime()),
    );
  }

  #add(key: string, day: string): void {
    const counts = this.#promised.get(key) ?? {};
    this.#promised.set(key, { ...counts, [day]: (counts[day] ?? 0) + 1 });
  }
}
