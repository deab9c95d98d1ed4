import "server-only";
import { addSeconds, max } from "date-fns";
import type { ResourceCapacity } from "@/lib/db/queries/gate-facts";
import type { GateFacts } from "@/lib/engines/gate/facts";
import { mailboxCap } from "@/lib/engines/gate/ramp";
import { localDay } from "@/lib/engines/gate/sending-window";
import { slotGapSeconds } from "@/lib/engines/planning/slot-gap";

type Counts = Record<string, number>;

/**
 * What a plan has given away so far: counts on top of what is already used, and when each mailbox is free again.
 * The gate sees both through `withPlanned`, so a plan never promises more than a dispatch may take.
 */
export class CapacityLedger {
  readonly #planned = new Map<string, Counts>();
  readonly #freeAt = new Map<string, Date>();
  readonly #mailboxes: readonly ResourceCapacity[];

  constructor(mailboxes: readonly ResourceCapacity[]) {
    this.#mailboxes = mailboxes;
    for (const mailbox of mailboxes) if (mailbox.nextFreeAt) this.#freeAt.set(mailbox.id, mailbox.nextFreeAt);
  }

  /** The mailbox with most room left on the day of `at`, then the one free first, then by address. */
  chooseMailbox(candidates: readonly string[], at: Date): string | null {
    const ranked = this.#mailboxes
      .filter((mailbox) => candidates.includes(mailbox.id) && mailbox.pausedAt === null)
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

  /** The same facts, counting what this plan has already promised. */
  withPlanned(facts: GateFacts, campaignId: string): GateFacts {
    const add = (counts: Readonly<Counts>, key: string): Counts => {
      const sum = { ...counts };
      for (const [day, n] of Object.entries(this.#planned.get(key) ?? {})) sum[day] = (sum[day] ?? 0) + n;
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

  /** Gives a slot away. */
  take(slot: Date, facts: GateFacts, campaignId: string): void {
    if (!facts.mailbox || !facts.domain) throw new Error("a slot needs a mailbox");
    this.#count("client", localDay(slot, facts.client.timezone));
    this.#count(campaignId, localDay(slot, facts.campaign.timezone));
    this.#count(facts.mailbox.id, localDay(slot, facts.mailbox.timezone));
    this.#count(facts.domain.id, localDay(slot, facts.domain.timezone));
    this.#freeAt.set(facts.mailbox.id, addSeconds(slot, slotGapSeconds(facts.mailbox.label, slot)));
  }

  /** Counts a slot that an earlier plan gave away and nobody has used yet. */
  countOpen(open: { slot: Date; mailboxId: string; campaignId: string; clientTimezone: string; campaignTimezone: string }): void {
    const mailbox = this.#mailboxes.find((row) => row.id === open.mailboxId);
    this.#count("client", localDay(open.slot, open.clientTimezone));
    this.#count(open.campaignId, localDay(open.slot, open.campaignTimezone));
    if (!mailbox) return;
    this.#count(mailbox.id, localDay(open.slot, mailbox.timezone));
    this.#count(mailbox.parentId, localDay(open.slot, mailbox.timezone));
  }

  /** When each mailbox is free again, to be written back. */
  freeTimes(): ReadonlyMap<string, Date> {
    return this.#freeAt;
  }

  #room(mailbox: ResourceCapacity, at: Date): number {
    const day = localDay(at, mailbox.timezone);
    return mailboxCap(mailbox, at) - (mailbox.used[day] ?? 0) - (this.#planned.get(mailbox.id)?.[day] ?? 0);
  }

  #count(key: string, day: string): void {
    const counts = this.#planned.get(key) ?? {};
    this.#planned.set(key, { ...counts, [day]: (counts[day] ?? 0) + 1 });
  }
}
