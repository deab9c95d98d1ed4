import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { findDataSharing, updateClient } from "@/lib/db/queries/settings";
import { DATA_SHARING_TEXT_VERSION } from "@/lib/domain/organisation";
import { ConflictError, ForbiddenError } from "@/lib/errors";

/**
 * Gives or withdraws the consent to learning across clients: who, when and to which wording is kept (the audit trail has the history).
 * @throws ConflictError when it is so already
 */
export async function setDataSharing(ctx: Ctx, { isShared }: { isShared: boolean }): Promise<void> {
  requireRole(ctx, "owner");
  return ctx.tx(async (db) => {
    const current = await findDataSharing(db, { clientId: ctx.clientId });
    if (!current) throw new ForbiddenError("Only an owner of this workspace decides about data sharing");
    if (current.dataSharingConsent === isShared)
      throw new ConflictError(isShared ? "Data sharing is on already" : "Data sharing is off already");
    const isChanged = await updateClient(
      db,
      { clientId: ctx.clientId },
      {
        dataSharingConsent: isShared,
        dataSharingConsentedAt: isShared ? ctx.now : null,
        dataSharingTextVersion: isShared ? DATA_SHARING_TEXT_VERSION : null,
      },
    );
    if (!isChanged) throw new ForbiddenError("Only an owner of this workspace decides about data sharing");
  });
}
