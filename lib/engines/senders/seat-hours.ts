import "server-only";

/** When a seat acts, by the clock of its client (domain.md 4.4). */
export const SEAT_HOURS = { from: "08:00", to: "18:00", days: [1, 2, 3, 4, 5, 6] } as const;
