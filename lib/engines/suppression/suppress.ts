import "server-only";
import { sql } from "kysely";
import { actingUserId, type Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { takeTurns } from "@/lib/db/queries/take-turns";
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

/** Where a suppression came from that follows what the agency says of its own clients, and is lifted when it says otherwise. */
export const OWN_CLIENT = "own_client";

export type NewSuppression = {
  kind: SuppressionKind;
  value: string;
  reason: SuppressionReason;
  /** Where it came from: "one_click", "reply", "smtp", "manual", "import", "own_client". */
  source: string;
  /** Default: every channel, whatever channel it was said on (SU-05); of an address that does not exist, e-mail alone. */
  channels?: readonly Channel[];
  evidence?: string;
};

/**
 * Suppresses an identity for the client, and for everybody where the reason says so. Only a keyed hash is stored. A repeat
 * changes nothing; after a release it counts again.
 * @returns false when it was suppressed for this reason, on these channels, already
 * @throws InvalidError when the value is not of its kind
 */
export async function suppress(db: Db, ctx: Ctx, input: NewSuppression, { pepper }: { pepper: string }): Promise<boolean> {
  const { kind, value, reason, source, evidence } = input;
  const key = suppressionKey({ pepper }, kind, value);
  if (key === null) throw new InvalidError(`${value} is not a ${kind}`, "value");

  const isNewForAll = GLOBAL_REASONS.has(reason) && ctx.actor.kind === "system" && (await suppressForAll(db, ctx, input, key));
  // A release is a row of its own, so no unique index can tell a repeat from a new wish: whoever writes about an identity takes a turn.
  await takeTurns(db, `suppress:${ctx.clientId}:${key}`);
  if (await isInForce(db, ctx, input, key)) return isNewForAll;
  await db
    .insertInto("suppressions")
    .values({
      clientId: ctx.clientId,
      kind,
      keyHmac: key,
      channels: channelsOf(input),
      masked: maskIdentity(input),
      reason,
      source,
      evidence: evidence ?? null,
      createdBy: actingUserId(ctx),
      createdAt: ctx.now,
    })
    .execute();
  return true;
}

async function suppressForAll(db: Db, { now }: Ctx, { kind, reason, source }: NewSuppression, keyHmac: string): Promise<boolean> {
  const inserted = await db
    .insertInto("private.globalSuppressions")
    .values({ kind, keyHmac, reason, source, createdAt: now })
    .onConflict((conflict) => conflict.columns(["kind", "keyHmac", "reason"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return inserted !== undefined;
}

/**
 * Whether the client's own list closes every one of these channels for this reason, and no release came after. What may be lifted by itself does not
 * answer a person's wish.
 */
async function isInForce(db: Db, { clientId }: Ctx, input: NewSuppression, key: string): Promise<boolean> {
  const { rows } = await sql`
    select from unnest(${channelsOf(input)}::channel_type[]) as wanted
    where not exists (
      select from suppressions s
      where s.client_id = ${clientId} and s.kind = ${input.kind} and s.key_hmac = ${key} and s.reason = ${input.reason}
        and wanted = any (s.channels)
        and (s.source <> ${OWN_CLIENT} or ${input.source} = ${OWN_CLIENT})
        and not exists (
          select from suppressions r
          where r.client_id = s.client_id and r.kind = s.kind and r.key_hmac = s.key_hmac and r.reason = 'released'
            and (r.releases = s.id or (r.releases is null and r.created_at > s.created_at))
        )
    )
  `.execute(db);
  return rows.length === 0;
}

function channelsOf(input: NewSuppression): Channel[] {
  return [...(input.channels ?? (input.reason === "hard_bounced" ? (["email"] as const) : CHANNELS))];
}

/** What a person may see of it; a domain names nobody. */
function maskIdentity({ kind, value }: NewSuppression): string {
  switch (kind) {
    case "email":
      return maskEmail(value);
    case "phone":
      return `•••${value.replace(/\D/g, "").slice(-3)}`;
    case "linkedin":
      return "in/•••";
    case "domain":
      return value;
  }
}
