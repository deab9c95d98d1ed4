import "server-only";
import type { Db } from "@/lib/db/client";
import { type AiCall, REPLY_SKILLS, type SpendLevel } from "@/lib/domain/ai-spend";

const DAY_MS = 86_400_000;
const MAXIMUM_SKILLS = 50;

/** Keeps one call to a model for good; one that is told again is there already. */
export async function insertAiCall(db: Db, { scope, model, tokens, costMicroAud, ...call }: AiCall): Promise<void> {
  await db
    .insertInto("aiSpendLog")
    .values({ ...call, ...scope, ...tokens, model, costMicros: costMicroAud })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
}

/** What the log says was spent at each level, in micro-dollars AUD. */
export function readSpent(db: Db, levels: readonly SpendLevel[]): Promise<number[]> {
  return Promise.all(
    levels.map(async (level) => {
      const { spent } = await spentAt(db, level)
        .select(({ fn }) => fn.sum<number | null>("costMicros").as("spent"))
        .executeTakeFirstOrThrow();
      return Number(spent ?? 0);
    }),
  );
}

function spentAt(db: Db, level: SpendLevel) {
  const all = db.selectFrom("aiSpendLog");
  switch (level.kind) {
    case "platform_day":
      return all.where("askedAt", ">=", startOf(level.day)).where("askedAt", "<", endOf(level.day));
    case "client_day":
      return all.where("clientId", "=", level.clientId).where("askedAt", ">=", startOf(level.day)).where("askedAt", "<", endOf(level.day));
    case "run":
      return all.where("runId", "=", level.runId);
    case "lead_replies":
      return all.where("leadId", "=", level.leadId).where("skill", "in", REPLY_SKILLS);
  }
}

/** What a client's models cost since the UTC day and month began, and in the month by skill, dearest first. In micro-dollars AUD. */
export async function getAiSpend(db: Db, { clientId, now }: { clientId: string; now: Date }) {
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
  const day = startOf(now.toISOString().slice(0, 10));
  const bySkill = await db
    .selectFrom("aiSpendLog")
    .select((build) => [
      "skill",
      build.fn.countAll<number>().as("calls"),
      build.fn.countAll<number>().filterWhere("outcome", "=", "answered").as("answered"),
      build.fn.sum<number>("costMicros").as("monthMicroAud"),
      build.fn.coalesce(build.fn.sum<number>("costMicros").filterWhere("askedAt", ">=", day), build.val(0)).as("todayMicroAud"),
    ])
    .where("clientId", "=", clientId)
    .where("askedAt", ">=", month)
    .groupBy("skill")
    .orderBy("monthMicroAud", "desc")
    .orderBy("skill")
    .limit(MAXIMUM_SKILLS)
    .execute();
  const skills = bySkill.map((row) => ({ ...row, monthMicroAud: Number(row.monthMicroAud), todayMicroAud: Number(row.todayMicroAud) }));
  const sum = (key: "monthMicroAud" | "todayMicroAud") => skills.reduce((total, row) => total + row[key], 0);
  return { todayMicroAud: sum("todayMicroAud"), monthMicroAud: sum("monthMicroAud"), skills };
}

export type AiSpendOfSkill = Awaited<ReturnType<typeof getAiSpend>>["skills"][number];

/** The client's plan, by which its models are limited. */
export async function getClientTier(db: Db, { clientId }: { clientId: string }) {
  const { tier } = await db.selectFrom("clients").select("tier").where("id", "=", clientId).executeTakeFirstOrThrow();
  return tier;
}

function startOf(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

function endOf(day: string): Date {
  return new Date(startOf(day).getTime() + DAY_MS);
}
