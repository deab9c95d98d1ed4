import { TZDate } from "@date-fns/tz";
import type { Industry } from "@/lib/domain/industries";
import { parseTitle, type TitleFamily } from "@/lib/domain/titles";
import type { Persona } from "@/local/market/persona";
import type { Reach } from "@/local/market/reach";
import type { Contact } from "@/local/providers/recipients";

/**
 * The hidden truth by channel: who answers a text, accepts on LinkedIn, picks up, opens a letter. As with the rest of it, nobody but the
 * market may read these numbers; README.md lists them.
 */
type Lifts<Key extends string> = Readonly<Partial<Record<Key, number>>>;
type Truth = { title: Lifts<TitleFamily>; industry: Lifts<Industry> };
type Who = Pick<Persona, "title" | "company">;

const TRUTH: Readonly<Record<Contact["channel"], Truth>> = {
  sms: {
    title: { principal: 1.3, c_suite: 0.9, vice_president: 0.9 },
    industry: { construction: 1.5, real_estate: 1.3, hospitality: 1.2, automotive: 1.2, technology: 0.7, saas: 0.7, legal: 0.6 },
  },
  linkedin: {
    title: { principal: 0.9, c_suite: 0.7, vice_president: 1.1, director: 1.1 },
    industry: {
      ...{ saas: 1.4, technology: 1.4, media_entertainment: 1.4, professional_services: 1.3, finance: 1.1 },
      ...{ retail: 0.8, logistics: 0.7, hospitality: 0.6, automotive: 0.6, construction: 0.5, agriculture: 0.4 },
    },
  },
  voice: {
    title: { principal: 0.8, c_suite: 0.6, vice_president: 0.7, director: 0.9, senior_manager: 1.1, manager: 1.3, unknown: 1.4 },
    industry: {
      ...{ construction: 1.8, logistics: 1.5, real_estate: 1.5, agriculture: 1.5, automotive: 1.4, hospitality: 1.2, manufacturing: 1.2 },
      ...{ legal: 0.8, finance: 0.8, technology: 0.6, saas: 0.5 },
    },
  },
  mail: {
    title: { principal: 1.3, c_suite: 1.2 },
    industry: { legal: 1.3, finance: 1.2, construction: 1.1, technology: 0.5, saas: 0.5 },
  },
};

/** Whoever sells or markets for a living accepts strangers. */
const NETWORKER = /\b(?:marketing|growth|sales|business development)\b/i;
const NETWORKER_LIFT = 1.5;
const ACTIVITY_LIFT: Readonly<Record<Reach["linkedin"], number>> = { active: 1.4, occasional: 1, dormant: 0.45, gone: 0 };

/** By the hour of the call on the person's clock: lunch and early morning are bad. */
const CALL_HOUR_LIFT: Readonly<Record<number, number>> = {
  ...{ 8: 0.7, 9: 1.3, 10: 1.2, 11: 0.9, 12: 0.5, 13: 0.6, 14: 0.9, 15: 1.3, 16: 1.4, 17: 1, 18: 0.7, 19: 0.5 },
};
const OTHER_CALL_HOUR_LIFT = 0.3;
const CALL_ATTEMPT_LIFT = [1, 0.9, 0.7] as const;
const LATER_CALL_LIFT = 0.5;

const ACCEPTANCE = 0.23;
const MOST_ACCEPTANCE = 0.85;
const PICK_UP = 0.25;
const MOST_PICK_UP = 0.75;
/** Of a call at the time they asked for. */
const AGREED_PICK_UP = 0.85;

/** How much likelier than the average this person is to answer on this channel at all. */
export function channelLift(channel: Contact["channel"], { title, company }: Who): number {
  const truth = TRUTH[channel];
  const networks = channel === "linkedin" && NETWORKER.test(title) ? NETWORKER_LIFT : 1;
  return (truth.title[parseTitle(title).family] ?? 1) * ((company.industrySlug && truth.industry[company.industrySlug]) ?? 1) * networks;
}

/** The chance that an invitation is accepted. */
export function acceptance(persona: Who, reach: Pick<Reach, "linkedin">): number {
  return Math.min(MOST_ACCEPTANCE, ACCEPTANCE * channelLift("linkedin", persona) * ACTIVITY_LIFT[reach.linkedin]);
}

/** The chance that the n-th call is picked up, by its time. */
export function pickUp(persona: Who, { at, ordinal, isAgreed }: { at: Date; ordinal: number; isAgreed: boolean }): number {
  if (isAgreed) return AGREED_PICK_UP;
  const hour = new TZDate(at, persona.company.timezone).getHours();
  const lift = (CALL_HOUR_LIFT[hour] ?? OTHER_CALL_HOUR_LIFT) * (CALL_ATTEMPT_LIFT[ordinal - 1] ?? LATER_CALL_LIFT);
  return Math.min(MOST_PICK_UP, PICK_UP * channelLift("voice", persona) * lift);
}
