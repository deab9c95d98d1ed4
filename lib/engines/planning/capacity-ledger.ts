import "server-only";
import { addSeconds, max } from "date-fns";
import type { OpenSlot } from "@/lib/db/queries/planning";
import type { ResourceCapacity } from "@/lib/db/queries/resource-capacity";
import type { DayCounts, GateFacts, SenderFacts } from "@/lib/engines/gate/facts";
import { localDay } from "@/lib/engines/gate/local-time";
import { resourceCap } from "@/lib/engines/gate/ramp";
import { slotGapSeconds } from "@/lib/engines/planning/slot-gap";

type Counts = Record<string, number>;

/**
 * What plans have given away and nobody has used yet: counts and times on top of what is already used, and when each resource is free
 * again. The gate sees them through `withPlanned`, so a plan never promises more than a dispatch may take.
 */
export class CapacityLedger {
  readonly #promised = new Map<string, Counts>();
  /** Slots by resource id, and by `to:<recipient domain>`, in the order they were given. */
  readonly #times = new Map<string, Date[]>();
  readonly #freeAt = new Map<string, Date>();
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
    for (const { slotAt, ...slot } of open) if (slotAt) this.#count(slotAt, slot);
  }

  /** The sender with room that is free first, then the one with most room left on the day of `at`, then by name. */
  chooseSender(candidates: readonly string[], at: Date): string | null {
    const ranked = this.#senders
      .filter((sender) => candidates.includes(sender.id) && !this.#isPaused(sender))
      .map((sender) => ({ sender, room: this.#room(sender, at), freeAt: this.freeAt(sender.id, at) }))
      .sort(
        (a, b) =>
          Number(b.room > 0) - Number(a.room > 0) ||
          a.freeAt.getTime() - b.freeAt.getTime() ||
          b.room - a.room ||
          (a.sender.label < b.sender.label ? -1 : 1),
      );
    return ranked[0]?.sender.id ?? candidates[0] ?? null;
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
    };
  }

  /** Gives a slot away; the resource rests after it. */
  take(slot: Date, { client, campaign, resource, parent, lead }: GateFacts, campaignId: string): void {
    if (!resource) throw new Error("a slot needs a resource");
    this.#count(slot, {
      clientTimezone: client.timezone,
      campaignId,
      campaignTimezone: campaign.timezone,
      resourceId: resource.id,
      resourceTimezone: resource.timezone,
      parentId: parent?.id ?? null,
      parentTimezone: parent?.timezone ?? null,
      emailDomain: resource.kind === "mailbox" ? lead.emailDomain : null,
    });
    const rest = Math.max(slotGapSeconds(resource, slot), resource.minimumSpacingSeconds);
    this.#freeAt.set(resource.id, addSeconds(slot, rest));
  }

  /** When each resource is free again, to be written back. */
  freeTimes(): ReadonlyMap<string, Date> {
    return this.#freeAt;
  }

  #withTimes(resource: SenderFacts): SenderFacts {
    return { ...resource, usedLastHour: [...resource.usedLastHour, ...(this.#times.get(resource.id) ?? [])] };
  }

  #withRecipientDomain(email: NonNullable<GateFacts["email"]>, { lead, client }: GateFacts): NonNullable<GateFacts["email"]> {
    const times = this.#times.get(`to:${lead.emailDomain}`) ?? [];
    const last = times.at(-1);
    if (!last) return email;
    const day = localDay(last, client.timezone);
    return {
      ...email,
      toDomainToday: email.toDomainToday + times.filter((at) => localDay(at, client.timezone) === day).length,
      toDomainWeek: email.toDomainWeek + times.length,
      lastToDomainAt: email.lastToDomainAt ? max([email.lastToDomainAt, last]) : last,
    };
  }

  #isPaused(sender: ResourceCapacity): boolean {
    return sender.pausedAt !== null || (this.#parents.get(sender.parentId ?? "")?.pausedAt ?? null) !== null;
  }

  #room(sender: ResourceCapacity, at: Date): number {
    const parent = this.#parents.get(sender.parentId ?? "");
    const own = resourceCap(sender, at) - this.#taken(sender, at);
    return parent ? Math.min(own, parent.dailyLimit - this.#taken(parent, at)) : own;
  }

  #taken(resource: ResourceCapacity, at: Date): number {
    const day = localDay(at, resource.timezone);
    return (resource.used[day] ?? 0) + (this.#promised.get(resource.id)?.[day] ?? 0);
  }

  #count(slot: Date, where: Omit<OpenSlot, "slotAt">): void {
    this.#add("client", localDay(slot, where.clientTimezone));
    this.#add(where.campaignId, localDay(slot, where.campaignTimezone));
    this.#add(where.resourceId, localDay(slot, where.resourceTimezone));
    this.#remember(where.resourceId, slot);
    if (where.parentId && where.parentTimezone) this.#add(where.parentId, localDay(slot, where.parentTimezone));
    if (where.emailDomain) this.#remember(`to:${where.emailDomain}`, slot);
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
