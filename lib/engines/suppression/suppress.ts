import "server-only";
import { sql } from "kysely";
import { actingUserId, type Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { CHANNELS, type Channel } from "@/lib/domain/outreach";
import { maskEmail } from "@/lib/engines/suppression/mask-email";
import { type SuppressionKind, suppressionKey } from "@/lib/engines/suppression/suppression-key";
import { InvalidError } from "@/lib/errors";

export type SuppressionReason =
  | "unsubscribed"
  | "complained"
  | "hard_bounced"
  | "asked_us"
  | "competitor"
  | "customer"
  | "do_not_contact"
  | "erased";

/** Reasons that hold for every client of the platform (SU-06): the address is dead, or the person complained. */
const GLOBAL_REASONS: ReadonlySet<SuppressionReason> = new Set(["hard_bounced", "complained", "erased"]);

export type NewSuppression = {
  kind: SuppressionKind;
  value: string;
  reason: SuppressionReason;
  /** Where it came from: "one_click", "reply", "smtp", "manual", "import". */
  source: string;
  /** Default: every channel, whatever channel it was said on (SU-05). */
  channels?: readonly Channel[];
  evidence?: string;
};

/**
 * Suppresses an identity for the client, and for everybody where the reason says so. Only a keyed hash is stored. A repeat
 * changes nothing.
 * @returns false when it was suppressed for this reason already
 * @throws InvalidError when the value is not of its kind
 */
export async function suppress(db: Db, ctx: Ctx, input: NewSuppression, { pepper }: { pepper: string }): Promise<boolean> {
  const key = suppressionKey({ pepper }, input.kind, input.value);
  if (key === null) throw new InvalidError(`${input.value} is not a ${input.kind}`, "value");

  if (GLOBAL_REASONS.has(input.reason) && ctx.actor.kind === "system") {
    await db
      .insertInto("private.globalSuppressions")
      .values({ kind: input.kind, keyHmac: key, reason: input.reason, source: input.source })
      .onConflict((conflict) => conflict.columns(["kind", "keyHmac"]).doNothing())
      .execute();
  }
  const { rows } = await sql<{ id: string }>`
    insert into suppressions (client_id, kind, key_hmac, channels, masked, reason, source, evidence, created_by, created_at)
    values (${ctx.clientId}, ${input.kind}, ${key}, ${[...(input.channels ?? CHANNELS)]}::channel_type[],
      ${input.kind === "email" ? maskEmail(input.value) : input.value}, ${input.reason}, ${input.source}, ${input.evidence ?? null},
      ${actingUserId(ctx)}, ${ctx.now})
    on conflict (client_id, kind, key_hmac, reason) where reason <> 'released' do nothing
    returning id
  `.execute(db);
  return rows.length > 0;
}
