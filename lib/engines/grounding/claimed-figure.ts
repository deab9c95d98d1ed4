import "server-only";
import type { Token } from "@/lib/engines/grounding/tokens";

type Bound = { min: number; max: number };
/** Whether what is known bears a claim out. */
export type Claimed = (known: Bound) => boolean;

/** How far off "about" may be. */
const NEAR = 0.1;

const endings = new Map<string, RegExp>();

function endingWith(pattern: string): RegExp {
  const known = endings.get(pattern) ?? new RegExp(`(?:^|\\s)(?:${pattern})$`);
  endings.set(pattern, known);
  return known;
}

const CHANGING =
  /^(?:grow|grows|grew|grown|growing|went|go|goes|going|gone|up|down|rose|rise|rising|risen|fell|fall|falling|fallen|jump\w*|scal(?:e|ed|ing)|expand\w*|increas\w*|doubl\w*|tripl\w*|shr[aiu]nk\w*|dropp?\w*|cut|moved?|moving|took|taken|taking)$/;

/** What is said of a known figure by a figure and the words around it. */
export function claimedFigure(tokens: readonly Token[], at: number): Claimed {
  const value = tokens[at]?.number ?? 0;
  const before = tokens
    .slice(Math.max(0, at - 4), at)
    .map(({ word, number }) => (number === null ? word : "#"))
    .join(" ");
  const after = tokens
    .slice(at + 1, at + 4)
    .map(({ word, number }) => (number === null ? word : "#"))
    .join(" ");
  const other = rangePartner(tokens, at);
  if (other !== null) {
    const [min, max] = [Math.min(value, other), Math.max(value, other)];
    return (known) => known.min >= min && known.max <= max;
  }
  const ends = (pattern: string) => endingWith(pattern).test(before);
  if (ends("at least|no fewer than|not less than|a minimum of|minimum of")) return (known) => known.min >= value;
  if (ends("just over|a little over|slightly over|slightly more than|a bit over|a little more than|just above|a touch over"))
    return (known) => known.min > value && known.max <= value * 1.15;
  // "turns over $48 million" is no more than that.
  if (ends("turn over|turns over|turning over|turned over")) return (known) => known.min === value && known.max === value;
  if (
    ends("over|more than|above|north of|upwards of|exceed|exceeds|exceeding|well over|past|beyond|passed|topped") ||
    /^(?:\+|plus|or more|and counting|strong plus)/.test(after)
  )
    return (known) => (/^\+|^plus|^or more/.test(after) ? known.min >= value : known.min > value);
  if (ends("nearly|almost|close to|just under|just shy of|approaching|nearing|not quite|a little under|slightly under"))
    return (known) => known.max < value && known.min >= value * 0.85;
  // "is up to 60 now" says that it has reached them.
  if (ends("(?:is|are|now) up to")) return (known) => known.min === value && known.max === value;
  if (ends("under|fewer than|less than|below|up to|no more than|at most|a maximum of"))
    return (known) => (/(?:up to|no more than|at most|maximum of)$/.test(before) ? known.max <= value : known.max < value);
  const isRough =
    ends("about|around|approximately|roughly|some|circa|approx|say|something like|in the order of|in the region of|or so") ||
    /^(?:odd|ish|or so|or thereabouts|give or take)/.test(after) ||
    /^(?:\S+ )?(?:or so|or thereabouts|give or take)/.test(after);
  if (isRough)
    return (known) =>
      known.max !== Number.POSITIVE_INFINITY &&
      Math.abs(value - (known.min + known.max) / 2) <= Math.max(1, value * NEAR) &&
      known.max - known.min <= value * 0.4;
  return (known) => known.min === value && known.max === value;
}

function rangePartner(tokens: readonly Token[], at: number): number | null {
  const join = (index: number) => tokens[index];
  const isLink = (token: Token | undefined) => token !== undefined && /^(?:to|and|or)$/.test(token.word);
  // "grew from 40 to 85": two figures, each of its own time.
  if (tokens.slice(Math.max(0, at - 6), at).some(({ word }) => CHANGING.test(word))) return null;
  const between = tokens.slice(Math.max(0, at - 3), at).some(({ word }) => word === "between" || word === "from" || word === "somewhere");
  const forward = join(at + 1);
  if (forward?.number != null && /[-–]/.test(forward.before)) return forward.number;
  if ((tokens[at]?.before ?? "").match(/[-–]/) && join(at - 1)?.number != null) return join(at - 1)?.number ?? null;
  if (isLink(forward) && join(at + 2)?.number != null && (forward?.word === "to" || between)) return join(at + 2)?.number ?? null;
  const back = join(at - 1);
  if (
    isLink(back) &&
    join(at - 2)?.number != null &&
    (back?.word === "to" || tokens.slice(Math.max(0, at - 5), at - 2).some(({ word }) => word === "between"))
  )
    return join(at - 2)?.number ?? null;
  return null;
}
