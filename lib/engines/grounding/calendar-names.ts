import "server-only";
import type { Word } from "@/lib/engines/grounding/subject-of";

/** Days of everybody's calendar, of one word and of several. */
const DAYS =
  /^(?:christmas|xmas|easter|eofy|halloween|hanukkah|chanukah|diwali|ramadan|eid|lent|thanksgiving|nye|afterpay day|(?:mother|father|valentine|president|grandparent|women|children|teacher)s? day|(?:boxing|anzac|australia|labour|labor|may|king|queen|canada|show|cup|canberra|remembrance|naidoc) (?:day|week)|(?:new|lunar|chinese)(?: new)? years?(?: (?:eve|day))?|melbourne cup|(?:black|good) friday|cyber monday|(?:easter|christmas) (?:saturday|sunday|monday|eve|day)|click frenzy|school holidays|(?:super|grand) (?:bowl|final)|(?:tax|financial) (?:time|year)|dry july|movember)$/;
const LONGEST = 4;
/** The words those names are made of. */
const PARTS: ReadonlySet<string> = new Set(DAYS.source.match(/[a-z]{2,}/g)?.flatMap((word) => [word, `${word}s`]));

/** Whether the word at `at` is one of the name of a day or a season that everybody has: "Mother's Day", "Black Friday". */
export function isCalendarName(words: readonly Word[], at: number): boolean {
  if (!PARTS.has(words[at]?.word ?? "")) return false;
  for (let from = Math.max(0, at - LONGEST + 1); from <= at; from += 1)
    for (let end = at + 1; end <= Math.min(words.length, from + LONGEST); end += 1)
      if (
        DAYS.test(
          words
            .slice(from, end)
            .map(({ word }) => word)
            .join(" "),
        )
      )
        return true;
  return false;
}
