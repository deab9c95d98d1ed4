import "server-only";
import type { ReplyIntent } from "@/lib/domain/replies";

/** One named pattern with the reason a person is shown. Patterns are written against `matchText`. */
export type Rule<Family extends string = string> = {
  family: Family;
  name: string;
  pattern: RegExp;
  /** The rule does not count where this also matches the same sentence. */
  unless?: RegExp;
  reason: string;
};

/** A signal for one intent; `weight` 0–1 is how sure this alone makes us. */
export type IntentRule = Rule<ReplyIntent> & { weight: number };

export type RuleHit<R extends Rule = Rule> = {
  rule: R;
  /** Index of the sentence it was found in. */
  sentence: number;
  /** Offset of the match in that sentence. */
  at: number;
  matched: string;
};

/** Every rule that holds in one of the sentences, in reading order. */
export function findHits<R extends Rule>(rules: readonly R[], sentences: readonly string[]): RuleHit<R>[] {
  const hits: RuleHit<R>[] = [];
  for (const [sentence, text] of sentences.entries()) {
    for (const rule of rules) {
      const match = rule.pattern.exec(text);
      if (!match || rule.unless?.test(text)) continue;
      hits.push({ rule, sentence, at: match.index, matched: match[0] });
    }
  }
  return hits.sort((a, b) => a.sentence - b.sentence || a.at - b.at);
}

/** True when any rule of the table holds in any sentence. */
export function hasHit(rules: readonly Rule[], sentences: readonly string[]): boolean {
  return sentences.some((text) => rules.some((rule) => rule.pattern.test(text) && !rule.unless?.test(text)));
}
