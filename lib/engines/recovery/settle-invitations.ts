import "server-only";
import { addDays, subDays } from "date-fns";
import type { Ctx } from "@/lib/context";
import { listOldInvitations, type OldInvitation } from "@/lib/db/queries/linkedin-connections";
import { lockLead } from "@/lib/db/queries/touches";
import { linkedinIdentity } from "@/lib/domain/linkedin";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { acceptInvitation } from "@/lib/engines/channel-events/accept-invitation";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { planRequested } from "@/lib/events/catalogue";
import type { Heyreach } from "@/lib/integrations/heyreach/api";
import { INVITING_KINDS, listSeatCampaigns, WITHDRAW_AFTER_DAYS } from "@/lib/integrations/heyreach/seat-campaigns";
import { type LeadProgress, toLeadProgress } from "@/lib/integrations/heyreach/transform";

type Books = Pick<Heyreach, "listCampaigns" | "campaignLeads">;

/** An invitation leaves hours to days after its hand-over and is withdrawn 30 days after that; beyond this something is wrong. */
const OVERDUE_AFTER_DAYS = WITHDRAW_AFTER_DAYS + 10;

/**
 * Settles invitations that were handed over 30 days ago or longer. HeyReach withdraws them by itself, as their campaign says, and tells
 * nobody; so its list is read, and what it still shows as open stays open here and counts against the seat (OP-14).
 * @returns how many were settled
 * @throws ProviderError
 */
export async function settleInvitations(ctx: Ctx, api: Books): Promise<number> {
  const old = await ctx.tx((db) =>
    listOldInvitations(db, { clientId: ctx.clientId, invitedBefore: subDays(ctx.now, WITHDRAW_AFTER_DAYS) }),
  );
  let settled = 0;
  for (const [seat, invitations] of Map.groupBy(old, (one) => one.seat)) {
    const progress = seat === null ? new Map<string, LeadProgress>() : await progressOf(api, seat, invitations);
    for (const invitation of invitations) {
      if (await settle(ctx, invitation, progress.get(linkedinIdentity(invitation.linkedinUrl ?? "") ?? ""))) settled += 1;
    }
  }
  return settled;
}

/** By profile, those who were added about when these were invited. */
async function progressOf(api: Books, seat: string, invitations: readonly OldInvitation[]): Promise<Map<string, LeadProgress>> {
  const times = invitations.map(({ invitedAt }) => invitedAt.getTime());
  const period = { from: subDays(Math.min(...times), 1), to: addDays(Math.max(...times), 1), by: "CreationTime" } as const;
  const found = new Map<string, LeadProgress>();
  for (const { id } of await listSeatCampaigns(api, seat, INVITING_KINDS)) {
    for await (const lead of api.campaignLeads(id, period)) {
      const progress = toLeadProgress(lead);
      const identity = progress && linkedinIdentity(progress.profileUrl);
      if (progress && identity) found.set(identity, progress);
    }
  }
  return found;
}

async function settle(ctx: Ctx, invitation: OldInvitation, progress: LeadProgress | undefined): Promise<boolean> {
  const { leadId, campaignId, resourceId, invitedAt } = invitation;
  if (progress?.progress === "accepted") {
    await acceptInvitation(ctx, { leadId, campaignId, resourceId, at: progress.at ?? ctx.now });
    return true;
  }
  if (progress?.isOver) return withdraw(ctx, invitation);
  if (invitedAt <= subDays(ctx.now, OVERDUE_AFTER_DAYS)) await tellOverdue(ctx, invitation);
  return false;
}

function withdraw(ctx: Ctx, { leadId, campaignId }: OldInvitation): Promise<boolean> {
  const { clientId, now } = ctx;
  return ctx.tx(async (db) => {
    await lockLead(db, { clientId, leadId });
    const withdrawn = await db
      .updateTable("linkedinConnections")
      .set({ state: "withdrawn", withdrawnAt: now })
      .where("clientId", "=", clientId)
      .where("leadId", "=", leadId)
      .where("state", "=", "invited")
      .returning("leadId")
      .executeTakeFirst();
    if (!withdrawn) return false;
    await recordActivity(db, ctx, {
      action: "invitation_withdrawn",
      actor: "provider",
      reason: `Not answered within ${WITHDRAW_AFTER_DAYS} days`,
      leadId,
      campaignId,
      channel: "linkedin",
    });
    // The seat may have been full of open invitations.
    await enqueueEvent(db, planRequested.create({ clientId }));
    return true;
  });
}

async function tellOverdue(ctx: Ctx, { seatLabel }: OldInvitation): Promise<void> {
  await ctx.tx((db) =>
    notifyOnce(db, ctx, {
      kind: "health",
      title: `Invitations of ${seatLabel} were not withdrawn`,
      body: `HeyReach still shows invitations older than ${OVERDUE_AFTER_DAYS} days as open. Withdraw them on LinkedIn by hand; until then they count against the seat.`,
      href: "/dashboard/settings/senders",
    }),
  );
}
