import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { maskEmail } from "@/lib/engines/suppression/mask-email";
import { optOutLead } from "@/lib/engines/suppression/opt-out-lead";

/** What the public page may show: nothing about the person beyond a masked address (AU-13). */
export type UnsubscribeTarget = { clientId: string; leadId: string; maskedEmail: string; senderName: string; isOptedOut: boolean };

const TOKEN = /^[A-Za-z0-9_-]{32}$/;

/** Finds whom a link in one of our messages belongs to. Tokens never expire. @returns undefined for anything we did not issue */
export async function findUnsubscribeTarget(db: Db, token: string): Promise<UnsubscribeTarget | undefined> {
  if (!TOKEN.test(token)) return undefined;
  const row = await db
    .selectFrom("touches as t")
    .innerJoin("leads as l", "l.id", "t.leadId")
    .innerJoin("clients as k", "k.id", "t.clientId")
    .select(["t.clientId", "t.leadId", "l.email", "l.status", "k.legalName", "k.name"])
    .where("t.unsubscribeToken", "=", token)
    .executeTakeFirst();
  return (
    row && {
      clientId: row.clientId,
      leadId: row.leadId,
      maskedEmail: maskEmail(row.email),
      senderName: row.legalName ?? row.name,
      isOptedOut: row.status === "unsubscribed",
    }
  );
}

/** Commits the suppression before anything is answered. A repeat is fine. */
export function unsubscribe(
  ctx: Ctx,
  { leadId, source }: { leadId: string; source: "one_click" | "unsubscribe_page" },
  options: { pepper: string },
): Promise<void> {
  return ctx.tx((db) => optOutLead(db, ctx, { leadId, reason: "unsubscribed", source }, options));
}
