/** What was found out about an industry or a person holds for so long (domain.md 10.3). */
export const RESEARCH_DAYS = 30;

const DAY_MS = 86_400_000;

/** Whether research of then may still be used; null: there is none. */
export function isFreshResearch(researchedAt: Date | null, now: Date): boolean {
  return researchedAt !== null && now.getTime() - researchedAt.getTime() < RESEARCH_DAYS * DAY_MS;
}

/** Before this moment research is too old. */
export function staleBefore(now: Date): Date {
  return new Date(now.getTime() - RESEARCH_DAYS * DAY_MS);
}

/** Until when research of now holds. */
export function holdsUntil(now: Date): Date {
  return new Date(now.getTime() + RESEARCH_DAYS * DAY_MS);
}
