import "server-only";
import { subDays } from "date-fns";
import { listHandedOver, touchesByReference } from "@/lib/db/queries/recovery";
import { applyChannelEvents } from "@/lib/engines/channel-events/apply-channel-events";
import { compareCosts } from "@/lib/engines/recovery/compare-costs";
import type { Finding, Recovery } from "@/lib/engines/recovery/recovery";
import { findLettersSince } from "@/lib/integrations/clicksend/find-letters";
import { letterToEvents, type PostedLetter } from "@/lib/integrations/clicksend/transform";

/** A letter is with the post within two working days; one that is not after this has been given up. */
const FOLLOWED_DAYS = 30;
const OPEN: readonly (string | null)[] = [null, "queued"];

/**
 * Asks ClickSend where the letters are that are not with the post yet: it tells nobody, and `Sent` (handed to Australia Post) or `Failed`
 * is the last it knows of one. Also compares what both sides know and what it cost.
 */
export async function followLetters({ db, systemCtx, providers, pepper, from, to }: Recovery): Promise<Finding[]> {
  const handedOver = await listHandedOver(db, { channel: "mail", provider: "clicksend", from: subDays(to, FOLLOWED_DAYS), to });
  const open = handedOver.filter(({ deliveryState }) => OPEN.includes(deliveryState));
  const isAnythingNew = handedOver.some(({ claimedAt }) => claimedAt !== null && claimedAt >= from);
  if (open.length === 0 && !isAnythingNew) return [];
  const oldest = Math.min(from.getTime(), ...open.map(({ claimedAt }) => claimedAt?.getTime() ?? from.getTime()));
  const letters = await findLettersSince(providers.clicksend, subDays(oldest, 1));

  const openKeys = new Set(open.map(({ id, attempts }) => `${id}-${attempts}`));
  for (const letter of letters) {
    if (letter.key === null || !openKeys.has(letter.key)) continue;
    const names = { source: "clicksend", channel: "mail", key: letter.key, reference: letter.reference, receiver: null } as const;
    await applyChannelEvents(db, systemCtx, { ...names, events: letterToEvents(letter, to) }, { pepper });
  }
  const recent = handedOver.filter(({ claimedAt }) => claimedAt !== null && claimedAt >= from);
  const byKey = new Map(letters.map((letter) => [letter.key, letter]));
  const missing = recent.filter(({ id, attempts }) => !byKey.has(`${id}-${attempts}`));
  const charged = recent.map(({ id, attempts, clientId, costMicros: ours }) => ({
    clientId,
    ours,
    theirs: byKey.get(`${id}-${attempts}`)?.costMicroAud ?? null,
  }));
  return [
    ...missing.map(({ clientId }): Finding => ({ clientId, provider: "clicksend", kind: "not_there" })),
    ...(await strangers(
      db,
      letters.filter(({ addedAt }) => addedAt !== null && addedAt >= from && addedAt <= to),
    )),
    ...compareCosts("clicksend", charged),
  ];
}

/** Letters of the account that were not handed over from here. */
async function strangers(db: Recovery["db"], letters: readonly PostedLetter[]): Promise<Finding[]> {
  const known = await touchesByReference(db, { channel: "mail", references: letters.map(({ reference }) => reference) });
  const ours = new Set(known.map(({ providerReference }) => providerReference));
  return letters
    .filter(({ reference }) => !ours.has(reference))
    .map((): Finding => ({ clientId: null, provider: "clicksend", kind: "not_ours" }));
}
