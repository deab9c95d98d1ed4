import "server-only";
import { actingUserId, type Ctx, requireRole } from "@/lib/context";
import { insertAgreements } from "@/lib/db/queries/agreements";
import { AGREEMENTS, type AgreementsInput, agreementsInput } from "@/lib/domain/agreements";
import { ForbiddenError } from "@/lib/errors";

/**
 * Keeps what an owner agrees to for the agency: who, when and to which wording. It is never changed or taken back; agreeing to the same
 * wording again changes nothing.
 * @throws ForbiddenError for anybody but a person who owns the workspace
 */
export async function giveAgreements(ctx: Ctx, input: AgreementsInput): Promise<void> {
  requireRole(ctx, "owner");
  const { kinds } = agreementsInput.parse(input);
  const givenBy = actingUserId(ctx);
  if (givenBy === null) throw new ForbiddenError("Only a person can agree to this");
  if (kinds.length === 0) return;
  const rows = [...new Set(kinds)].map((kind) => ({
    clientId: ctx.clientId,
    kind,
    textVersion: AGREEMENTS[kind].version,
    givenBy,
    createdAt: ctx.now,
  }));
  await ctx.tx((db) => insertAgreements(db, rows));
}
