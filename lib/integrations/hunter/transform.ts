import "server-only";
import type { EmailStatus } from "@/lib/domain/email-status";
import type { HunterStatus } from "@/lib/integrations/hunter/wire";

/** Hunter's verdicts in our words. Only `valid` counts as verified; a webmail or throw-away address is told apart by its own flag. */
const EMAIL_STATUS: Readonly<Record<HunterStatus, EmailStatus>> = {
  valid: "verified",
  invalid: "invalid",
  accept_all: "catch_all",
  webmail: "unknown",
  disposable: "invalid",
  unknown: "unknown",
};

/** Our status for Hunter's; null (Hunter has an address but never checked it) is a guess. */
export function toEmailStatus(status: HunterStatus | null | undefined): EmailStatus {
  return status ? EMAIL_STATUS[status] : "guessed";
}
