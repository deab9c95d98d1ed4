import "server-only";
import { createHash } from "node:crypto";
import type { Ctx } from "@/lib/context";
import type { OutreachProviders } from "@/lib/engines/recovery/outreach-providers";
import { findMailbox } from "@/lib/integrations/smartlead/find-mailbox";

const REGISTERED = "smartlead_webhook";

/**
 * Finds a mailbox among those Smartlead keeps, and has Smartlead tell us what happens to its messages. Safe to repeat.
 * @param mailbox.accountId Smartlead's id as a person entered it; the address alone is enough
 * @returns Smartlead's id of it, or in words why it cannot be used
 * @throws ProviderError
 */
export async function connectManagedMailbox(
  ctx: Ctx,
  { address, accountId }: { address: string; accountId: string | null },
  { smartlead, webhooks }: Pick<OutreachProviders, "smartlead" | "webhooks">,
): Promise<{ problem: string } | { problem: null; externalId: string }> {
  const account = await findMailbox(smartlead, address);
  if (!account) return { problem: "Smartlead has no mailbox with this address; connect it there first" };
  const externalId = String(account.id);
  if (accountId !== null && accountId !== externalId) return { problem: `Smartlead knows this address under another id: ${externalId}` };
  if (account.is_smtp_success === false) return { problem: "Smartlead cannot send from this mailbox; sign it in again there" };
  if (account.is_imap_success === false) return { problem: "Smartlead cannot read answers to this mailbox; sign it in again there" };
  await ensureWebhook(ctx, smartlead, webhooks.smartlead);
  return { problem: null, externalId };
}

/**
 * Smartlead has no list of the account's webhooks, so what was registered is remembered here, once for the platform: our address as a hash,
 * because half of it is a secret.
 */
async function ensureWebhook(ctx: Ctx, smartlead: OutreachProviders["smartlead"], url: string): Promise<void> {
  const value = JSON.stringify(createHash("sha256").update(url).digest("hex"));
  const known = await ctx.tx((db) =>
    db.selectFrom("private.platformSettings").select("value").where("key", "=", REGISTERED).executeTakeFirst(),
  );
  if (JSON.stringify(known?.value) === value) return;
  await smartlead.createWebhook("Agency OS", url);
  await ctx.tx((db) =>
    db
      .insertInto("private.platformSettings")
      .values({ key: REGISTERED, value, updatedAt: ctx.now })
      .onConflict((conflict) => conflict.column("key").doUpdateSet({ value, updatedAt: ctx.now }))
      .execute(),
  );
}
