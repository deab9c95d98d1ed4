import "server-only";
import type { Ctx } from "@/lib/context";
import { findSender } from "@/lib/db/queries/senders";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";
import type { OutreachProviders } from "@/lib/engines/recovery/outreach-providers";
import { InvalidError, NotFoundError, ProviderError } from "@/lib/errors";
import { ensureSeatCampaign, SEAT_CAMPAIGN_KINDS } from "@/lib/integrations/heyreach/seat-campaigns";
import { ensureHeyreachWebhooks } from "@/lib/integrations/heyreach/webhook";

type Providers = Pick<OutreachProviders, "heyreach" | "twilio" | "vapi" | "clicksend" | "webhooks">;
type Sender = NonNullable<Awaited<ReturnType<typeof findSender>>>;

/** When a seat acts, by the clock of its client (domain.md 4.4). */
const SEAT_HOURS = { from: "08:00", to: "18:00", days: [1, 2, 3, 4, 5, 6] } as const;

/**
 * Makes what a sender needs at its provider: a seat its campaigns and webhooks, a number the address its texts are posted to. One its
 * provider does not know is paused, with the reason beside it. Safe to repeat: everything is looked for before it is made.
 * @throws ProviderError when the provider cannot be asked
 */
export async function connectSender(ctx: Ctx, { senderId }: { senderId: string }, providers: Providers): Promise<"connected" | "paused"> {
  const { clientId, now } = ctx;
  const sender = await ctx.tx((db) => findSender(db, { clientId, senderId }));
  if (!sender) throw new NotFoundError("There is no such sender in this workspace");
  const problem = await setUp(sender, providers);
  if (problem !== null) {
    await pauseUnconnected(ctx, sender, problem);
    return "paused";
  }
  await ctx.tx((db) =>
    db.updateTable("resources").set({ connectedAt: now }).where("id", "=", senderId).where("clientId", "=", clientId).execute(),
  );
  return "connected";
}

/** Its provider could not be asked for as long as is tried. */
export async function giveUpConnecting(ctx: Ctx, { senderId }: { senderId: string }): Promise<void> {
  const sender = await ctx.tx((db) => findSender(db, { clientId: ctx.clientId, senderId }));
  if (sender) await pauseUnconnected(ctx, sender, "Its provider did not answer; add it again when it does");
}

function pauseUnconnected(ctx: Ctx, { id, label }: Sender, problem: string): Promise<void> {
  const { clientId, now } = ctx;
  return ctx.tx(async (db) => {
    await db
      .updateTable("resources")
      .set({ connectedAt: null, pausedAt: now, pausedReason: problem })
      .where("id", "=", id)
      .where("clientId", "=", clientId)
      .execute();
    await notifyOnce(db, ctx, {
      kind: "health",
      title: `${label} could not be connected`,
      body: problem,
      href: "/dashboard/settings/senders",
    });
  });
}

/** @returns why the sender cannot be used, or null when all it needs is there */
async function setUp({ provider, externalId, label, timezone }: Sender, providers: Providers): Promise<string | null> {
  const id = externalId ?? "";
  switch (provider) {
    case "heyreach":
      return connectSeat(providers, { seat: id, timeZone: timezone });
    case "twilio":
      return connectTextNumber(providers, label);
    case "vapi":
      return (await isThere(() => providers.vapi.getPhoneNumber(id))) ? null : "Vapi has no phone number with this id";
    case "clicksend":
      return (await isThere(() => providers.clicksend.getReturnAddress(id))) ? null : "ClickSend has no return address with this id";
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
