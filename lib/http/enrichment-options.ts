import "server-only";
import { env } from "@/lib/env";

/** What requests tell the engines about enrichment: whether there is a Clay table to ask. */
export function enrichmentOptions(): { asksClay: boolean } {
  return { asksClay: env().CLAY_WEBHOOK_ID !== "" };
}
