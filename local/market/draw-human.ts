import type { HumanKind } from "@/local/market/reaction-kinds";
import type { Seeded } from "@/local/providers/seeded";

/** Chance of each thing an average person does about one message. */
export type HumanChances = readonly (readonly [HumanKind, number])[];

const MOST_FRIENDLY = 0.5;

/** Draws what somebody does, most often nothing; each side's chances are scaled by the factor beside them. */
export function drawHuman(
  random: Seeded,
  sides: { friendly: readonly [HumanChances, number]; unfriendly: readonly [HumanChances, number] },
): HumanKind | undefined {
  const friendly = scaled(...sides.friendly);
  const total = sum(friendly);
  const cut = total > MOST_FRIENDLY ? MOST_FRIENDLY / total : 1;
  const chances = [...scaled(friendly, cut), ...scaled(...sides.unfriendly)];
  return random.weighted<HumanKind | undefined>([...chances, [undefined, Math.max(0, 1 - sum(chances))]]);
}

function scaled(chances: HumanChances, factor: number): HumanChances {
  return chances.map(([kind, chance]) => [kind, chance * factor] as const);
}

function sum(chances: HumanChances): number {
  return chances.reduce((total, [, chance]) => total + chance, 0);
}
