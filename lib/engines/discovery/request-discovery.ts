import "server-only";
import { subDays } from "date-fns";
import { actingUserId, type Ctx, requireRole } from "@/lib/context";
import { countDiscoveriesSince, insertDiscovery, supersedeReadyDiscoveries } from "@/lib/db/queries/discoveries";
import { updateClient } from "@/lib/db/queries/settings";
import { type RequestDiscoveryInput, requestDiscoveryInput } from "@/lib/domain/discovery";
import { readSiteAddress } from "@/lib/domain/site-reading";
import { firstSteps } from "@/lib/engines/discovery/steps";
import { toJsonb } from "@/lib/engines/discovery/to-jsonb";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { ConflictError, InvalidError, LimitError } from "@/lib/errors";
import { discoveryRequested } from "@/lib/events/catalogue";

/** Each reads a stranger's server, asks paid providers and a model. */
const DISCOVERIES_A_DAY = 10;

/**
 * Asks for a discovery, from a website or from what a person typed; it runs in the background. One that waited for a person gives way.
 * Throws InvalidError naming the field, ConflictError while another one runs, LimitError at the eleventh within a day.
 * @param options whether addresses of this machine may be read, as on the local stack
 * @returns the id of the new discovery
 */
export async function requestDiscovery(
  ctx: Ctx,
  input: RequestDiscoveryInput,
  { allowPrivateHosts }: { allowPrivateHosts: boolean },
): Promise<{ discoveryId: string }> {
  requireRole(ctx, "admin");
  const request = requestDiscoveryInput.parse(input);
  const websiteUrl = request.source === "website" ? readableAddress(request.websiteUrl, allowPrivateHosts) : null;
  return ctx.tx(async (db) => {
    const { clientId, now } = ctx;
    if ((await countDiscoveriesSince(db, { clientId, since: subDays(now, 1) })) >= DISCOVERIES_A_DAY)
      throw new LimitError(`A workspace may look ${DISCOVERIES_A_DAY} times a day. Edit the cards by hand, or try again tomorrow.`);
    const discoveryId = await insertDiscovery(db, {
      clientId,
      source: request.source,
      websiteUrl,
      byHand: request.source === "by_hand" ? toJsonb(request) : null,
      steps: toJsonb(firstSteps()),
      requestedBy: actingUserId(ctx),
      createdAt: now,
    });
    if (!discoveryId) throw new ConflictError("We are already looking. Wait until it is done, or cancel it first.");
    await supersedeReadyDiscoveries(db, { clientId });
    if (websiteUrl) await updateClient(db, { clientId }, { websiteUrl });
    await enqueueEvent(db, discoveryRequested.create({ clientId, discoveryId }));
    return { discoveryId };
  });
}

function readableAddress(text: string, allowPrivateHosts: boolean): string {
  const address = readSiteAddress(text, { allowPrivateHosts });
  if (!(address instanceof URL)) throw new InvalidError(`${address.problem}. Enter an address such as youragency.com.au.`, "websiteUrl");
  // A number instead of a name is nobody's website; where names lead is checked when they are looked up.
  if (!allowPrivateHosts && /^[\d.]+$/.test(address.hostname))
    throw new InvalidError("Enter the name of your website, such as youragency.com.au.", "websiteUrl");
  return address.href;
}
