import "server-only";
import type { Segment } from "@/lib/engines/grounding/segments";
import { isModal, isReadersName } from "@/lib/engines/grounding/subject-of";

type Shape = { pattern: RegExp; unless?: RegExp };

/** Claims made of everyday words alone, which no single word gives away. Read in plain lower case, "#" for a figure. */
const SHAPES: Readonly<Record<string, Shape>> = {
  // "more than any other firm"; a figure behind "than" is looked at as one. Whoever is written to may know better than we do.
  comparison: {
    pattern:
      /\b(?:more|less|fewer|better|worse|\w+er)\b(?: \w+){0,5} than (?:an?y|most|all|every|other|others|your|the|many|its|their|average|rivals|competitors|anyone|anybody|everyone|nearly)\b/,
    unless: /\b(?:know|knows|judge|placed|tell|rather|sooner)\b/,
  },
  // "the only one in town"
  rank: {
    pattern:
      /\b(?:the|your|its) (?:only|first|best|top|most \w+)\b(?! (?:person|people|one to|to (?:ask|know|say|tell|hear|judge)|judge|place|thing|time|step|call|question|line|word|two|half|bit|of luck))/,
    unless: /\b(?:know|knows|judge|placed|tell|rather|sooner)\b/,
  },
  // "Nobody at Acme answers the phone."
  absence: {
    pattern: /^(?:and |but |so )?(?:nobody|no one|hardly (?:anyone|anybody)|not one|few|none|nothing) (?!knows|likes|wants|else)/,
  },
  // "They can't get through."
  inability: {
    pattern:
      /(?:^(?:and |but |so |that )?|\b(?:us|me) (?:that )?)(?:they|people|clients|customers|callers|patients|guests|visitors|buyers|users|staff|members|parents|your \w+) (?:often |still |just |simply )?(?:can|could|do|does|did) not\b/,
  },
};

/** The places of a sentence that claim something of the reader in everyday words. */
export function plainClaims(segments: readonly Segment[]): string[] {
  return segments.flatMap(({ words, speaks, isQuestion }, at) => {
    const isTheirs =
      speaks === "reader" ||
      (speaks === "nobody" &&
        !isQuestion &&
        !words.some(isModal) &&
        words.some((word) => isReadersName(word) || /^your?$/.test(word.word)));
    if (!isTheirs) return [];
    const next = segments[at + 1]?.words ?? [];
    const told = (next[0]?.word === "than" ? [...words, ...next] : words)
      .map(({ word, number }) => (number === null ? word : "#"))
      .join(" ");
    return Object.values(SHAPES).flatMap(({ pattern, unless }) => {
      const found = pattern.exec(told);
      return found && !unless?.test(told) ? [found[0]] : [];
    });
  });
}
