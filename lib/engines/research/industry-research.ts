import "server-only";
import { createHash } from "node:crypto";
import type { Ctx } from "@/lib/context";
import { findIndustryResearch, putIndustryResearch } from "@/lib/db/queries/research";
import type { Industry } from "@/lib/domain/industries";
import { holdsUntil } from "@/lib/domain/research";

/** What was asked: the industry, and everything an answer depends on. Plain JSON. */
export type IndustryQuestion = { industry: Industry; asked: unknown };
export type IndustryFinding = { result: unknown; by: "baseline" | "model"; promptVersion: number };
/** `timezone`: the client's, to name the day in. */
export type KeptFinding = { result: unknown; by: "baseline" | "model"; researchedAt: Date; timezone: string };

/** What was found out about an industry less than thirty days ago, asked the same way; undefined: it has to be asked. */
export async function findKeptResearch(ctx: Ctx, { industry, asked }: IndustryQuestion): Promise<KeptFinding | undefined> {
  const { clientId, now } = ctx;
  const row = await ctx.tx((db) => findIndustryResearch(db, { clientId, industry, fingerprint: fingerprintOf(asked), now }));
  return row && { ...row, by: row.madeBy === "model" ? "model" : "baseline" };
}

/** Keeps an answer for thirty days, in the place of the last one about its industry. */
export function keepResearch(
  ctx: Ctx,
  { industry, asked }: IndustryQuestion,
  { result, by, promptVersion }: IndustryFinding,
): Promise<void> {
  const { clientId, now } = ctx;
  return ctx.tx((db) =>
    putIndustryResearch(db, {
      clientId,
      industry,
      fingerprint: fingerprintOf(asked),
      result: JSON.stringify(result),
      madeBy: by,
      promptVersion,
      researchedAt: now,
      expiresAt: holdsUntil(now),
    }),
  );
}

function fingerprintOf(asked: unknown): string {
  return createHash("sha256").update(JSON.stringify(asked)).digest("hex");
}
