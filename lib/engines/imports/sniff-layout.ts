import "server-only";

const DELIMITERS = [",", ";", "\t", "|"] as const;

/** How a file separates its values, and how many characters stand before its header row. */
export type CsvLayout = { delimiter: string; skip: number };

/**
 * Reads the layout off the start of a file: the separator that occurs most often outside quotes in its first line, unless `sep=;` names it
 * (Excel), after the explanation that LinkedIn puts before its header.
 */
export function sniffLayout(start: string): CsvLayout {
  const named = /^sep=(.)\r?\n/.exec(start);
  if (named?.[1]) return { delimiter: named[1], skip: named[0].length };

  const preamble = /^Notes:[^\n]*\n[\s\S]*?\n\r?\n/.exec(start)?.[0].length ?? 0;
  const counts = countOutsideQuotes(start.slice(preamble));
  const best = DELIMITERS.reduce((winner, candidate) => (counts[candidate] > counts[winner] ? candidate : winner));
  return { delimiter: best, skip: preamble };
}

function countOutsideQuotes(text: string): Record<(typeof DELIMITERS)[number], number> {
  const counts = { ",": 0, ";": 0, "\t": 0, "|": 0 };
  let isQuoted = false;
  let hasContent = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if ((character === "\n" || character === "\r") && hasContent) break;
    hasContent ||= character.trim() !== "";
    if (character === "," || character === ";" || character === "\t" || character === "|") counts[character] += 1;
  }
  return counts;
}
