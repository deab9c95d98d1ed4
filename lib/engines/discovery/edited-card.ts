import "server-only";
import { CARD_NAMES, CARD_VALUES, type CardEdits, type CardName, type IcpProfile } from "@/lib/domain/icp";
import { InvalidError } from "@/lib/errors";

/** A card as a person wants it. Throws InvalidError that names the card and what is wrong. */
export function editedCard(name: CardName, given: unknown) {
  const value = CARD_VALUES[name].safeParse(given);
  if (!value.success) {
    const [issue] = value.error.issues;
    throw new InvalidError(issue?.message ?? "This is not valid", [name, ...(issue?.path ?? [])].join("."));
  }
  return {
    value: value.data,
    confidence: 1,
    by: "person" as const,
    reason: "Entered by your team.",
    evidence: [],
    isEdited: true,
    isConfirmed: true,
  };
}

/** A copy of the profile with these cards as a person wants them. */
export function withEdits(profile: IcpProfile, edits: CardEdits): IcpProfile {
  const edited = structuredClone(profile);
  for (const name of CARD_NAMES) if (edits[name] !== undefined) Object.assign(edited.cards[name], editedCard(name, edits[name]));
  return edited;
}
