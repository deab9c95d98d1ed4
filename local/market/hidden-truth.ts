import { TZDate } from "@date-fns/tz";
import { getISODay } from "date-fns";
import type { Industry } from "@/lib/domain/industries";
import { parseTitle, type TitleFamily } from "@/lib/domain/titles";
import type { Persona } from "@/local/market/persona";

/**
 * What really decides who answers and who books. Nobody but the market may read these numbers: learning has to find them.
 * Each is a factor on the chance of every friendly answer, booking included; README.md lists them.
 */
const TITLE_LIFT: Readonly<Record<TitleFamily, number>> = {
  principal: 1.6,
  c_suite: 1.25,
  vice_president: 1.1,
  director: 1,
  senior_manager: 0.85,
  manager: 0.7,
  unknown: 0.45,
  former: 0.2,
  none: 0.8,
};

const INDUSTRY_LIFT: Readonly<Partial<Record<Industry, number>>> = {
  construction: 1.7,
  professional_services: 1.3,
  legal: 1.2,
  healthcare: 1.1,
  real_estate: 1.1,
  finance: 1,
  manufacturing: 0.9,
  logistics: 0.9,
  technology: 0.6,
  saas: 0.5,
};
const OTHER_INDUSTRY_LIFT = 0.8;

const SIZE_LIFT: readonly (readonly [upTo: number, lift: number])[] = [
  [4, 0.75],
  [10, 1.1],
  [50, 1.3],
  [100, 1],
  [250, 0.8],
];
const LARGE_LIFT = 0.6;

/** By the hour at which the message arrives, on the reader's clock. */
const HOUR_LIFT: Readonly<Record<number, number>> = { 8: 0.85, 9: 1.45, 10: 1.45, 11: 1.15, 12: 0.7, 13: 0.7, 14: 1.2, 15: 1.2, 16: 0.8 };
const OTHER_HOUR_LIFT = 0.5;

/** ISO weekday of arrival, Monday first. */
const WEEKDAY_LIFT = [0.85, 1.2, 1.15, 1.05, 0.75, 0.3, 0.3] as const;

/** By the number of the message the person gets: the second does best. */
const MESSAGE_LIFT = [1, 1.3, 0.9] as const;
const LATER_MESSAGE_LIFT = 0.6;

/** Every further contact annoys more, on whatever channel. */
const ANNOYANCE = [0.8, 1.1, 1.5] as const;
const LATER_ANNOYANCE = 2;

export type Arrival = { ordinal: number; at: Date };

/** How much likelier than the average a friendly answer of this person to this message is. */
export function friendliness(persona: Pick<Persona, "title" | "company">, { ordinal, at }: Arrival): number {
  const local = new TZDate(at, persona.company.timezone);
  return (
    needOf(persona) *
    (HOUR_LIFT[local.getHours()] ?? OTHER_HOUR_LIFT) *
    (WEEKDAY_LIFT[getISODay(local) - 1] ?? 1) *
    (MESSAGE_LIFT[ordinal - 1] ?? LATER_MESSAGE_LIFT)
  );
}

/** How much likelier than the average this person needs what is offered, whatever the channel and the time. */
export function needOf({ title, company }: Pick<Persona, "title" | "company">): number {
  return (
    TITLE_LIFT[parseTitle(title).family] *
    ((company.industrySlug && INDUSTRY_LIFT[company.industrySlug]) ?? OTHER_INDUSTRY_LIFT) *
    (SIZE_LIFT.find(([upTo]) => company.employeeCount <= upTo)?.[1] ?? LARGE_LIFT)
  );
}

/** How much likelier than the average an unfriendly answer to the n-th contact is; contacts of all channels count together. */
export function annoyance({ ordinal }: Pick<Arrival, "ordinal">): number {
  return ANNOYANCE[ordinal - 1] ?? LATER_ANNOYANCE;
}
