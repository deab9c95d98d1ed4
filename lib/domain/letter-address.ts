/** Where a letter goes, in one line: how the address of a letter that came back is told from one that was corrected since. */
export function letterAddress({ line1, city, state, postcode }: { line1: string; city: string; state: string; postcode: string }): string {
  return `${line1}, ${city} ${state} ${postcode}`;
}
