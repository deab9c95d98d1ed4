import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { type DiscoveryRow, lockDiscovery, updateDiscovery } from "@/lib/db/queries/discoveries";
import { listKnownPortfolio } from "@/lib/db/queries/portfolio";
import {
  type ConfirmCardInput,
  type ConfirmIcpInput,
  confirmCardInput,
  confirmIcpInput,
  type EditCardInput,
  editCardInput,
  type TakeProposalInput,
  takeProposalInput,
} from "@/lib/domain/discovery";
import { CARD_LABELS, CARD_NAMES, type IcpProfile, icpProfile } from "@/lib/domain/icp";
import { editedCard, withEdits } from "@/lib/engines/discovery/edited-card";
import { putInForce } from "@/lib/engines/discovery/put-in-force";
import { clientsToKeepOut } from "@/lib/engines/discovery/standings";
import { toJsonb } from "@/lib/engines/discovery/to-jsonb";
import { settleOwnClients } from "@/lib/engines/suppression/own-clients";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/errors";

type DraftVersion = { draftVersion: number };

/**
 * Replaces what a card of the draft says with what a person says; it is confirmed with that. Throws InvalidError naming the field,
 * ConflictError when the draft is another one by now.
 */
export async function editCard(ctx: Ctx, input: EditCardInput): Promise<DraftVersion> {
  const { card, value, ...which } = editCardInput.parse(input);
  return changeDraft(ctx, which, (draft) => ({ ...draft, cards: { ...draft.cards, [card]: editedCard(card, value) } }));
}

/** Says that a card is right as it stands, or takes that back. */
export async function confirmCard(ctx: Ctx, input: ConfirmCardInput): Promise<DraftVersion> {
  const { card, isConfirmed, ...which } = confirmCardInput.parse(input);
  return changeDraft(ctx, which, (draft) => ({ ...draft, cards: { ...draft.cards, [card]: { ...draft.cards[card], isConfirmed } } }));
}

/** Puts what was found into a card over what a person had made of it; to be confirmed again. */
export async function takeProposal(ctx: Ctx, input: TakeProposalInput): Promise<DraftVersion> {
  const { card, ...which } = takeProposalInput.parse(input);
  return changeDraft(ctx, which, (draft, proposal) => ({ ...draft, cards: { ...draft.cards, [card]: proposal.cards[card] } }));
}

/**
 * Confirms the draft, with last edits: it comes into force, is kept as a version, every lead is scored against it, and the agency's clients are kept
 * out of outreach. All cards have to be confirmed, by this or before; InvalidError names the first that is not.
 * @returns the number of the version in force
 */
export async function confirmIcp(ctx: Ctx, input: ConfirmIcpInput, options: { pepper: string }): Promise<{ version: number }> {
  requireRole(ctx, "admin");
  const { discoveryId, draftVersion, edits, cards } = confirmIcpInput.parse(input);
  return ctx.tx(async (db) => {
    const { discovery, draft } = await lockDraft(db, ctx, { discoveryId, draftVersion });
    const edited = withEdits(draft, edits);
    for (const name of cards === "all" ? CARD_NAMES : cards) edited.cards[name].isConfirmed = true;
    const open = CARD_NAMES.find((name) => !edited.cards[name].isConfirmed);
    if (open) throw new InvalidError(`“${CARD_LABELS[open]}” is not confirmed yet.`, `cards.${open}`);
    await updateDiscovery(
      db,
      { clientId: ctx.clientId, discoveryId },
      { status: "confirmed", confirmedAt: ctx.now, draft: toJsonb(edited), draftVersion: discovery.draftVersion + 1 },
    );
    const source = discovery.source === "by_hand" ? "by_hand" : "website";
    const version = await putInForce(db, ctx, { profile: edited, source, discoveryId });
    await settleOwnClients(db, ctx, { wanted: clientsToKeepOut(await listKnownPortfolio(db, { clientId: ctx.clientId })) }, options);
    return { version };
  });
}

type Which = { discoveryId: string; draftVersion?: number | undefined };

async function changeDraft(ctx: Ctx, which: Which, change: (draft: IcpProfile, proposal: IcpProfile) => IcpProfile): Promise<DraftVersion> {
  requireRole(ctx, "admin");
  return ctx.tx(async (db) => {
    const { discovery, draft } = await lockDraft(db, ctx, which);
    const draftVersion = discovery.draftVersion + 1;
    const changed = change(draft, icpProfile.parse(discovery.proposal));
    await updateDiscovery(db, { clientId: ctx.clientId, discoveryId: which.discoveryId }, { draft: toJsonb(changed), draftVersion });
    return { draftVersion };
  });
}

async function lockDraft(db: Db, ctx: Ctx, { discoveryId, draftVersion }: Which): Promise<{ discovery: DiscoveryRow; draft: IcpProfile }> {
  const discovery = await lockDiscovery(db, { clientId: ctx.clientId, discoveryId });
  if (!discovery) throw new NotFoundError("There is no such discovery.");
  if (discovery.status !== "ready") throw new ConflictError(WRONG_STATE[discovery.status] ?? "This discovery cannot be edited.");
  if (draftVersion !== undefined && draftVersion !== discovery.draftVersion)
    throw new ConflictError("Somebody changed it meanwhile. Load the page again to see what it says now.");
  return { discovery, draft: icpProfile.parse(discovery.draft) };
}

const WRONG_STATE: Readonly<Record<string, string>> = {
  queued: "It has not begun yet.",
  running: "It is still looking. Wait until it is done.",
  confirmed: "It is confirmed already. Change it on the audience page of the settings.",
  failed: "It ended without a profile. Start it again, or tell us by hand.",
  cancelled: "It was cancelled. Start it again.",
  superseded: "A later one took its place.",
};
