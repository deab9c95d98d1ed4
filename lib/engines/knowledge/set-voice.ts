import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { updateClient } from "@/lib/db/queries/settings";
import { type VoiceInput, voiceInput } from "@/lib/domain/agency-voice";
import { type NeverSayInput, neverSayInput } from "@/lib/domain/never-say";
import { ForbiddenError } from "@/lib/errors";

const NOT_YOURS = "Only an admin or owner of this workspace changes how it sounds";

/** Keeps a message of the agency's own that shows how it writes. What is written from now on follows it. */
export async function setVoice(ctx: Ctx, input: VoiceInput): Promise<void> {
  requireRole(ctx, "admin");
  const { toneSample } = voiceInput.parse(input);
  return ctx.tx(async (db) => {
    if (!(await updateClient(db, ctx, { toneSample: toneSample || null }))) throw new ForbiddenError(NOT_YOURS);
  });
}

/**
 * Sets the phrases that no message may carry. What waits with one of them in it is held from now on, and what was held for one that is
 * gone goes on.
 */
export async function setNeverSay(ctx: Ctx, input: NeverSayInput): Promise<void> {
  requireRole(ctx, "admin");
  const { phrases } = neverSayInput.parse(input);
  return ctx.tx(async (db) => {
    if (!(await updateClient(db, ctx, { neverSay: phrases }))) throw new ForbiddenError(NOT_YOURS);
  });
}
