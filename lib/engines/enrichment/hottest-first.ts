import "server-only";

/** The order in which leads get what there is too little of: by score, and among equals by address, so that it is the same every time. */
export function hottestFirst<Lead extends { score: number; email: string }>(leads: readonly Lead[]): Lead[] {
  return leads.toSorted((one, other) => other.score - one.score || compare(one.email, other.email));
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
