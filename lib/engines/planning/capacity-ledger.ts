import "server-only";
import { addSeconds, max } from "date-fns";
import type { ResourceCapacity } from "@/lib/db/queries/gate-facts";
import type { OpenSlot } from "@/lib/db/queries/planning";
import type { GateFacts } from "@/lib/engines/gate/facts";
import { localDay } from "@/lib/engines/gate/local-time";
import { mailboxCap } from "@/lib/engines/gate/ramp";
import { slotGapSeconds } from "@/lib/engines/planning/slot-gap";

type Counts = Record<string, number>;

/**
 * What plans have given away and nobody has used yet: counts on top of what is already used, and when each mailbox is free again.
 * The gate sees both through `withPlanned`, so a plan never promises more than a dispatch may take.
 */
export class CapacityLedger {
  readonly #promised = new Map<string, Counts>();
  readonly #freeAt = new Map<string, Date>();
  readonly #mailboxes: readonly ResourceCapacity[];
  readonly #domains: ReadonlyMap<string, ResourceCapacity>;

  /**
   * @param resources mailboxes and their domains
   * @param open slots that earlier plans gave away
   */
  constructor(resources: readonly ResourceCapacity[], open: readonly OpenSlot[]) {
    this.#mailboxes = resources.filter((resource) => resource.kind === "mailbox");
    this.#domains = new Map(resources.filter((resource) => resource.kind === "domain").map((domain) => [domain.id, domain]));
    for (const mailbox of this.#mailboxes) if (mailbox.nextFreeAt) this.#freeAt.set(mailbox.id, mailbox.nextFreeAt);
    for (const { slotAt, ...slot } of open) if (slotAt) this.#count(slotAt, slot);
  }

  /** The mailbox with room that is free first, then the one with most room left on the day of `at`, then by address. */
  chooseMailbox(candidates: readonly string[], at: Date): string | null {
    const ranked = this.#mailboxes
      .filter((mailbox) => candidates.includes(mailbox.id) && !this.#isPaused(mailbox))
      .map((mailbox) => ({ mailbox, room: this.#room(mailbox, at), freeAt: this.freeAt(mailbox.id, at) }))
      .sort(
        (a, b) =>
          Number(b.room > 0) - Number(a.room > 0) ||
          a.freeAt.getTime() - b.freeAt.getTime() ||
          b.room - a.room ||
          (a.mailbox.label < b.mailbox.label ? -1 : 1),
      );
    return ranked[0]?.mailbox.id ?? candidates[0] ?? null;
  }

  freeAt(mailboxId: string, notBefore: Date): Date {
    const free = this.#freeAt.get(mailboxId);
    return free ? max([free, notBefore]) : notBefore;
  }

  /** Whether any mailbox could still take a slot between `from` and `until`. */
  hasRoom(from: Date, until: Date): boolean {
    return this.#mailboxes.some(
      (mailbox) => !this.#isPaused(mailbox) && this.freeAt(mailbox.id, from) <= until && this.#room(mailbox, from) > 0,
    );
  }

  /** The same facts, counting what has been promised. */
  withPlanned(facts: GateFacts, campaignId: string): GateFacts {
    const add = (counts: Readonly<Counts>, key: string): Counts => {
      const sum = { ...counts };
      for (const [day, n] of Object.entries(this.#promised.get(key) ?? {})) sum[day] = (sum[day] ?? 0) + n;
      return sum;
    };
    return {
      ...facts,
      client: { ...facts.client, sent: add(facts.client.sent, "client") },
      campaign: { ...facts.campaign, sent: add(facts.campaign.sent, campaignId) },
      mailbox: facts.mailbox && { ...facts.mailbox, used: add(facts.mailbox.used, facts.mailbox.id) },
      domain: facts.domain && { ...facts.domain, used: add(facts.domain.used, facts.domain.id) },
    };
  }

  /** Gives a slot away; the mailbox rests after it. */
  take(slot: Date, { client, campaign, mailbox, domain }: GateFacts, campaignId: string): void {
    if (!mailbox || !domain) throw new Error("a slot needs a mailbox");
    this.#count(slot, {
      clientTimezone: client.timezone,
      campaignId,
      campaignTimezone: campaign.timezone,
      mailboxId: mailbox.id,
      mailboxTimezone: mailbox.timezone,
      domainId: domain.id,
      domainTimezone: domain.timezone,
    });
    const rest = Math.max(slotGapSeconds(mailbox.label, slot), mailbox.minimumSpacingSeconds);
    this.#freeAt.set(mailbox.id, addSeconds(slot, rest));
  }

  /** When each mailbox is free again, to be written back. */
  freeTimes(): ReadonlyMap<string, Date> {
    return this.#freeAt;
  }

  #isPaused(mailbox: ResourceCapacity): boolean {
    return mailbox.pausedAt !== null || (this.#domains.get(mailbox.parentId)?.pausedAt ?? null) !== null;
  }

  #room(mailbox: ResourceCapacity, at: Date): number {
    const domain = this.#domains.get(mailbox.parentId);
    const own = mailboxCap(mailbox, at) - this.#taken(mailbox, at);
    return domain ? Math.min(own, domain.dailyLimit - this.#taken(domain, at)) : own;
  }

  #taken(resource: ResourceCapacity, at: Date): number {
    const day = localDay(at, resource.timezone);
    return (resource.used[day] ?? 0) + (this.#promised.get(resource.id)?.[day] ?? 0);
  }

  #count(slot: Date, where: Omit<OpenSlot, "slotAt">): void {
    this.#add("client", localDay(slot, where.clientTimezone));
    this.#add(where.campaignId, localDay(slot, where.campaignTimezone));
    this.#add(where.mailboxId, localDay(slot, where.mailboxTimezone));
    this.#add(where.domainId, localDay(slot, where.domainTimezone));
  }

  #add(key: string, day: string): void {
    const counts = this.#promised.get(key) ?? {};
    this.#promised.set(key, { ...counts, [day]: (counts[day] ?? 0) + 1 });
  }
}
