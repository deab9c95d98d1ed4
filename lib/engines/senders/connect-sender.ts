import "server-only";
import type { Ctx } from "@/lib/context";
import { findSender } from "@/lib/db/queries/senders";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import type { OutreachProviders } from "@/lib/engines/recovery/outreach-providers";
import { connectManagedMailbox } from "@/lib/engines/senders/connect-managed-mailbox";
import { SEAT_HOURS } from "@/lib/engines/senders/seat-hours";
import { InvalidError, NotFoundError, ProviderError } from "@/lib/errors";
import { stopsChanged } from "@/lib/events/catalogue";
import { ensureSeatCampaign, SEAT_CAMPAIGN_KINDS } from "@/lib/integrations/heyreach/seat-campaigns";
import { ensureHeyreachWebhooks } from "@/lib/integrations/heyreach/webhook";

type Providers = Pick<OutreachProviders, "heyreach" | "twilio" | "vapi" | "clicksend" | "smartlead" | "webhooks">;
type Sender = NonNullable<Awaited<ReturnType<typeof findSender>>>;

/**
 * Makes what a sender needs at its provider: a seat its campaigns and webhooks, a number the address its texts are posted to, a managed
 * mailbox its link to the account there and the webhook. One its provider does not know is paused, with the reason beside it. Safe to repeat: everything is looked for before it is made.
 * @throws ProviderError when the provider cannot be asked
 */
export async function connectSender(ctx: Ctx, { senderId }: { senderId: string }, providers: Providers): Promise<"connected" | "paused"> {
  const { clientId, now } = ctx;
  const sender = await ctx.tx((db) => findSender(db, { clientId, senderId }));
  if (!sender) throw new NotFoundError("There is no such sender in this workspace");
  const { problem, externalId = sender.externalId } = await setUp(ctx, sender, providers);
  if (problem !== null) {
    await pauseUnconnected(ctx, sender, problem);
    return "paused";
  }
  await ctx.tx((db) =>
    db.updateTable("resources").set({ connectedAt: now, externalId }).where("id", "=", senderId).where("clientId", "=", clientId).execute(),
  );
  return "connected";
}

/** Its provider could not be asked for as long as is tried. */
export async function giveUpConnecting(ctx: Ctx, { senderId }: { senderId: string }): Promise<void> {
  const sender = await ctx.tx((db) => findSender(db, { clientId: ctx.clientId, senderId }));
  if (sender) await pauseUnconnected(ctx, sender, "Its provider did not answer; try again later");
}

function pauseUnconnected(ctx: Ctx, { id, kind, label, connectedAt }: Sender, problem: string): Promise<void> {
  const { clientId, now } = ctx;
  return ctx.tx(async (db) => {
    await db
      .updateTable("resources")
      .set({ connectedAt: null, pausedAt: now, pausedReason: problem })
      .where("id", "=", id)
      .where("clientId", "=", clientId)
      .execute();
    // It may hold what was handed over while it was connected.
    if (kind === "seat" && connectedAt !== null) await enqueueEvent(db, stopsChanged.create({ clientId }));
    await notifyOnce(db, ctx, {
      kind: "health",
      title: `${label} could not be connected`,
      body: problem,
      href: kind === "mailbox" ? "/dashboard/settings/mailboxes" : "/dashboard/settings/senders",
    });
  });
}

/** @returns why the sender cannot be used, null when all it needs is there; and the provider's id of it where it was looked up */
async function setUp(ctx: Ctx, sender: Sender, providers: Providers): Promise<{ problem: string | null; externalId?: string }> {
  const { provider, externalId, label, timezone } = sender;
  const id = externalId ?? "";
  const unless = (isFine: boolean, problem: string) => ({ problem: isFine ? null : problem });
  switch (provider) {
    case "heyreach":
      return { problem: await connectSeat(providers, { seat: id, timeZone: timezone }) };
    case "twilio":
      return { problem: await connectTextNumber(providers, label) };
    case "vapi":
      return unless(await isThere(() => providers.vapi.getPhoneNumber(id)), "Vapi has no phone number with this id");
    case "clicksend":
      return unless(await isThere(() => providers.clicksend.getReturnAddress(id)), "ClickSend has no return address with this id");
    case "smartlead":
      return connectManagedMailbox(ctx, { address: label, accountId: externalId }, providers);
    default:
      throw new InvalidError("This sender is connected elsewhere", "provider");
  }
}

async function connectSeat(
  { heyreach, webhooks }: Pick<Providers, "heyreach" | "webhooks">,
  { seat, timeZone }: { seat: string; timeZone: string },
): Promise<string | null> {
  const account = (await heyreach.listSenders()).find(({ id }) => id === seat);
  if (!account) return "HeyReach has no LinkedIn account with this id";
  for (const kind of SEAT_CAMPAIGN_KINDS) await ensureSeatCampaign(heyreach, { seat, kind, schedule: { timeZone, ...SEAT_HOURS } });
  await ensureHeyreachWebhooks(heyreach, webhooks.heyreach);
  return account.authIsValid === false ? "LinkedIn has signed this account out; sign it in again at HeyReach" : null;
}

async function connectTextNumber({ twilio, webhooks }: Pick<Providers, "twilio" | "webhooks">, e164: string): Promise<string | null> {
  const [number] = (await twilio.listNumbers({ e164 })).numbers;
  if (!number) return "Twilio has no such number on this account";
  if (!number.canText) return "Twilio says that this number takes no texts";
  if (number.smsUrl !== webhooks.twilio) await twilio.updateNumber(number.sid, { smsUrl: webhooks.twilio });
  return null;
}

async function isThere(look: () => Promise<unknown>): Promise<boolean> {
  try {
    await look();
    return true;
  } catch (error) {
    if (error instanceof ProviderError && (error.status === 404 || error.status === 400)) return false;
    throw error;
  }
}
