import "server-only";
import type { CardDiff } from "@/lib/domain/discovery";
import { CARD_NAMES, type CardName, type CardValue, type IcpCard, type IcpProfile } from "@/lib/domain/icp";

/** How each card of a proposal stands to the one in force. Pure; the order of a list is no difference. */
export function diffCards(current: IcpProfile | null, proposed: IcpProfile): CardDiff[] {
  return CARD_NAMES.map((name) => {
    const own = current?.cards[name] ?? null;
    const found = proposed.cards[name];
    const before = entriesOf(own?.value);
    const after = entriesOf(found.value);
    const isSame = own !== null && isSameValue(own.value, found.value);
    const state = own === null || isEmpty(own.value) ? "new" : isSame ? "same" : own.isEdited ? "kept" : "changed";
    return {
      card: name,
      state: isSame ? "same" : state,
      current: own,
      proposed: found,
      added: after.filter((entry) => !before.includes(entry)),
      removed: before.filter((entry) => !after.includes(entry)),
    } as CardDiff;
  });
}

/** The cards whose values differ. */
export function changedCards(before: IcpProfile | null, after: IcpProfile): CardName[] {
  return CARD_NAMES.filter((name) => before === null || !isSameValue(before.cards[name].value, after.cards[name].value));
}

/**
 * What a person works on after a discovery: the proposal, except where somebody had edited a card, which stays theirs until they take the other.
 * What is the same as in force was confirmed already.
 */
export function carryEdits(current: IcpProfile | null, proposal: IcpProfile): IcpProfile {
  if (!current) return proposal;
  const cards = { ...proposal.cards };
  for (const name of CARD_NAMES) carryCard(cards, name, current.cards[name]);
  return { ...proposal, cards };
}

function carryCard<Name extends CardName>(cards: IcpProfile["cards"], name: Name, own: IcpProfile["cards"][Name]): void {
  const found: IcpProfile["cards"][Name] = cards[name];
  if (own.isEdited) cards[name] = own;
  else if (isSameValue(own.value, found.value)) cards[name] = { ...found, isConfirmed: own.isConfirmed };
}

/** Sets of entries are compared whatever their order and case; weights and sizes as they are. */
export function isSameValue(a: CardValue, b: CardValue): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: CardValue): string {
  if (Array.isArray(value)) return JSON.stringify(value.map((entry) => entry.toLowerCase()).sort());
  if (typeof value === "string") return value.trim();
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function entriesOf(value: IcpCard["value"] | undefined): string[] {
  return Array.isArray(value) ? [...value] : [];
}

function isEmpty(value: CardValue): boolean {
  if (typeof value === "string" || Array.isArray(value)) return value.length === 0;
  return "teamSize" in value && value.teamSize === null && value.yearsInBusiness === null && value.offices.length === 0;
}
