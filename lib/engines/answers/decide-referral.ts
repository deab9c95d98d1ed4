import "server-only";
import type { z } from "zod";
import { actingUserId, type Ctx, requireRole } from "@/lib/context";
import { referralDecisionInput } from "@/lib/domain/reply-handling";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { registrableDomain } from "@/lib/engines/suppression/canonical-identity";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/errors";

/**
 * Takes somebody who was named on as a lead, held until a person records why they may be written to, or lets them go.
 * @throws InvalidError without an address
 * @throws ConflictError when it was decided before, or the address is a lead's already
 */
export function decideReferral(ctx: Ctx, input: z.input<typeof referralDecisionInput>): Promise<{ leadId: string | null }> {
  requireRole(ctx, "member");
  const { referralId, decision, email } = referralDecisionInput.parse(input);
  const { clientId, now } = ctx;
  return ctx.tx(async (db) => {
    const referral = await db
      .selectFrom("referrals as f")
      .innerJoin("leads as l", "l.id", "f.leadId")
      .select(["f.state", "f.name", "f.email", "f.role", "l.company", "l.domain", "l.state as leadState", "l.timezone", "l.firstName"])
      .where("f.clientId", "=", clientId)
      .where("f.id", "=", referralId)
      .forUpdate("f")
      .executeTakeFirst();
    if (!referral) throw new NotFoundError("There is no such referral in this workspace");
    if (referral.state !== "held") throw new ConflictError(`This was ${referral.state} already`);
    const settle = (change: { state: "added" | "dismissed"; addedLeadId?: string }) =>
      db
        .updateTable("referrals")
        .set({ ...change, decidedBy: actingUserId(ctx), decidedAt: now })
        .where("clientId", "=", clientId)
        .where("id", "=", referralId)
        .execute();
    if (decision === "dismiss") {
      await settle({ state: "dismissed" });
      return { leadId: null };
    }
    const address = email ?? referral.email;
    if (!address) throw new InvalidError("They were named without an address; enter one", "email");
    const known = await db
      .selectFrom("leads")
      .select("id")
      .where("clientId", "=", clientId)
      .where("email", "=", address)
      .where("deletedAt", "is", null)
      .executeTakeFirst();
    if (known) throw new ConflictError("This address is a lead's already");
    const [firstName = null, ...rest] = referral.name?.split(" ") ?? [];
    const { id } = await db
      .insertInto("leads")
      .values({
        clientId,
        email: address,
        firstName,
        lastName: rest.join(" ") || null,
        title: referral.role,
        company: referral.company,
        domain: registrableDomain(address) ?? referral.domain,
        state: referral.leadState,
        timezone: referral.timezone,
        source: "referral",
        heldAt: now,
        heldReason: `Named by ${referral.firstName ?? "somebody"}: record why they may be written to, then release`,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    await settle({ state: "added", addedLeadId: id });
    await recordActivity(db, ctx, {
      action: "held",
      leadId: id,
      reason: "Added from a referral; nothing is sent until a consent basis is recorded",
    });
    return { leadId: id };
  });
}
