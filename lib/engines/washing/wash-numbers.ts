import "server-only";
import { addMinutes, subDays } from "date-fns";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { takeTurns } from "@/lib/db/queries/take-turns";
import { listNumbersAsked, listNumbersDue, recentlyWashed, takeWashesToLookAt } from "@/lib/db/queries/washing";
import { numberKey } from "@/lib/engines/gate/load-reach";
import { postponeWash, type RegisterWash, settleWash } from "@/lib/engines/washing/settle-wash";
import { washHorizon } from "@/lib/engines/washing/wash-horizon";
import { ProviderError } from "@/lib/errors";
import { type Dncr, WASH_LIMIT, type Wash } from "@/lib/integrations/dncr/api";
import { toWashable } from "@/lib/integrations/dncr/transform";

export type WashRegister = Pick<Dncr, "washNumbers" | "getWashResult">;

/** A wash is good for 30 days (AU-21); it is renewed while the old one still holds. */
const RENEW_AFTER_DAYS = 25;
/** A number the register gave no clear answer for is asked again a day later, not every hour: each time is paid for. */
const ASK_UNCLEAR_AGAIN_DAYS = 1;
/** While a call may still be under way its list is not looked for; the call itself gives up after a minute. */
const CALL_MINUTES = 2;
/** A look that dies on the way is made again after this. */
const LOOK_MINUTES = 30;

/**
 * Washes the numbers a client is about to ring or text against the Do Not Call Register, in the client's own name: those with no wash in
 * that name younger than 25 days. Each list is written down under its reference before it is handed over, and a list whose answer was
 * lost is looked for and never handed over again unless the register says it never came, so that nothing is paid for twice. Never throws
 * for the register: people are told, and the list is looked for later.
 * @returns how many results came in, and when to run again for lists that are still open
 */
export async function washNumbers(
  ctx: Ctx,
  register: WashRegister,
  options: { pepper: string },
): Promise<{ washed: number; lookAgainAt: Date | null }> {
  let washed = 0;
  const looked = await ctx.tx((db) =>
    takeWashesToLookAt(db, { clientId: ctx.clientId, now: ctx.now, lookAgainAt: addMinutes(ctx.now, LOOK_MINUTES) }),
  );
  for (const wash of looked) washed += await conclude(ctx, wash, () => lookFor(ctx, wash, register), options);
  const opened = await ctx.tx((db) => openWashes(db, ctx, options));
  for (const wash of opened) washed += await conclude(ctx, wash, () => handOver(wash, register), options);
  return { washed, lookAgainAt: await ctx.tx((db) => nextLook(db, ctx)) };
}

/** Writes the lists down. Two runs at once take turns, and the second one finds the numbers of the first taken. */
async function openWashes(db: Db, { clientId, now }: Ctx, { pepper }: { pepper: string }): Promise<RegisterWash[]> {
  await takeTurns(db, `wash-numbers:${clientId}`);
  const client = await db
    .selectFrom("clients")
    .select("legalName")
    .where("id", "=", clientId)
    .where("deletedAt", "is", null)
    .where("subscriptionStatus", "in", ["trialing", "active"])
    .executeTakeFirst();
  if (!client?.legalName) return [];

  const due = await listNumbersDue(db, { clientId, dueBefore: washHorizon(now) });
  const asked = await listNumbersAsked(db, { clientId, after: subDays(now, ASK_UNCLEAR_AGAIN_DAYS) });
  const keys = new Map([...toWashable(due).washable.keys()].map((e164) => [e164, numberKey(e164, pepper) ?? ""]));
  const known = await recentlyWashed(db, {
    clientId,
    hashes: [...keys.values()],
    submittedBy: client.legalName,
    after: subDays(now, RENEW_AFTER_DAYS),
  });
  const numbers = [...keys].flatMap(([e164, key]) => (known.has(key) || asked.has(e164) ? [] : e164)).toSorted();

  const lists = Array.from({ length: Math.ceil(numbers.length / WASH_LIMIT) }, (_, page) =>
    numbers.slice(page * WASH_LIMIT, (page + 1) * WASH_LIMIT),
  );
  if (lists.length === 0) return [];
  return db
    .insertInto("private.registerWashes")
    .values(
      lists.map((list) => ({
        clientId,
        submittedBy: client.legalName ?? "",
        numbers: list,
        submittedAt: now,
        lookAt: addMinutes(now, CALL_MINUTES),
      })),
    )
    .returning(["id", "numbers", "submittedBy", "submittedAt", "looks"])
    .execute();
}

function handOver({ id, numbers }: RegisterWash, register: WashRegister): Promise<Wash> {
  return register.washNumbers({ reference: id, e164s: numbers });
}

async function lookFor(ctx: Ctx, wash: RegisterWash, register: WashRegister): Promise<Wash> {
  const found = await register.getWashResult(wash.id, wash.numbers);
  if (found.outcome !== "no_such_wash") return found;
  await ctx.tx((db) =>
    db
      .updateTable("private.registerWashes")
      .set({ submittedAt: ctx.now })
      .where("id", "=", wash.id)
      .where("clientId", "=", ctx.clientId)
      .execute(),
  );
  return handOver(wash, register);
}

/** @returns how many results came in */
async function conclude(ctx: Ctx, wash: RegisterWash, ask: () => Promise<Wash>, options: { pepper: string }): Promise<number> {
  try {
    const outcome = await ask();
    if (outcome.outcome === "washed") return await ctx.tx((db) => settleWash(db, ctx, wash, outcome, options));
    await ctx.tx((db) => postponeWash(db, ctx, wash, null));
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const { message } = error;
    await ctx.tx((db) => postponeWash(db, ctx, wash, message));
  }
  return 0;
}

async function nextLook(db: Db, { clientId }: Ctx): Promise<Date | null> {
  const next = await db
    .selectFrom("private.registerWashes")
    .select("lookAt")
    .where("clientId", "=", clientId)
    .where("settledAt", "is", null)
    .orderBy("lookAt")
    .limit(1)
    .executeTakeFirst();
  return next?.lookAt ?? null;
}
