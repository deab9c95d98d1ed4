import "server-only";

/** Words on which a withdrawal or an answer turns, long enough that a slip of the finger makes no other word of them. */
const KEYWORDS = [
  ..."remove removed removing delete deleted contact contacting contacted receive receiving message messages messaging".split(" "),
  ..."mailing emailing texting calling database address details further marketing anymore number interested please".split(" "),
  ..."consent tomorrow meeting calendar subscribe subscribed unwanted again spreadsheet company business".split(" "),
];
/** Slips that are words of their own. */
const REAL_WORDS = new Set(
  "remove removed removing delete deleted contact contacting contacted receive receiving message messages messaging massage mailing ailing emailing texting testing calling caling database address dress adress details detail further marketing anymore number umber interested please pleas lease consent content tomorrow meeting meting calendar subscribe subscribed unwanted again gain spreadsheet company business busines contacts emails".split(
    " ",
  ),
);
/** Misspellings that take more than one slip. */
const FIXED: Readonly<Record<string, string>> = {
  adress: "address",
  adresses: "addresses",
  busines: "business",
  caling: "calling",
  recieved: "received",
  agn: "again",
  anymor: "anymore",
  nomore: "no more",
  rmv: "remove",
  contct: "contact",
  dnt: "do not",
  nt: "not",
  thnaks: "thanks",
  wana: "want to",
};

/** Every keyword with one letter left out, doubled, or swapped with the next; the first letter is never left out. */
function slipsOf(keyword: string): string[] {
  return [...keyword].flatMap((letter, at) => {
    const before = keyword.slice(0, at);
    const after = keyword.slice(at + 1);
    const next = keyword[at + 1];
    return [
      ...(at > 0 ? [before + after] : []),
      before + letter + letter + after,
      ...(next ? [before + next + letter + keyword.slice(at + 2)] : []),
    ];
  });
}

const CORRECTIONS: ReadonlyMap<string, string> = new Map([
  ...KEYWORDS.flatMap((keyword) =>
    slipsOf(keyword)
      .filter((slip) => !REAL_WORDS.has(slip))
      .map((slip) => [slip, keyword] as const),
  ),
  ...Object.entries(FIXED),
]);

/** Lower-case text with the commonest slips of the finger put right in the words the rules look for. */
export function withoutTypos(text: string): string {
  return text.replace(/(?<![\w@.-])[a-z]{2,13}(?![\w@-]|\.\w)/g, (word) => CORRECTIONS.get(word) ?? word);
}
