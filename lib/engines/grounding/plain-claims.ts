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
    unless: /\b(?:know|knows|judge|placed|tell|rather|sooner)\b|\bonly \w+ (?:on (?:file|record|our list)|i (?:can|have)|we have|listed)\b/,
  },
  // "Nobody at Acme answers the phone."
  absence: {
    pattern: /^(?:and |but |so )?(?:nobody|no one|hardly (?:anyone|anybody)|not one|few|none|nothing) (?!knows|likes|wants|else)/,
  },
  // "No-shows are costing you a chair a day."
  harm: {
    pattern:
      /\b(?:cost|costs|costing|hurt|hurts|hurting|drain|drains|draining|rob|robs|robbing|bleed|bleeding|eating into|eats into|eat into|killing|kills) (?:you|your)\b(?! (?:nothing|no|little|only|less|\S+ (?:minutes?|hours?|words?|messages?|emails?|replies|reply|questions?)\b))/,
  },
  // "Operators are hard for you to keep."
  difficulty: { pattern: /\b(?:hard|harder|difficult|tough|impossible|tricky) for (?:you|your \w+) to\b/ },
  // "You are the last of the local installers."
  standing: {
    pattern:
      /\byou are (?:still |now )?(?:the|one of the|among the) (?:last|few|biggest|oldest|busiest|largest|fastest|cheapest|dearest)\b/,
  },
  // "Fewer people give to Acme."
  trend: { pattern: /^(?:and |but |so )?(?:fewer|more|less) [a-z]+ (?!(?:than|from|for|of|in|on|at|to|and|with|or|is|are)\b)[a-z]+/ },
  // "The gym across the road has cut its prices."
  neighbour: { pattern: /\b(?:across|down|up|over) the (?:road|street|hill)\b|\b(?:around|round) the corner\b|\bnext door\b/ },
  // "The app was down on Friday."
  state: {
    pattern:
      /^(?:and |but |so )?(?:the|your) (?:\w+ ){1,2}(?:was|were|is|are|went|has been) (?:\w+ly |all |still )?(?:down|out|off|behind|over|offline)\b(?! (?:to\b|#))/,
  },
  // "You charge too much."
  excess: {
    pattern:
      /\byour? (?:\w+ ){0,4}?too (?:much|many|few|little|often|late|early|long|cheap|dear|slow|slowly|fast|expensive|low|high|short|far)\b/,
    unless: /\b(?:not|never|if)\b/,
  },
  // "They can't get through."
  inability: {
    pattern:
      /(?:^(?:and |but |so |that )?|\b(?:us|me) (?:that )?)(?:they|people|clients|customers|callers|patients|guests|visitors|buyers|users|staff|members|parents|your \w+|[a-z]+[^s]s) (?:often |still |just |simply )?(?:can|could|do|does|did|will|would) not\b/,
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
