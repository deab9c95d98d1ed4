import "server-only";
import { foldText } from "@/lib/engines/grounding/fold-text";
import { tokenise } from "@/lib/engines/grounding/tokens";

/** Shares in words. "Most of them" is a figure too. */
const QUANTITY =
  /\b(?:half|halves|halved|thirds?|quarters?|twice|thrice|doubl\w+|tripl\w+|majority|minority|most|all|none|nobody|everybody|everyone|everything|every|always|never|zero|plenty|hardly|barely)\b/g;
/** How it goes over time, which one look does not show. */
const TREND =
  /\b(?:ris(?:es?|ing)|rose|fall(?:s|ing)?|fell|grow\w*|grew|improv\w*|worsen\w*|declin\w*|trend\w*|better|worse|best|worst)\b/g;
/** What somebody could do. Words for what the rules did not suggest are advice of its own. */
const ACTION =
  /\b(?:paus|stop|halt|resum|restart|activat|launch|delet|cancel|increas|rais|scal|buy|purchas|upgrad|import|invit|suppress|unsubscrib|whitelist|approv|call|skip|disabl|ignor)\w*/g;

/** Whether a rewording says nothing its source does not: no figure, in digits or in words, no share, no trend and no thing to do that is not there. */
export function addsNothing(text: string, source: string): boolean {
  const [said, known] = [foldText(text).toLowerCase(), foldText(source).toLowerCase()];
  const isKnown = (wanted: readonly string[], all: readonly string[]) => wanted.every((one) => all.includes(one));
  return (
    isKnown(figuresOf(said), figuresOf(known)) &&
    [QUANTITY, TREND].every((words) => isKnown(said.match(words) ?? [], known.match(words) ?? [])) &&
    isKnown(stemsOf(said), stemsOf(known))
  );
}

/** "8%" is another figure than "8". */
function figuresOf(text: string): string[] {
  const tokens = tokenise(text);
  return tokens.flatMap(({ number, isOrdinal }, at) =>
    number === null || isOrdinal ? [] : `${number}${/^(?:%|percent|per)$/.test(tokens[at + 1]?.word ?? "") ? "%" : ""}`,
  );
}

function stemsOf(text: string): string[] {
  return Array.from(text.matchAll(ACTION), ([word]) => word.slice(0, 4));
}
