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

/** What else says the same when the schema, which keeps a reason once for an address, has it from before a release. */
const EQUIVALENT_REASONS: readonly SuppressionReason[] = ["asked_us", "unsubscribed", "do_not_contact", "complained", "customer"];

/**
 * Suppresses an identity for the client, and for everybody where the reason says so. Only a keyed hash is stored. A repeat
 * changes nothing; after a release it counts again.
 * @returns false when it was suppressed for this reason, on these channels, already
 * @throws InvalidError when the value is not of its kind
 */
export async function suppress(db: Db, ctx: Ctx, input: NewSuppression, { pepper }: { pepper: string }): Promise<boolean> {
  const key = suppressionKey({ pepper }, input.kind, input.value);
  if (key === null) throw new InvalidError(`${input.value} is not a ${input.kind}`, "value");

  let isNew = false;
  if (GLOBAL_REASONS.has(input.reason) && ctx.actor.kind === "system") {
    const inserted = await db
      .insertInto("private.globalSuppressions")
      .values({ kind: input.kind, keyHmac: key, reason: input.reason, source: input.source, createdAt: ctx.now })
      .onConflict((conflict) => conflict.columns(["kind", "keyHmac"]).doNothing())
      .returning("id")
      .executeTakeFirst();
    isNew = inserted !== undefined;
  }
  for (const reason of [input.reason, ...EQUIVALENT_REASONS.filter((other) => other !== input.reason)]) {
    if (await insertOnce(db, ctx, { ...input, reason, key })) return true;
    if (await isInForce(db, ctx, { ...input, key })) return isNew;
  }
  throw new InvalidError("This address was suppressed and released too often to be suppressed again", "value");
}

type Keyed = NewSuppression & { key: string };

async function insertOnce(db: Db, ctx: Ctx, input: Keyed): Promise<boolean> {
  const { rows } = await sql`
    insert into suppressions (client_id, kind, key_hmac, channels, masked, reason, source, evidence, created_by, created_at)
    select ${ctx.clientId}, ${input.kind}, ${input.key}, ${channelsOf(input)}::channel_type[], ${maskIdentity(input)}, ${input.reason},
      ${input.source}, ${input.evidence ?? null}, ${actingUserId(ctx)}, ${ctx.now}
    on conflict (client_id, kind, key_hmac, reason) where reason <> 'released' do nothing
    returning id
  `.execute(db);
  return rows.length > 0;
}

/** Whether the client's own list closes every one of these channels, whatever was released before. */
async function isInForce(db: Db, { clientId }: Ctx, input: Keyed): Promise<boolean> {
  const { rows } = await sql`
    select from unnest(${channelsOf(input)}::channel_type[]) as wanted
    where not exists (
      select from suppressions s
      where s.client_id = ${clientId} and s.kind = ${input.kind} and s.key_hmac = ${input.key} and s.reason <> 'released'
        and wanted = any (s.channels)
        and not exists (
          select from suppressions r
          where r.client_id = s.client_id and r.kind = s.kind and r.key_hmac = s.key_hmac and r.reason = 'released'
            and r.created_at > s.created_at
        )
    )
  `.execute(db);
  return rows.length === 0;
}

function channelsOf(input: NewSuppression): Channel[] {
  return [...(input.channels ?? CHANNELS)];
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
