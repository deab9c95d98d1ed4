/** One labelled thing and what was said of it. */
export type Judged<Label extends string> = { expected: Label; actual: Label };

/** Mean, over the labels that occur, of the harmonic mean of precision and recall. 0 to 1; 1 where nothing was judged. */
export function macroF1<Label extends string>(pairs: readonly Judged<Label>[]): number {
  const labels = new Set(pairs.flatMap(({ expected, actual }) => [expected, actual]));
  if (labels.size === 0) return 1;
  const scores = [...labels].map((label) => {
    const right = pairs.filter(({ expected, actual }) => expected === label && actual === label).length;
    const named = pairs.filter(({ expected }) => expected === label).length + pairs.filter(({ actual }) => actual === label).length;
    return (2 * right) / named;
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

export type Found = { expected: number; found: number; right: number };

/** How many of the things found are among those expected, each counted once however it is written. */
export function compareFound(expected: readonly string[], found: readonly string[]): Found {
  const wanted = new Set(expected.map(comparable));
  const got = new Set(found.map(comparable));
  return { expected: wanted.size, found: got.size, right: [...got].filter((name) => wanted.has(name)).length };
}

export function addFound(parts: readonly Found[]): Found {
  return parts.reduce(
    (sum, { expected, found, right }) => ({ expected: sum.expected + expected, found: sum.found + found, right: sum.right + right }),
    { expected: 0, found: 0, right: 0 },
  );
}

/** Of what was found, the part that is right; 1 where nothing was found. */
export const precision = ({ found, right }: Found): number => share(right, found);
/** Of what is there, the part that was found; 1 where nothing is. */
export const recall = ({ expected, right }: Found): number => share(right, expected);

export function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

/** The same set of codes, in whatever order. */
export function areSame(left: readonly string[], right: readonly string[]): boolean {
  const ordered = (codes: readonly string[]) => [...new Set(codes)].toSorted((a, b) => (a < b ? -1 : 1)).join("|");
  return ordered(left) === ordered(right);
}

function comparable(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/&/g, " and ")
    .replace(/[^\p{L}\p{N}]+/gu, "");
}
