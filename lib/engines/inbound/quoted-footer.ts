import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { identityBlock } from "@/lib/engines/content/compose-email";

/**
 * Our own identity block as it stands under what we sent, so that a quoted copy of it decides nothing (EM-07). Its link is part of
 * it only where `text` has that very link: mail programs rewrite links, and the words before one must be recognised all the same.
 */
export async function quotedFooter(
  db: Db,
  { clientId }: Ctx,
  { leadId, text, appUrl }: { leadId: string | undefined; text: string; appUrl: string },
): Promise<string> {
  const client = await db
    .selectFrom("clients")
    .select(["legalName", "abn", "postalAddress", "contactEmail"])
    .where("id", "=", clientId)
    .executeTakeFirstOrThrow();
  const touches = leadId
    ? await db
        .selectFrom("touches")
        .select("unsubscribeToken")
        .where("clientId", "=", clientId)
        .where("leadId", "=", leadId)
        .where("unsubscribeToken", "is not", null)
        .execute()
    : [];
  const links = touches.map(({ unsubscribeToken }) => `${appUrl}/u/${unsubscribeToken}`);
  const sender = {
    legalName: client.legalName ?? "",
    abn: client.abn,
    postalAddress: client.postalAddress,
    contact: client.contactEmail ?? "",
  };
  return identityBlock(sender, links.find((link) => text.includes(link)) ?? "").trimEnd();
}
