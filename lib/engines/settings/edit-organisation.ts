import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { updateClient } from "@/lib/db/queries/settings";
import { parseAbn } from "@/lib/domain/abn";
import { type OrganisationInput, organisationInput } from "@/lib/domain/organisation";
import { ForbiddenError } from "@/lib/errors";

/** Changes who the client is. The next message carries it: the gate and the composer read it at each hand-over. */
export async function editOrganisation(ctx: Ctx, input: OrganisationInput): Promise<void> {
  requireRole(ctx, "admin");
  const { abn, name, timezone, legalName, ...texts } = organisationInput.parse(input);
  const optional = Object.fromEntries(
    Object.entries(texts).flatMap(([column, text]) => (text === undefined ? [] : [[column, text || null]])),
  );
  return ctx.tx(async (db) => {
    const isChanged = await updateClient(db, { clientId: ctx.clientId }, { ...optional, name, legalName, timezone, abn: parseAbn(abn) });
    if (!isChanged) throw new ForbiddenError("Only an admin or owner of this workspace changes its details");
  });
}
